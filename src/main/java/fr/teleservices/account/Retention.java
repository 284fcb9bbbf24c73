package fr.teleservices.account;

import fr.teleservices.credential.TemporaryPassword;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a school keeps accounts. Open ones are erased only after the end of the school year in which they were last used
 * or notified; a grouped account lives as long as the one that it belongs to.
 *
 * @param unusedDays of one never activated, from the end of its last temporary password
 * @param absentDays of one whose holder does not sign in any more
 * @param closedDays of a closed one: until then a pupil who comes back finds the same login
 */
public record Retention(int unusedDays, int absentDays, int closedDays) {
    public static final Retention DEFAULT = new Retention(90, 365, 30);

    /** How long a temporary password is good for, whatever the school sets. */
    public static final long PASSWORD_DAYS = TemporaryPassword.VALID.toDays();

    /** The year ends with the last day of July, wherever the school is. */
    private static final MonthDay YEAR_ENDS = MonthDay.of(7, 31);

    private static final int MOST = 3_650;
    private static final int LEAST_ABSENT = 30;

    /** A sentence for each field that is out of bounds. */
    public Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        check(faults, "unusedDays", unusedDays, 0);
        check(faults, "absentDays", absentDays, LEAST_ABSENT);
        check(faults, "closedDays", closedDays, 0);
        return faults;
    }

    private static void check(Map<String, String> faults, String field, int days, int least) {
        if (days < least || days > MOST) {
            faults.put(field, "Indiquez un nombre de jours de " + least + " à " + MOST + ".");
        }
    }

    /** Whatever happened before it belongs to a school year that is over. */
    static Instant yearOver(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate end = YEAR_ENDS.atYear(today.getYear());
        LocalDate last = today.isAfter(end) ? end : YEAR_ENDS.atYear(today.getYear() - 1);
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
