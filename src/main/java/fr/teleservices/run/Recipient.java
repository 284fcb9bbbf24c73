package fr.teleservices.run;

import fr.teleservices.account.Holder;

/** The person that a message is for; the family name is the one shown (usage name where there is one). */
public record Recipient(long personId, Holder holder, String civility, String familyName, String givenName) {
    /** {@code Mme Anne LE GOFF} without the civility: {@code Anne LE GOFF}. */
    public String fullName() {
        return (givenName + " " + familyName).strip();
    }

    /** {@code MME Anne LE GOFF}, as in an address. */
    public String addressed() {
        return (civility + " " + fullName()).strip();
    }
}
