package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Personal pages in caches, personal data in addresses: no-store, and none. */
@Tag("trust-26")
@ExtendWith(SharedSite.class)
class Row26CachesAndReferrersTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src|action)=\"[^\"]*\"");

    private final WholeSite site;

    Row26CachesAndReferrersTest(WholeSite site) {
        this.site = site;
    }

    /** Histories, logs of proxies and screens keep addresses: what one looks for is posted, and sealed behind it. */
    @Test
    void whomOneLooksForIsInNoAddress() {
        Neighbours two = new Neighbours(site);
        for (String[] form : new String[][] {
            {"/gestion/responsables/comptes", "q", "Parent1"},
            {"/gestion/eleves/comptes", "q", "Famille1"},
            {"/gestion/journal", "qui", "p.parent1"},
            {
                "/gestion/responsables/notifier/apercu",
                "name",
                "Famille1",
                "mode",
                "PAPER",
                "state",
                "NOT_NOTIFIED",
                "responsibility",
                "LEGAL"
            },
        }) {
            String[] fields = Arrays.copyOfRange(form, 1, form.length);
            Answer posted = two.chefThere.post(form[0], fields);
            assertThat(posted.status()).as(form[0]).isEqualTo(303);
            String address = posted.header("Location");
            assertThat(address).startsWith(form[0] + "?").doesNotContainIgnoringCase(form[2]);
            Answer page = two.chefThere.get(address);
            assertThat(page.status()).as(form[0]).isEqualTo(200);
            assertThat(page.body()).as(form[0]).contains(form[2]);
            assertThat(ADDRESS.matcher(page.body()).results().map(MatchResult::group))
                    .as(form[0])
                    .isNotEmpty()
                    .noneMatch(link -> link.toLowerCase(Locale.ROOT).contains(form[2].toLowerCase(Locale.ROOT)));
        }
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
