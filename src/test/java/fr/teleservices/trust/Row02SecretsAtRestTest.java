package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.Mode;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailJob;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.LetterText;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stolen dump, a queue and all logs hold nothing that opens an account. */
@Tag("trust-2")
@ExtendWith(SharedSite.class)
class Row02SecretsAtRestTest {
    private static final Pattern TOKEN = Pattern.compile("[?&]token=([A-Za-z0-9._-]*[A-Za-z0-9_-])");

    private final WholeSite site;
    private final Set<String> secrets = new TreeSet<>();
    private final List<String> texts = new ArrayList<>();

    Row02SecretsAtRestTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void noRowAndNoLogLineHoldsAPasswordOrALinkThatWentOut() {
        School school = site.school(4);
        Staff chef = site.staff(Role.CHEF, school);
        List<String> lines;
        try (LogTrap log = LogTrap.ofEverything()) {
            ApiClient api = ApiClient.with(site.origin(), site.token(chef));
            api.startRun(
                    school.uai(),
                    "row-2",
                    new JsonObject().put("holder", "guardian").put("mode", "BOTH"));
            site.hands.round();
            deliver();
            long guardian = site.account(school, "1-1");
            String password = LetterText.of(mailTo(guardian)).password();
            assertThat(search(List.of(site.login(guardian))))
                    .as("what is there is found")
                    .isNotEmpty();
            activate(guardian, password);
            await(site.recovery.ask(site.login(guardian)));
            deliver();
            String forgotten = site.linkToken(guardian, "FORGOTTEN");
            assertThat(secrets).contains(forgotten, password);
            assertThat(site.browser()
                            .get("/mot-de-passe-oublie/nouveau?token=" + forgotten)
                            .status())
                    .isEqualTo(200);
            await(site.accounts.reset(By.staff(chef.id()), school.id(), guardian, Mode.BOTH));
            deliver();
            lines = List.copyOf(log.lines);
        }
        assertThat(secrets).hasSizeGreaterThan(8);
        assertThat(search(secrets)).isEmpty();
        assertThat(lines).hasSizeGreaterThan(3);
        assertThat(secrets).allSatisfy(secret -> assertThat(lines).noneMatch(line -> holds(line, secret)));
        assertThat(
                        site.database.number(
                                "SELECT count(*) FROM letter_part WHERE position('%PDF'::bytea in sealed) > 0 OR position('/Type'::bytea in sealed) > 0"))
                .isZero();
    }

    /** Sends and prints what is due, and keeps every password and token in it. */
    private void deliver() {
        for (List<MailJob> jobs = site.hands.send(64, job -> false);
                !jobs.isEmpty();
                jobs = site.hands.send(64, job -> false)) {
            jobs.forEach(job -> keep(job.mail().text()));
        }
        while (site.hands.writeLetters()) {
            if (site.hands.printed().length == 0) {
                continue; // what another test has left and nobody wants
            }
            LetterText.pages(site.hands.printed()).forEach(page -> keep(page.text()));
        }
    }

    private void keep(String text) {
        texts.add(text);
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            secrets.add(token.group(1));
        }
        if (text.contains("Mot de passe temporaire")) {
            secrets.add(LetterText.of(text).password());
        }
    }

    private String mailTo(long account) {
        return texts.stream()
                .filter(text -> text.contains(site.login(account)))
                .findFirst()
                .orElseThrow();
    }

    private void activate(long guardian, String password) {
        Browser browser = site.browser();
        Browser.Answer answer = browser.post(
                "/activation", Family.fields(site.login(guardian), password, 1, "moi@famille.example.org"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        String token = site.linkToken(guardian, "ACTIVATE");
        deliver();
        assertThat(secrets).contains(token);
        browser.get("/activation/confirm?token=" + token);
        assertThat(browser.post("/activation/confirm", "token", token).status()).isEqualTo(303);
        assertThat(site.state(guardian)).isEqualTo("ACTIVE");
        secrets.add(WholeSite.PASSWORD);
    }

    /** Each row of each table as text; bytes are in hex there. */
    private List<String> search(Iterable<String> wanted) {
        List<String> found = new ArrayList<>();
        for (String table : site.database
                .value("SELECT string_agg(quote_ident(relname), ' ' ORDER BY relname) FROM pg_class"
                        + " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
                .split(" ")) {
            String rows = everyRow(table);
            for (String secret : wanted) {
                if (holds(rows, secret)) {
                    found.add(table);
                }
            }
        }
        return found;
    }

    private String everyRow(String table) {
        StringBuilder all = new StringBuilder();
        try (Connection connection = fr.teleservices.testing.TestPostgres.connect(site.database.uri());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            throw new AssertionError(table, e);
        }
        return all.toString();
    }

    /** As it is, without its dashes, in lower case, in hex and in base 64. */
    private static boolean holds(String text, String secret) {
        String bare = secret.replace("-", "");
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                        secret,
                        bare,
                        bare.toLowerCase(Locale.ROOT),
                        HexFormat.of().formatHex(bytes),
                        HexFormat.of().formatHex(bare.getBytes(StandardCharsets.UTF_8)),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes))
                .stream()
                .anyMatch(text::contains);
    }
}
