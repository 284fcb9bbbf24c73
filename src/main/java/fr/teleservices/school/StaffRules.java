package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.StaffWho;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who may do what to whose staff account. */
final class StaffRules {
    private StaffRules() {}

    /** Staff of another school, or of the academy, are as absent as those who do not exist. */
    static boolean sees(StaffWho actor, Staff other) {
        if (actor.role() == Role.ACADEMIE) {
            return true;
        }
        return actor.role() == Role.CHEF
                && other.schoolId() != null
                && Objects.equals(actor.schoolId(), other.schoolId());
    }

    /** The roles that a new account may have: of a school, those up to chef; of the academy, its own. */
    static List<Role> roles(boolean academy) {
        return academy
                ? List.of(Role.ACADEMIE)
                : Arrays.stream(Role.values())
                        .filter(role -> role != Role.ACADEMIE)
                        .toList();
    }

    /** Nobody raises anybody above oneself, and the academy's accounts are the academy's to make. */
    static Optional<Refusal> give(StaffWho actor, Role role) {
        return actor.role().includes(role) && actor.role().includes(Role.CHEF)
                ? Optional.empty()
                : Optional.of(Refusal.forbidden("Votre rôle ne permet pas de donner ce rôle."));
    }

    static Optional<Refusal> changeRole(StaffWho actor, Staff other, Role role) {
        if (actor.id() == other.id()) {
            return Optional.of(self("changer votre propre rôle"));
        }
        if ((other.role() == Role.ACADEMIE) != (role == Role.ACADEMIE)) {
            return Optional.of(Refusal.conflict(
                    "other-realm", "Un compte de l’académie le reste, un compte d’établissement aussi."));
        }
        return give(actor, role);
    }

    /** Somebody else has to do it, so that there is always somebody left. */
    static Optional<Refusal> disable(StaffWho actor, Staff other) {
        return actor.id() == other.id() ? Optional.of(self("désactiver votre propre compte")) : Optional.empty();
    }

    /** One's own password and second factor are changed on one's profile, where the present ones are asked. */
    static Optional<Refusal> reset(StaffWho actor, Staff other) {
        return actor.id() == other.id()
                ? Optional.of(Refusal.conflict("own-account", "Pour votre propre compte, passez par « Mon profil »."))
                : Optional.empty();
    }

    private static Refusal self(String what) {
        return Refusal.conflict(
                "own-account", "Vous ne pouvez pas " + what + " : demandez-le à une autre personne habilitée.");
    }
}
