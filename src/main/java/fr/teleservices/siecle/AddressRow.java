package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/**
 * {@code ADRESSE}.
 *
 * @param origin the file it is of, pupils or guardians
 * @param foreignTown {@code COMMUNE_ETRANGERE}
 * @param countryCode 100 is France
 */
public record AddressRow(
        int line,
        SiecleKind origin,
        long id,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String line3,
        @Nullable String line4,
        @Nullable String poBox,
        @Nullable String postcode,
        @Nullable String town,
        @Nullable String foreignTown,
        @Nullable String countryCode,
        @Nullable String country) {}
