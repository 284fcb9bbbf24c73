package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forms of other sites; a GET that changes something. */
@Tag("trust-19")
@ExtendWith(SharedSite.class)
class Row19CrossSiteTest {
    private final WholeSite site;

    Row19CrossSiteTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void everyFormThatAnotherSiteSendsIsRefused() {
        Browser chef = site.signedIn(site.staff(Role.CHEF, site.school(1)));
        int tried = 0;
        for (Route route : site.routes()) {
            if (!route.method().equals(HttpMethod.GET)
                    && !(route.permission() instanceof Permission.Api)
                    && !route.path().startsWith("/api/")) {
                String path = route.path().replaceAll(":[a-z]+", "1");
                for (List<String> foreign : List.of(
                        List.of("Sec-Fetch-Site", "cross-site"),
                        List.of("Origin", "https://evil.test"),
                        List.of("Origin", "null"))) {
                    assertThat(chef.postWith(foreign, path, "a", "b").status())
                            .as(path)
                            .isEqualTo(403);
                }
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(40);
        assertThat(chef.get("/gestion").status()).as("still signed in").isEqualTo(200);
    }

    @Test
    void goingOverEveryPageChangesNothing() {
        Neighbours two = new Neighbours(site);
        String before = two.everythingThereButTheAudit();
        new Crawl(two.chefThere, 3, (path, answer) -> {}).from("/gestion");
        new Crawl(two.guardianThere, 3, (path, answer) -> {}).from("/portail");
        assertThat(two.everythingThereButTheAudit()).isEqualTo(before);
        for (Route route : site.routes()) {
            boolean alsoRead = site.routes().stream()
                    .anyMatch(other -> other.method().equals(HttpMethod.GET)
                            && other.path().equals(route.path()));
            if (!route.method().equals(HttpMethod.GET) && !alsoRead) {
                String path = route.path().replaceAll(":[a-z]+", "1");
                assertThat(two.chefThere.get(path).status()).as(path).isIn(303, 401, 403, 404, 405);
            }
        }
        assertThat(two.everythingThereButTheAudit()).isEqualTo(before);
    }
}
