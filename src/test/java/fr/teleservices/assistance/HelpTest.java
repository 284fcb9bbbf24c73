package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HelpTest {
    private static TestSite site;
    private static Browser assistance;

    @BeforeAll
    static void open() {
        site = new TestSite();
        site.staff("assistance", Role.ASSISTANCE, site.school("0750001U", "Collège d’essai"));
        assistance = site.signedIn("assistance");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void everyEntryOfTheMenuHasItsPage() {
        assertThat(new HelpPages().names())
                .containsAll(Arrays.stream(StaffMenu.values())
                        .map(StaffMenu::helpPage)
                        .toList())
                .containsAll(HelpPages.MORE);
    }

    @Test
    void everyPageOpensAndEveryLinkInItLeadsToARoute() {
        List<String> paths = new java.util.ArrayList<>(new HelpPages()
                .names().stream().map(name -> "/gestion/aide/" + name).toList());
        paths.add("/gestion/aide");
        for (String path : paths) {
            Browser.Answer page = assistance.get(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            String main = page.body().substring(page.body().indexOf("<main"));
            assertThat(main).as(path).doesNotContain("menu:", "ecran:", ".md", "{{");
            Pattern.compile("(?:href|src)=\"(/[^\"#?]*)")
                    .matcher(main)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(link -> assertThat(leadsSomewhere(link))
                            .as(path + " -> " + link)
                            .isTrue());
        }
        assertThat(assistance.get("/gestion/aide/images/lettre.png").status()).isEqualTo(200);
        assertThat(assistance.get("/gestion/aide/images/rien.png").status()).isEqualTo(404);
        assertThat(assistance.get("/gestion/aide/rien").status()).isEqualTo(404);
        assertThat(assistance.get("/gestion/aide/..%2Fhelp").status()).isEqualTo(404);
    }

    @Test
    void eachScreenLeadsToTheHelpAboutIt() {
        assertThat(assistance.get("/gestion").body()).contains("href=\"/gestion/aide/tableau-de-bord\">Aide");
        assertThat(assistance.get("/gestion/services").body())
                .contains("href=\"/gestion/aide/ouvrir-les-services\">Aide");
        assertThat(assistance.get("/gestion/profil").body()).contains("href=\"/gestion/aide\">Aide");
    }

    private static boolean leadsSomewhere(String link) {
        return site.web.routes().stream()
                .filter(route -> route.method().equals(HttpMethod.GET))
                .map(Route::path)
                .anyMatch(path -> link.matches(path.replaceAll(":[a-z]+", "[^/]+")));
    }
}
