package fr.teleservices.account;

import io.vertx.core.Future;

/** Accounts can be managed only once a téléservice of the school is active. */
public interface ActiveServices {
    Future<Boolean> any(long schoolId);
}
