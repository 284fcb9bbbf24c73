package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffService;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Staff without a second factor where it is needed; a code used twice. */
@Tag("trust-11")
@ExtendWith(SharedSite.class)
class Row11SecondFactorTest {
    private final WholeSite site;

    Row11SecondFactorTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void everyRouteThatNeedsOneAsksForItOnPagesAndInTheApi() {
        School school = site.school(1);
        Staff chef = site.staff(Role.CHEF, school);
        Browser browser = site.browser();
        browser.post("/gestion/connexion", "login", chef.login(), "password", WholeSite.PASSWORD);
        String token = site.tokens.issue(new StaffService.SignedIn(chef, false));
        List<String> asked = new ArrayList<>();
        for (Route route : site.routes()) {
            String path = route.path().replace(":id", "1").replace(":uai", school.uai());
            if (route.permission() instanceof Permission.Staff staff
                    && staff.secondFactor()
                    && Role.CHEF.includes(staff.least())) {
                Answer answer = browser.send(route.method().name(), path, null);
                assertThat(answer.header("Location")).as(path).isEqualTo("/gestion/profil/second-facteur?exige=1");
                asked.add(path);
            } else if (route.permission() instanceof Permission.Api api
                    && api.secondFactor()
                    && Role.CHEF.includes(api.least())) {
                assertThat(site.browser()
                                .send(route.method().name(), path, null, "Authorization", "Bearer " + token)
                                .status())
                        .as(path)
                        .isEqualTo(403);
                asked.add(path);
            }
        }
        assertThat(asked)
                .contains(
                        "/gestion/responsables/notifier",
                        "/gestion/comptes/1/simuler",
                        "/api/v1/schools/" + school.uai() + "/runs")
                .anyMatch(path -> path.endsWith(".csv"));
    }

    @Test
    void withoutOneNothingIsWrittenButOnesOwnProfileAndNoLetterIsRead() {
        School school = site.school(1);
        Staff chef = site.staff(Role.CHEF, school);
        Browser browser = site.browser();
        browser.post("/gestion/connexion", "login", chef.login(), "password", WholeSite.PASSWORD);
        String token = site.tokens.issue(new StaffService.SignedIn(chef, false));
        List<String> open = new ArrayList<>();
        for (Route route : site.routes()) {
            String path = route.path().replace(":id", "1").replace(":uai", school.uai());
            boolean writes = !route.method().equals(HttpMethod.GET);
            if (route.permission() instanceof Permission.Staff && (writes || path.endsWith("lettre.pdf"))) {
                Answer answer = browser.send(route.method().name(), path, null);
                if (answer.status() != 403
                        && !answer.header("Location").startsWith("/gestion/profil/second-facteur?exige=1")) {
                    open.add(path);
                }
            } else if (route.permission() instanceof Permission.Api && (writes || path.endsWith("letter.pdf"))) {
                assertThat(site.browser()
                                .send(route.method().name(), path, null, "Authorization", "Bearer " + token)
                                .status())
                        .as(path)
                        .isEqualTo(403);
            }
        }
        assertThat(open)
                .isNotEmpty()
                .as("one's own affairs, and what one looks for")
                .allMatch(path -> path.matches("/gestion/((profil|identite)(/.*)?|journal"
                        + "|(responsables|eleves)/(comptes|notifier/apercu))"));
    }

    @Test
    void aCodeIsAskedAfterTheRightPasswordAndWorksOnce() {
        Staff careful = site.staff(Role.CHEF, site.school(1));
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        await(site.staff.enrol(careful.id(), secret));
        Answer asked =
                site.browser().post("/gestion/connexion", "login", careful.login(), "password", WholeSite.PASSWORD);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.body()).contains("name=\"code\"");
        site.later();
        String code = Totp.code(secret, site.clock.instant().getEpochSecond() / 30);
        for (int status : new int[] {303, 401}) {
            assertThat(site.browser()
                            .post(
                                    "/gestion/connexion",
                                    "login",
                                    careful.login(),
                                    "password",
                                    WholeSite.PASSWORD,
                                    "code",
                                    code)
                            .status())
                    .isEqualTo(status);
        }
    }
}
