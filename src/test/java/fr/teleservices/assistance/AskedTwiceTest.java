package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hand that presses a button twice sends one message: a second one would make the first one's password worthless. */
class AskedTwiceTest {
    private TestSite site;
    private Browser secretary;

    @BeforeEach
    void open() {
        site = new TestSite(AccountPagesTest::routes);
        School school = site.school("0750001U", "Collège Jeanne-d’Arc");
        SchoolRows.fill(this::execute, school.id(), 3);
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        secretary = site.signedIn("secretariat");
        execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x', password_at = '2026-09-01'");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private String value(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private String page(String siecleId) {
        return "/gestion/comptes/"
                + value("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '"
                        + siecleId + "' ORDER BY a.id LIMIT 1");
    }

    /** As the page that asks has it. */
    private String key(String path) {
        String key = secretary.get(path).body().replaceAll("(?s).*name=\"key\" value=\"([^\"]*)\".*", "$1");
        assertThat(UUID.fromString(key)).hasToString(key);
        return key;
    }

    private static List<String> targets(List<Answer> answers) {
        return answers.stream()
                .map(answer -> {
                    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
                    return answer.header("location");
                })
                .distinct()
                .toList();
    }

    @Test
    void aSecondPressFindsWhatTheFirstHasMade() {
        for (String deed : List.of("renotifier", "reinitialiser", "nouveau")) {
            String path = page("1-1") + "/" + deed;
            String key = key(path);
            assertThat(targets(List.of(
                            secretary.post(path, "key", key, "mode", "BOTH"),
                            secretary.post(path, "key", key, "mode", "BOTH"),
                            secretary.post(path, "key", key, "mode", "PAPER"))))
                    .as(deed)
                    .hasSize(1);
        }
        assertThat(value("SELECT count(*) FROM notification")).isEqualTo("6");
        assertThat(value("SELECT count(DISTINCT credential_id) FROM notification"))
                .isEqualTo("3");
        assertThat(value("SELECT count(*) FROM account WHERE NOT current")).isEqualTo("1");
        assertThat(value("SELECT count(*) FROM audit_event WHERE action LIKE 'account.%'"))
                .isEqualTo("4");
    }

    @Test
    void tenPressesAtOnceMakeOneMessage() {
        ExecutorService hands = Executors.newFixedThreadPool(10);
        try {
            for (String deed : List.of("renotifier", "reinitialiser", "nouveau")) {
                String path = page("1-2") + "/" + deed;
                String key = key(path);
                List<CompletableFuture<Answer>> presses = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    presses.add(CompletableFuture.supplyAsync(
                            () -> secretary.post(path, "key", key, "mode", "EMAIL"), hands));
                }
                assertThat(targets(presses.stream().map(CompletableFuture::join).toList()))
                        .as(deed)
                        .hasSize(1);
            }
        } finally {
            hands.shutdown();
        }
        assertThat(value("SELECT count(*) FROM notification")).isEqualTo("3");
        assertThat(value("SELECT count(*) FROM account WHERE NOT current")).isEqualTo("1");
    }

    @Test
    void theLinkIsSentAgainOnceForEachConfirmation() {
        execute(
                "UPDATE account SET state = 'ACTIVATING', email_pending = 'saisi@example.org' WHERE holder = 'GUARDIAN'");
        String path = page("1-1") + "/lien";
        String key = key(path);
        for (int press = 0; press < 6; press++) { // one more than links are sent in an hour
            assertThat(secretary
                            .post(path, "key", key, "email", "saisi@example.org")
                            .status())
                    .isEqualTo(303);
        }
        assertThat(value("SELECT count(*) FROM notification WHERE kind = 'ACTIVATE'"))
                .isEqualTo("1");
        assertThat(value("SELECT count(*) FROM link WHERE NOT dead")).isEqualTo("1");
        assertThat(secretary
                        .post(path, "key", key(path), "email", "saisi@example.org")
                        .status())
                .isEqualTo(303);
        assertThat(value("SELECT count(*) FROM link WHERE NOT dead")).isEqualTo("1");
        assertThat(value("SELECT count(*) FROM link")).isEqualTo("2");
    }

    @Test
    void whoAsksAgainIsServedAgainAndAKeyIsWorthNothingElsewhere() {
        String path = page("1-1") + "/renotifier";
        String key = key(path);
        String first = targets(List.of(secretary.post(path, "key", key, "mode", "PAPER")))
                .get(0);
        assertThat(key(path)).isNotEqualTo(key);
        assertThat(targets(List.of(
                        secretary.post(path, "key", key(path), "mode", "PAPER"),
                        secretary.post(page("1-3") + "/renotifier", "key", key, "mode", "PAPER"),
                        secretary.post(path, "mode", "PAPER"),
                        secretary.post(path, "key", "n’importe quoi", "mode", "PAPER"))))
                .hasSize(4)
                .doesNotContain(first);
        assertThat(value("SELECT count(DISTINCT credential_id) FROM notification"))
                .isEqualTo("5");
        assertThat(value("SELECT count(*) FROM notification WHERE credential_id = '" + key + "'"))
                .as("nobody chooses a credential")
                .isEqualTo("0");
    }

    @Test
    void theSamePageIsAskedAgainWithItsKeyAfterAMistake() {
        String path = page("1-1") + "/renotifier";
        String key = key(path);
        Answer mistake = secretary.post(path, "key", key);
        assertThat(mistake.status()).isEqualTo(422);
        assertThat(mistake.body()).contains(key);
        assertThat(value("SELECT count(*) FROM notification")).isEqualTo("0");
    }
}
