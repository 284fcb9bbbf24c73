package fr.teleservices.school;

import fr.teleservices.kernel.Role;
import org.jspecify.annotations.Nullable;

/**
 * A staff account.
 *
 * @param schoolId null for the academy
 * @param epoch raised by a change of role, password or school: what was given before is dead
 */
public record Staff(
        long id, String login, Role role, @Nullable Long schoolId, int epoch, boolean disabled) {
    Staff withEpoch(int next) {
        return new Staff(id, login, role, schoolId, next, disabled);
    }
}
