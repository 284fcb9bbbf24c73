package fr.teleservices.run;

import io.vertx.core.Future;

/** Asks a member of staff again who he is: the password, or a code of the second factor. */
@FunctionalInterface
public interface PasswordGate {
    /** Fails with INVALID for the field {@code password}, or TOO_MANY. */
    Future<Void> confirm(long staff, String typed, String clientAddress);
}
