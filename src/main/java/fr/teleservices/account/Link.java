package fr.teleservices.account;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link in a mail, as the database knows it: its token is derived.
 *
 * @param address where it was sent to
 */
public record Link(
        UUID id,
        long accountId,
        Purpose purpose,
        String address,
        int key,
        Instant expiresAt,
        @Nullable Instant usedAt,
        boolean dead) {
    /** What opening it and confirming does. */
    public enum Purpose {
        /** Second step of a guardian's activation. */
        ACTIVATE(Duration.ofDays(2)),
        /** The address belongs to the holder of an account that is active already. */
        VERIFY(Duration.ofDays(2)),
        /** A new password. */
        FORGOTTEN(Duration.ofHours(1));

        private final Duration validity;

        Purpose(Duration validity) {
            this.validity = validity;
        }

        public Duration validity() {
            return validity;
        }
    }

    public boolean isAlive(Instant now) {
        return usedAt == null && !dead && now.isBefore(expiresAt);
    }
}
