package fr.teleservices.bench;

import fr.teleservices.bench.SamplePlaces.Place;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who lives together, or once did. */
record SampleFamily(List<Child> children, List<Person> persons, List<Home> homes) {
    /**
     * @param division null: has none (yet), or has left
     * @param level 0 for 6e to 3 for 3e
     */
    record Child(
            long id,
            String nationalId,
            String familyName,
            String givenName,
            @Nullable String secondName,
            boolean girl,
            LocalDate birthDate,
            @Nullable String email,
            int level,
            @Nullable String division,
            boolean left,
            @Nullable Home home) {}

    /** @param responsibility 1 legal guardian, 2 in charge, 3 contact */
    record Person(
            long id,
            String title,
            String familyName,
            @Nullable String usageName,
            @Nullable String givenName,
            @Nullable String email,
            @Nullable String mobile,
            @Nullable Home home,
            String kinship,
            int responsibility) {}

    record Home(long id, String street, @Nullable String complement, Place place) {}
}
