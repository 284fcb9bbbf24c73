package fr.teleservices.run;

/** A child of a guardian's account, as messages name it. */
public record Child(String familyName, String givenName, String division) {
    public String fullName() {
        return (givenName + " " + familyName).strip();
    }

    /** {@code Léa MARTIN — 3 A}. */
    public String line() {
        return division.isEmpty() ? fullName() : fullName() + "\u00a0— " + division;
    }
}
