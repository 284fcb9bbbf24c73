package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Personal pages in caches, personal data in addresses: no-store, and none. */
@Tag("trust-26")
@ExtendWith(SharedSite.class)
class Row26CachesAndReferrersTest {
    private final WholeSite site;

    Row26CachesAndReferrersTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void everyPersonalPageIsKeptByNobodyAndNoAddressNamesAnybody() {
        Neighbours two = new Neighbours(site);
        List<String> wrong = new ArrayList<>();
        for (Browser browser : List.of(two.chefThere, two.guardianThere, two.pupilThere)) {
            Crawl crawl = new Crawl(browser, 2, (path, answer) -> {
                        if (!answer.header("Cache-Control").equals("no-store")
                                || !answer.header("Referrer-Policy").equals("same-origin")) {
                            wrong.add(path + " " + answer.header("Cache-Control"));
                        }
                    })
                    .from(browser == two.chefThere ? "/gestion" : "/portail");
            crawl.links.stream()
                    .filter(link -> link.matches("(?i).*(famille\\d|parent\\d|%40|@example).*"))
                    .forEach(wrong::add);
            assertThat(crawl.visited).hasSizeGreaterThan(5);
        }
        assertThat(wrong).isEmpty();
    }
}
