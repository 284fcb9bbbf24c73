package fr.teleservices.account;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The children that an account reaches at one school; a pupil is its own. */
public record SchoolChildren(long schoolId, String uai, String schoolName, ZoneId zone, List<Child> children) {
    /** One for each school, of one for each child, schools in their order. */
    static List<SchoolChildren> bySchool(List<SchoolChildren> children) {
        List<SchoolChildren> schools = new ArrayList<>();
        for (SchoolChildren one : children) {
            SchoolChildren last = schools.isEmpty() ? null : schools.get(schools.size() - 1);
            if (last != null && last.schoolId() == one.schoolId()) {
                schools.set(schools.size() - 1, last.and(one.children()));
            } else {
                schools.add(one);
            }
        }
        return List.copyOf(schools);
    }

    private SchoolChildren and(List<Child> more) {
        return new SchoolChildren(
                schoolId,
                uai,
                schoolName,
                zone,
                Stream.concat(children.stream(), more.stream()).toList());
    }
}
