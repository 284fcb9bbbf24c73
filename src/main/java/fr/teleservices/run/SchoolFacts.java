package fr.teleservices.run;

import fr.teleservices.setting.SchoolMessages;
import java.time.ZoneId;
import java.util.List;

/**
 * What messages say of the school.
 *
 * @param addressLines as the import brought them; may be empty
 * @param email the school's contact, empty where none is known
 * @param messages how its notifications speak
 */
public record SchoolFacts(
        String name,
        ZoneId zone,
        List<String> addressLines,
        String city,
        String phone,
        String headName,
        String headTitle,
        String email,
        SchoolMessages messages) {
    /** The same school, speaking otherwise. */
    SchoolFacts with(SchoolMessages other) {
        return new SchoolFacts(name, zone, addressLines, city, phone, headName, headTitle, email, other);
    }
}
