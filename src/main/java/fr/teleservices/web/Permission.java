package fr.teleservices.web;

import fr.teleservices.kernel.Role;

/** Who may call a route. There is no default. */
public sealed interface Permission {
    /** Anybody. */
    record Open() implements Permission {}

    /**
     * A holder on the portal.
     *
     * @param whileSimulated whether a write is allowed in a simulation (ending it, nothing else)
     */
    record Holder(boolean whileSimulated) implements Permission {}

    /**
     * A member of staff on the staff pages.
     *
     * @param school whether a school has to be chosen (the academy is sent to choose one)
     * @param secondFactor whether the session must have been begun with a code, though the route only shows something; whatever
     *     writes needs one anyway
     * @param harmlessPosts whether a POST concerns oneself alone (one's profile, proving who one is) or writes nothing (what one looks
     *     for): before one has a second factor, too
     * @param askedAgain whether who they are must have been proved within {@link Sessions#PROOF}: else it is asked again first
     */
    record Staff(Role least, boolean school, boolean secondFactor, boolean harmlessPosts, boolean askedAgain)
            implements Permission {
        public Staff withSecondFactor() {
            return new Staff(least, school, true, harmlessPosts, askedAgain);
        }

        public Staff withHarmlessPosts() {
            return new Staff(least, school, secondFactor, true, askedAgain);
        }

        public Staff asksAgain() {
            return new Staff(least, school, secondFactor, harmlessPosts, true);
        }
    }

    /**
     * A program with the bearer token of a staff account.
     *
     * @param secondFactor whether the token must have been given for a code, though the route only shows something; whatever writes
     *     needs that anyway
     */
    record Api(Role least, boolean secondFactor) implements Permission {
        public Api withSecondFactor() {
            return new Api(least, true);
        }
    }

    Permission PUBLIC = new Open();
    Permission HOLDER = new Holder(false);

    /** Staff pages about one school. */
    static Staff staff(Role least) {
        return new Staff(least, true, false, false, false);
    }

    /** Staff pages that belong to no school. */
    static Staff staffAnywhere(Role least) {
        return new Staff(least, false, false, false, false);
    }

    static Api api(Role least) {
        return new Api(least, false);
    }
}
