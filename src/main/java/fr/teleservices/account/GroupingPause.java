package fr.teleservices.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Grouping is switched off for a while.
 *
 * @param schoolId 0: by the academy, for all schools
 * @param schoolName null for the academy
 * @param reason as guardians read it in place of the button
 */
public record GroupingPause(long schoolId, @Nullable String schoolName, String reason, Instant since) {
    public boolean everywhere() {
        return schoolId == 0;
    }

    /** What a guardian reads. */
    public String sentence() {
        return "Le regroupement de comptes est suspendu "
                + (schoolName == null ? "par l’académie" : "par l’établissement " + schoolName)
                + " pour le moment : " + reason;
    }
}
