package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/**
 * {@code RESPONSABLE_ELEVE}.
 *
 * @param kinship {@code CODE_PARENTE}: 10 mother, 20 father, 70 the pupil, …
 */
public record GuardianLinkRow(
        int line,
        long pupilId,
        long personId,
        @Nullable String kinship,
        Responsibility responsibility,
        @Nullable Boolean paysFees,
        @Nullable Boolean receivesAids,
        @Nullable Boolean housesPupil,
        @Nullable Boolean contactFirst) {
    /** An adult pupil, listed as their own guardian. */
    public boolean isPupilItself() {
        return "70".equals(kinship);
    }
}
