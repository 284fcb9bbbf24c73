package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.demo.CaughtMail;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.BirthDates;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A school of 460 pupils from its SIECLE files to activated accounts: every password that left, in a mail or in a letter, opens
 * the account of the person that it was sent to, and no other.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainPathTest {
    private static final String UAI = "0750001U";
    private static final String NEW_PASSWORD = "une phrase de passe assez longue 42";
    private static final Pattern LINK = Pattern.compile("(/activation/confirm\\?token=\\S+)");

    @TempDir
    private static Path folder;

    private static MailCatcher catcher;
    private static ServiceProcess service;
    private static ApiClient api;
    private static List<Path> files;

    private static BirthDates birthDates;

    @BeforeAll
    static void importTheSchool() throws IOException {
        catcher = MailCatcher.start(0);
        service = ServiceProcess.start(
                folder,
                List.of("-Xmx512m"),
                Map.of(
                        "TELESERVICES_SMTP_HOST",
                        "127.0.0.1",
                        "TELESERVICES_SMTP_PORT",
                        Integer.toString(catcher.port())),
                "demo",
                "--port",
                "0",
                "--empty",
                "--data",
                folder.resolve("data").toString());
        api = ApiClient.signIn(service.origin(), "academie", service.passwords().get("academie"));
        api.post(201, "/schools", new JsonObject().put("uai", UAI).put("name", "Collège d’essai"));
        files = SampleSchool.write(
                new SampleSchool.Options(460, Uai.parse(UAI).orElseThrow(), 460, folder.resolve("sample")));
        JsonObject counts = api.importFiles(UAI, files);
        assertThat(counts.getInteger("new")).isGreaterThan(1_000);
        birthDates = BirthDates.in(files, UAI);
    }

    @AfterAll
    static void stop() {
        service.close();
        catcher.close();
    }

    @Test
    @Order(1)
    void theSameFilesAgainChangeNothing() {
        JsonObject again = api.importFiles(UAI, files);
        assertThat(again.getInteger("new")).isZero();
        assertThat(again.getInteger("changed")).isZero();
        assertThat(again.getInteger("left")).isZero();
    }

    @Test
    @Order(2)
    void everyPasswordThatLeftOpensTheAccountOfItsGuardianAndNoOther() {
        long run = api.startRun(
                UAI,
                "guardians",
                new JsonObject()
                        .put("holder", "guardian")
                        .put("mode", "EMAIL_OR_PAPER")
                        .put("states", new JsonArray().add("NOT_NOTIFIED")));
        JsonObject done = api.awaitRun(run, 120, p -> p.getString("status").equals("DONE"));
        JsonObject counts = done.getJsonObject("counts");
        Map<String, JsonObject> accounts = byLogin("guardian");

        List<LetterText> mails = mails(accounts);
        List<LetterText> letters = LetterText.pages(api.bytes("/runs/" + run + "/letters.pdf"));
        assertThat(mails).hasSize(counts.getInteger("sent"));
        assertThat(letters).hasSize(counts.getInteger("inLetter"));
        assertThat(counts.getInteger("failed")).isZero();
        for (LetterText letter : letters) {
            assertThat(accounts.get(letter.login()).getJsonObject("person").getString("email"))
                    .isNull();
        }
        List<LetterText> all = new ArrayList<>(mails);
        all.addAll(letters);
        assertThat(all.stream().map(LetterText::login).distinct().count()).isEqualTo(all.size());
        assertThat(all.stream().map(LetterText::password).distinct().count()).isEqualTo(all.size());

        for (int i = 0; i < 10; i++) {
            LetterText own = all.get(i);
            LetterText other = all.get(i + 10);
            assertThat(activate(
                            own.login(), other.password(), someBirthDate(accounts.get(own.login())), "a@example.org"))
                    .isBetween(400, 499);
        }
        for (LetterText sent : all) {
            assertThat(activateGuardian(sent, accounts.get(sent.login())))
                    .as(sent.login())
                    .isTrue();
        }
        assertThat(api.accounts(UAI, "holder=guardian&state=ACTIVATING")).hasSize(all.size());
    }

    @Test
    @Order(3)
    void theLinkOfTheSecondMailActivatesOnceAndTheGuardianSignsIn() throws InterruptedException {
        JsonObject account =
                api.accounts(UAI, "holder=guardian&state=ACTIVATING").get(0);
        String login = account.getString("login");
        CaughtMail mail = catcher.awaitMessage(
                        m -> m.envelopeRecipients().contains(login + "@parents.example.org"), Duration.ofSeconds(30))
                .orElseThrow();
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).isTrue();
        String path = link.group(1);
        Browser browser = new Browser(service.origin());
        for (int i = 0; i < 10; i++) {
            assertThat(browser.get(path).status()).isEqualTo(200);
        }
        String token = path.substring(path.indexOf('=') + 1);
        assertThat(browser.post("/activation/confirm", "token", token).status()).isEqualTo(303);
        assertThat(browser.post("/activation/confirm", "token", token).status()).isEqualTo(410);
        assertThat(api.get("/accounts/" + account.getLong("id")).getString("state"))
                .isEqualTo("ACTIVE");

        Browser family = new Browser(service.origin());
        assertThat(family.post("/", "login", login, "password", NEW_PASSWORD).header("location"))
                .isEqualTo("/portail");
        assertThat(family.get("/portail").body())
                .contains(account.getJsonArray("children").getJsonObject(0).getString("givenName"));
        family.post("/portail/deconnexion");
        assertThat(family.get("/portail").status()).isEqualTo(303);
    }

    @Test
    @Order(4)
    void everyPupilsLetterOpensTheAccountOfThatPupil() {
        long run = api.startRun(
                UAI, "pupils", new JsonObject().put("holder", "pupil").put("mode", "PAPER"));
        JsonObject done = api.awaitRun(run, 120, p -> p.getString("status").equals("DONE"));
        List<LetterText> letters = LetterText.pages(api.bytes("/runs/" + run + "/letters.pdf"));
        assertThat(letters)
                .hasSize(done.getJsonObject("counts").getInteger("inLetter"))
                .hasSizeGreaterThan(400);
        Map<String, JsonObject> accounts = byLogin("pupil");
        for (LetterText letter : letters) {
            JsonObject person = accounts.get(letter.login()).getJsonObject("person");
            assertThat(opens(
                            letter,
                            birthDates.of(
                                    person.getString("familyName"),
                                    person.getString("givenName"),
                                    accounts.get(letter.login()).getString("division")),
                            ""))
                    .as(letter.login())
                    .isTrue();
        }
        assertThat(api.accounts(UAI, "holder=pupil&state=ACTIVE")).hasSize(letters.size());
    }

    private static Map<String, JsonObject> byLogin(String holder) {
        Map<String, JsonObject> byLogin = new HashMap<>();
        api.accounts(UAI, "holder=" + holder).forEach(account -> byLogin.put(account.getString("login"), account));
        return byLogin;
    }

    /** Each mail's login is that of the person whose address the envelope and the To header bear. */
    private static List<LetterText> mails(Map<String, JsonObject> accounts) {
        List<LetterText> found = new ArrayList<>();
        for (CaughtMail mail : catcher.messages("", 0, Integer.MAX_VALUE)) {
            LetterText read = LetterText.of(mail.text());
            String address = accounts.get(read.login()).getJsonObject("person").getString("email");
            assertThat(mail.envelopeRecipients()).containsExactly(address);
            assertThat(mail.headers().get("To")).contains(address);
            assertThat(mail.html()).contains(read.login()).contains(read.password());
            found.add(read);
        }
        return found;
    }

    private static boolean activateGuardian(LetterText sent, JsonObject account) {
        return opens(sent, birthDates.ofChildren(account), sent.login() + "@parents.example.org");
    }

    /** Homonyms have several dates: one of them is right. */
    private static boolean opens(LetterText sent, Set<LocalDate> dates, String email) {
        for (LocalDate date : dates) {
            if (activate(sent.login(), sent.password(), date, email) == 303) {
                return true;
            }
        }
        return false;
    }

    private static LocalDate someBirthDate(JsonObject account) {
        return birthDates.ofChildren(account).iterator().next();
    }

    private static int activate(String login, String password, LocalDate birth, String email) {
        Browser browser = new Browser(service.origin());
        String[] fields = {
            "login", login,
            "temporaryPassword", password,
            "newPassword", NEW_PASSWORD,
            "newPasswordAgain", NEW_PASSWORD,
            "birthDay", Integer.toString(birth.getDayOfMonth()),
            "birthMonth", String.format("%02d", birth.getMonthValue()),
            "birthYear", Integer.toString(birth.getYear()),
            "email", email
        };
        Browser.Answer answer = browser.post("/activation", fields);
        while (answer.status() == 429) { // a wrong try before this one: wait as told
            waitFor(Integer.parseInt(answer.header("retry-after")));
            answer = browser.post("/activation", fields);
        }
        return answer.status();
    }

    private static void waitFor(int seconds) {
        assertThat(seconds).isLessThanOrEqualTo(10);
        try {
            java.util.concurrent.TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
