package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Wrong birth dates on one credential: activation and grouping count together, five freeze it. */
final class BirthDateTries {
    static final int MOST = 5;

    private BirthDateTries() {}

    /** Using a password that nobody has recorded as sent proves that it left: the account is NOTIFIED from then. */
    static Future<AccountState> notified(Tx tx, Account account, Credential credential, Instant now) {
        if (credential.recorded()) {
            return Future.succeededFuture(account.state());
        }
        AccountState to = account.afterOrRefuse(AccountEvent.NOTIFY, Actor.RUN, TemporaryAccess.WRONG);
        return ActivationStore.proveLeft(tx, account.id(), credential.id(), now)
                .compose(channels -> ActivationStore.notified(tx, account.id(), to, credential, now, how(channels)))
                .map(done -> to);
    }

    private static String how(List<Channel> channels) {
        return channels.stream().distinct().count() > 1
                ? "BOTH"
                : channels.stream().findFirst().orElse(Channel.EMAIL).name();
    }

    /** Counts it; the caller commits, and refuses with what comes back. */
    static Future<Refusal> wrong(Tx tx, Account account, Credential credential, Instant now) {
        boolean guardian = account.holder() == Holder.GUARDIAN;
        return ActivationStore.countWrong(tx, credential.id()).compose(wrong -> {
            int left = MOST - wrong;
            if (left <= 0) {
                return freeze(tx, account, credential, now).map(done -> TemporaryAccess.FROZEN);
            }
            String sentence = (guardian
                            ? "Ce n’est la date de naissance d’aucun des enfants de ce compte."
                            : "Ce n’est pas votre date de naissance.")
                    + (left == 1 ? " Il reste un essai." : " Il reste " + left + " essais.");
            return Future.succeededFuture(Refusal.invalid(Map.of("birthDay", sentence)));
        });
    }

    private static Future<Void> freeze(Tx tx, Account account, Credential credential, Instant now) {
        return notified(tx, account, credential, now)
                .map(state -> Lifecycle.after(
                                AccountEvent.FREEZE, state, account.held(), account.holder(), Actor.SERVICE)
                        .orElseThrow(TemporaryAccess.WRONG::asFailure))
                .compose(state -> ActivationStore.freeze(tx, account.id(), credential.id(), now))
                .compose(done -> AuditStore.append(
                        tx,
                        account.schoolId(),
                        now,
                        By.service().auditKind(),
                        null,
                        "account.freeze",
                        "ACCOUNT",
                        account.id(),
                        new JsonObject()));
    }
}
