package fr.teleservices.account;

import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.kernel.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a typed login and temporary password open the activation. Whoever has them right is told why they do not. */
sealed interface TemporaryAccess {
    /** The account, and the credential that was typed. */
    record Granted(Account account, Credential credential) implements TemporaryAccess {}

    /**
     * @param known the password was right: nothing is charged
     */
    record Denied(Refusal refusal, boolean known) implements TemporaryAccess {}

    /** The same for an unknown login, a wrong password, an account that is held, closed, active or not notified. */
    Refusal WRONG = Refusal.invalid(
            "wrong-temporary-password",
            "L’identifiant ou le mot de passe temporaire n’est pas valable. Recopiez-les de votre courrier ou courriel le"
                    + " plus récent. Si vous avez déjà activé votre compte, connectez-vous avec votre mot de passe.");

    Refusal EXPIRED = Refusal.invalid(
            "expired",
            "Ce mot de passe temporaire est expiré : il était valable 90 jours. Demandez-en un nouveau à l’établissement.");

    Refusal FROZEN = Refusal.invalid(
            "frozen",
            "Ce mot de passe temporaire est bloqué après cinq dates de naissance inexactes. Contactez l’établissement,"
                    + " qui vous en enverra un nouveau.");

    /** Derived where there is none to compare with, so that the answer takes as long. */
    UUID NOBODY = new UUID(0, 0);

    /** What a credential is proven with: its password, or its token alone. */
    interface Proof {
        boolean of(String given, UUID credential, int key);
    }

    static TemporaryAccess of(
            Optional<Account> account,
            List<Credential> credentials,
            String typed,
            TemporaryPassword passwords,
            int currentKey,
            Instant now) {
        return of(account, credentials, typed, passwords::matches, currentKey, now);
    }

    static TemporaryAccess of(
            Optional<Account> account,
            List<Credential> credentials,
            String typed,
            Proof proof,
            int currentKey,
            Instant now) {
        Credential found = null;
        for (Credential credential : credentials) {
            if (proof.of(typed, credential.id(), credential.key()) && found == null) {
                found = credential;
            }
        }
        if (credentials.isEmpty()) {
            proof.of(typed, NOBODY, currentKey);
        }
        if (found == null || account.isEmpty()) {
            return new Denied(WRONG, false);
        }
        Refusal refusal = whyNot(account.get(), found, now);
        return refusal == null ? new Granted(account.get(), found) : new Denied(refusal, true);
    }

    private static @Nullable Refusal whyNot(Account account, Credential credential, Instant now) {
        if (credential.frozen()) {
            return FROZEN;
        }
        if (TemporaryPassword.isExpired(credential.madeAt(), now)) {
            return EXPIRED;
        }
        Instant from = account.usableFrom();
        if (from != null && now.isBefore(from)) {
            ZonedDateTime there = from.atZone(ZoneId.of(account.timezone()));
            return Refusal.invalid(
                    "not-yet-usable",
                    "Ce nouveau compte pourra être activé à partir du "
                            + there.format(DateTimeFormatter.ofPattern("EEEE d MMMM yyyy 'à' H 'h' mm", Locale.FRENCH))
                            + ".");
        }
        return null;
    }
}
