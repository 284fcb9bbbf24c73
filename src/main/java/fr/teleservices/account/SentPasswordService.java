package fr.teleservices.account;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * The temporary passwords that went to somebody. Whoever has such a letter or mail must not hold the account for good: none of them
 * is accepted as a permanent password, however it is typed.
 */
final class SentPasswordService {
    private static final Refusal SENT = Refusal.invalid(
            Map.of(
                    "newPassword",
                    "Ce mot de passe vous a été envoyé par courrier ou courriel : choisissez-en un autre, que vous seul connaissez."));

    private final Database database;
    private final Keyring keyring;
    private final TemporaryPassword passwords;

    SentPasswordService(Database database, Keyring keyring) {
        this.database = database;
        this.keyring = keyring;
        this.passwords = new TemporaryPassword(keyring);
    }

    /** Fails with INVALID for the field {@code newPassword} where it is one of them. */
    Future<Void> refuse(Account account, String wanted) {
        return database.inScope(Scope.of(account.schoolId()), tx -> SentPasswordStore.of(tx, account.id()))
                .compose(sent ->
                        isOneOf(sent, wanted) ? Future.failedFuture(SENT.asFailure()) : Future.succeededFuture());
    }

    /** Nobody can derive the password of a key that is destroyed: there is nothing left to compare with. */
    private boolean isOneOf(List<SentPasswordStore.Sent> sent, String wanted) {
        return sent.stream()
                .anyMatch(one -> keyring.has(one.key()) && passwords.matches(wanted, one.credential(), one.key()));
    }
}
