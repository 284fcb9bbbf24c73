package fr.teleservices.idp;

import fr.teleservices.school.School;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffService;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which member of staff the provider speaks of. Nobody is made here: whoever has no account stays out. */
final class ProviderService {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderService.class);

    private final StaffService staff;
    private final SchoolService schools;

    ProviderService(StaffService staff, SchoolService schools) {
        this.staff = staff;
        this.schools = schools;
    }

    /** The account, if it is there, open, and what the provider says of role and school fits it. */
    Future<Optional<StaffService.Known>> find(Claims claims) {
        return staff.known(claims.login()).compose(found -> {
            if (found.isEmpty()) {
                return refused("no such account");
            }
            Staff who = found.get().staff();
            if (!claims.allowsRole(who.role())) {
                return refused("another role");
            }
            Long school = who.schoolId();
            Future<Optional<School>> theirs =
                    school == null ? Future.succeededFuture(Optional.empty()) : schools.byId(school);
            return theirs.compose(at -> claims.allowsSchool(at.map(School::uai).orElse(null))
                    ? Future.succeededFuture(found)
                    : refused("another school"));
        });
    }

    private static Future<Optional<StaffService.Known>> refused(String why) {
        LOG.info("a sign-in of staff through the provider was refused: {}", why);
        return Future.succeededFuture(Optional.empty());
    }
}
