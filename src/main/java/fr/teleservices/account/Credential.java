package fr.teleservices.account;

import java.time.Instant;
import java.util.UUID;

/**
 * A temporary password as the database knows it: by its id alone.
 *
 * @param madeAt it is valid for 90 days from then
 * @param recorded that it left is known; else a worker has claimed its message and not yet said how it ended
 * @param frozen five wrong birth dates were given with it
 */
public record Credential(UUID id, int key, Instant madeAt, boolean recorded, boolean frozen) {}
