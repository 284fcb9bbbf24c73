package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inline scripts, framing, sniffing: no answer of any route allows them. */
@Tag("trust-20")
@ExtendWith(SharedSite.class)
class Row20PageHeadersTest {
    private final WholeSite site;

    Row20PageHeadersTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void noAnswerAllowsAnythingUnsafe() {
        School school = site.school(2);
        Browser chef = site.signedIn(site.staff(Role.CHEF, school));
        Browser academy = site.signedIn(site.staff(Role.ACADEMIE, null));
        academy.post("/gestion/etablissements", "uai", school.uai());
        List<Browser> visitors = List.of(chef, academy, site.browser());
        List<String> framed = new ArrayList<>();
        for (Route route : site.routes()) {
            if (!route.method().equals(HttpMethod.GET) || route.path().matches(".*(evenements|events)$")) {
                continue; // a stream ends only with its reader; its headers are everybody's
            }
            String path = route.path()
                    .replace("/textes/:text", "/textes/responsable-courriel")
                    .replace(":uai", school.uai())
                    .replaceAll(":[a-z]+", "1");
            if (path.endsWith("/apercu/courriel.html")) {
                path += "?mode=EMAIL&state=NOT_NOTIFIED&responsibility=LEGAL&compte="
                        + site.account(school, path.contains("responsables") ? "1-1" : "E1");
            }
            for (Browser visitor : visitors) {
                Answer answer = visitor.get(path);
                assertThat(answer.headers().allValues("Content-Security-Policy"))
                        .as(path)
                        .singleElement()
                        .satisfies(policy -> assertThat(policy).as(route.path()).doesNotContain("unsafe"));
                assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
                assertThat(answer.header("Content-Security-Policy"))
                        .as(path)
                        .contains("default-src 'none'", "frame-ancestors");
                if (answer.status() == 200
                        && answer.header("Content-Security-Policy").contains("'sha256-")) {
                    framed.add(route.path());
                }
            }
        }
        assertThat(framed)
                .as("mails shown in a frame")
                .contains("/gestion/responsables/notifier/apercu/courriel.html")
                .anyMatch(path -> path.endsWith("/textes/:text/apercu"));
    }
}
