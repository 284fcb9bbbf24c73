package fr.teleservices.web;

import fr.teleservices.kernel.Role;
import org.jspecify.annotations.Nullable;

/** Who asks. */
public sealed interface Who {
    /** Nobody is signed in. */
    record Nobody() implements Who {}

    /**
     * A member of staff.
     *
     * @param school the own one; for the academy the one that was chosen, or null
     * @param secondFactorDone whether this session was begun with a code
     * @param noService whether the school has no téléservice open today, as the menu of its pages says
     */
    record StaffWho(
            long id, String login, Role role, @Nullable SchoolRef school, boolean secondFactorDone, boolean noService)
            implements Who {
        /** Where no menu is shown. */
        public StaffWho(long id, String login, Role role, @Nullable SchoolRef school, boolean secondFactorDone) {
            this(id, login, role, school, secondFactorDone, false);
        }

        public @Nullable Long schoolId() {
            return school == null ? null : school.id();
        }
    }

    /**
     * An account's holder on the portal.
     *
     * @param simulation of staff who look at the portal as this account, read-only; else null
     */
    record HolderWho(
            long accountId, long schoolId, @Nullable Simulation simulation) implements Who {
        public boolean simulated() {
            return simulation != null;
        }

        /** Staff of a school see no child of another one, also where the holder has grouped accounts. */
        public boolean seesWholeGroup() {
            return simulation == null || simulation.everySchool();
        }
    }

    /**
     * Who looks as whom.
     *
     * @param staffLogin of the member of staff
     * @param login of the account
     * @param everySchool whether the member of staff is the academy's
     */
    record Simulation(
            long staffId,
            String staffLogin,
            String login,
            java.time.Instant until,
            String timezone,
            boolean everySchool) {}

    /** A school as pages name it. */
    record SchoolRef(long id, String uai, String name, String timezone) {}
}
