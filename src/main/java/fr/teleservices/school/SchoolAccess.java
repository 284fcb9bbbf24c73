package fr.teleservices.school;

import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import java.util.Objects;

/** Which schools a staff account may see. Another school is as absent as one that does not exist. */
public final class SchoolAccess {
    private final SchoolService schools;

    public SchoolAccess(SchoolService schools) {
        this.schools = schools;
    }

    /** The school of that UAI; fails with NOT_FOUND, also where it is another one's. */
    public Future<School> resolve(StaffWho who, String uai) {
        return schools.byUai(uai)
                .compose(found -> found.filter(school -> maySee(who, school.id()))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    public static boolean maySee(StaffWho who, long schoolId) {
        return who.role() == Role.ACADEMIE || Objects.equals(who.schoolId(), schoolId);
    }

    /** The rows that this account may read: its school's; for the academy every school's. */
    public Future<Scope> scopeOf(StaffWho who) {
        Long own = who.schoolId();
        if (who.role() != Role.ACADEMIE) {
            return Future.succeededFuture(Scope.of(Objects.requireNonNull(own)));
        }
        return schools.list()
                .map(all -> all.isEmpty()
                        ? Scope.of(0)
                        : Scope.of(all.stream().map(School::id).toList()));
    }
}
