package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writing while simulating; simulating an account that is not in use. */
@Tag("trust-17")
@ExtendWith(SharedSite.class)
class Row17SimulationWritesTest {
    private final WholeSite site;

    Row17SimulationWritesTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void everyWriteOfThePortalIs403AndTheLastAccessDoesNotMove() {
        School school = site.school(3);
        long account = site.active(site.account(school, "1-1"));
        Staff chef = site.staff(Role.CHEF, school);
        Browser staff = site.signedIn(chef);
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").header("Location"))
                .isEqualTo("/portail");
        String before = row(account);
        int tried = 0;
        for (Route route : site.routes()) {
            if (route.permission() instanceof Permission.Holder holder
                    && !holder.whileSimulated()
                    && !route.method().equals(HttpMethod.GET)) {
                String path = route.path().replace(":id", Long.toString(account));
                assertThat(staff.post(path, "password", WholeSite.PASSWORD, "email", "x@example.org")
                                .status())
                        .as(path)
                        .isEqualTo(403);
                tried++;
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(6);
        assertThat(staff.get("/portail").body()).contains("Simulation");
        assertThat(row(account)).isEqualTo(before);
        assertThat(site.database.number("SELECT count(*) FROM audit_event WHERE school_id = " + school.id()
                        + " AND action LIKE 'account.simul%' AND actor IS NOT NULL AND subject IS NOT NULL"))
                .as("both identities")
                .isPositive();
    }

    private String row(long account) {
        return site.database.value("SELECT a::text FROM account a WHERE id = " + account);
    }

    @Test
    void anAccountThatIsNotInUseIsNotSimulated() {
        School school = site.school(2);
        long account = site.account(school, "1-1");
        site.notified(account);
        Browser staff = site.signedIn(site.staff(Role.CHEF, school));
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").status())
                .isEqualTo(409);
        assertThat(staff.get("/portail").status()).isEqualTo(303);
    }
}
