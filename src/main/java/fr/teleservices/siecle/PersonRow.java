package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/**
 * {@code PERSONNE}; an organisation (aide sociale à l'enfance) has no given name.
 *
 * @param title {@code LC_CIVILITE}
 * @param sharesAddress {@code COMMUNICATION_ADRESSE}: the other parent may know the address
 */
public record PersonRow(
        int line,
        long id,
        @Nullable String title,
        String familyName,
        @Nullable String usageName,
        @Nullable String givenName,
        @Nullable String phone,
        @Nullable String mobile,
        @Nullable String email,
        @Nullable Boolean acceptsSms,
        @Nullable Long addressId,
        @Nullable Boolean sharesAddress) {
    /** The name shown. */
    public String displayedName() {
        return usageName == null ? familyName : usageName;
    }
}
