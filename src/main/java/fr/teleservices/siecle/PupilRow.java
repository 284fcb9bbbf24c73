package fr.teleservices.siecle;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * {@code ELEVE}. Texts are cleaned, never blank; {@code email} is a checked address.
 *
 * @param id {@code ELEVE_ID}
 * @param localNumber {@code ELENOET}
 * @param nationalId {@code ID_NATIONAL}, {@code INE_RNIE} or {@code INE_BEA}
 * @param exitDate {@code DATE_SORTIE}
 */
public record PupilRow(
        int line,
        long id,
        @Nullable String localNumber,
        @Nullable String nationalId,
        String familyName,
        @Nullable String usageName,
        @Nullable String givenName,
        @Nullable String givenName2,
        @Nullable String givenName3,
        @Nullable LocalDate birthDate,
        @Nullable Sex sex,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String mobile,
        @Nullable String statusCode,
        @Nullable String mef,
        @Nullable LocalDate entryDate,
        @Nullable LocalDate exitDate,
        @Nullable String exitReason,
        @Nullable Long addressId,
        @Nullable Boolean acceptsSms) {
    /** The name shown. */
    public String displayedName() {
        return usageName == null ? familyName : usageName;
    }

    /** Gone on that day: the day of leaving lies before it. */
    public boolean hasLeft(LocalDate day) {
        return exitDate != null && exitDate.isBefore(day);
    }
}
