package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.PurgeService;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import org.junit.jupiter.api.Test;

class RetentionPagesTest {
    private static final String PAGE = "/gestion/parametrage/conservation";

    @Test
    void theChefAloneChoosesHowLongAccountsAreKept() {
        try (TestSite site = new TestSite(s -> new RetentionPages(new PurgeService(s.database, s.clock)).routes())) {
            School school = site.school("0750001U", "Collège d’essai");
            site.staff("chef", Role.CHEF, school);
            site.staff("secretariat", Role.GESTIONNAIRE, school);
            Browser chef = site.signedIn("chef");
            assertThat(chef.get(PAGE).body()).contains("Conservation des données", "value=\"365\"", "value=\"30\"");
            Answer saved = chef.post(PAGE, "unusedDays", "120", "absentDays", "400", "closedDays", "0");
            assertThat(saved.status()).isEqualTo(303);
            assertThat(chef.get(saved.header("location")).body())
                    .contains("enregistrées", "value=\"120\"", "value=\"400\"", "value=\"0\"");
            Answer faulty = chef.post(PAGE, "unusedDays", "beaucoup", "absentDays", "5", "closedDays", "0");
            assertThat(faulty.status()).isEqualTo(422);
            assertThat(faulty.body()).contains("beaucoup", "de 30 à 3650");
            Browser secretary = site.signedIn("secretariat");
            assertThat(secretary.get(PAGE).status()).isEqualTo(403);
            assertThat(secretary.post(PAGE, "unusedDays", "0").status()).isEqualTo(403);
        }
    }
}
