package fr.teleservices.run;

import fr.teleservices.account.Holder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One notification as staff see it.
 *
 * @param run null: a single one
 * @param status PENDING, CLAIMED, SENT, IN_LETTER, FAILED, LEFT_OUT, CANCELLED
 * @param reason a code of {@link Reason} or a sentence
 * @param smtpAnswer plain words and the server's own
 * @param part the letter part that it is in, once it is written
 */
public record NotificationLine(
        long id,
        @Nullable Long run,
        long accountId,
        String channel,
        String status,
        @Nullable String reason,
        @Nullable String smtpAnswer,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Long part,
        String login,
        Holder holder,
        String familyName,
        String givenName,
        String division) {
    /** In French; empty where all went well. */
    public String why() {
        if (smtpAnswer != null) {
            return smtpAnswer;
        }
        return reason == null ? "" : Reason.sentenceOf(reason);
    }

    /** Not ended yet. */
    public boolean isComing() {
        return status.equals("PENDING") || status.equals("CLAIMED");
    }

    public String result() {
        return switch (status) {
            case "PENDING" -> "en attente";
            case "CLAIMED" -> "en cours d’envoi";
            case "SENT" -> "envoyé";
            case "IN_LETTER" -> "dans les courriers";
            case "FAILED" -> "échec";
            case "LEFT_OUT" -> "écarté";
            case "CANCELLED" -> "annulé";
            default -> status;
        };
    }
}
