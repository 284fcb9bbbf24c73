package fr.teleservices.setting;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.WebAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A link that a school offers on the portal.
 *
 * @param id 0: not stored yet
 * @param guardians whether guardians see it
 * @param pupils whether pupils see it
 */
public record UsefulLink(long id, String title, String address, boolean guardians, boolean pupils) {
    public static final int MAX_TITLE = 80;
    /** Beyond that nobody finds any. */
    public static final int MOST = 30;

    public boolean isFor(Holder holder) {
        return holder == Holder.GUARDIAN ? guardians : pupils;
    }

    Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        if (title.isBlank() || title.length() > MAX_TITLE) {
            faults.put("title", "Le titre a de 1 à " + MAX_TITLE + " caractères.");
        }
        if (WebAddress.parse(address).isEmpty()) {
            faults.put("address", WebAddress.SENTENCE);
        }
        if (!guardians && !pupils) {
            faults.put("guardians", "Choisissez pour qui : les responsables, les élèves ou les deux.");
        }
        return faults;
    }
}
