package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.WireMail;
import fr.teleservices.run.RunHands;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.Html.Field;
import fr.teleservices.trust.Html.HtmlForm;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every nasty text into every field of every form that a page shows, then a look at every page, mail, letter, CSV and log line.
 * Forms and fields are found by going over the pages: what is added is tried as well.
 */
@Tag("trust-21")
@ExtendWith(SharedSite.class)
class Row21NastyTextsTest {
    private final WholeSite site;
    private final School school;
    private final Staff chef;
    private final Staff rectorate;
    private final Map<String, Browser> browsers = new LinkedHashMap<>();
    private final Map<String, Crawl> crawls = new LinkedHashMap<>();
    private final Set<String> wrong = new ConcurrentSkipListSet<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final LogTrap log = new LogTrap();

    Row21NastyTextsTest(WholeSite site) {
        this.site = site;
        school = site.school(4);
        chef = site.staff(Role.CHEF, school);
        rectorate = site.staff(Role.ACADEMIE, null);
        site.database.execute("INSERT INTO school_address VALUES (" + school.id() + ", 'accueil@college.example.org')");
    }

    @AfterEach
    void close() {
        threads.shutdown();
        log.close();
    }

    /** Forms that may end the session, or put a password in the place of the known one: last. */
    private static final Pattern ENDS =
            Pattern.compile(".*(mot-de-passe|deconnexion|deconnecter|second-facteur|connexion|activation|post /$).*");

    /** As if nobody had changed a password, closed a service or signed out. */
    private void heal() {
        site.active(site.account(school, "1-1"));
        site.active(site.account(school, "E1"));
        site.notified(site.account(school, "1-2"));
        site.database.execute("UPDATE account SET held = false WHERE school_id = " + school.id()
                + "; UPDATE staff SET disabled = false, totp_sealed = NULL, totp_pending = NULL, must_change = false, role = CASE id WHEN "
                + chef.id()
                + " THEN 'CHEF' ELSE role END, password_hash = (SELECT password_hash FROM account WHERE id = "
                + site.account(school, "1-1") + ") WHERE id IN (" + chef.id() + ", " + rectorate.id() + ")"
                + "; UPDATE school_service SET guardians = true, pupils = true WHERE school_id = " + school.id());
        site.later();
        browsers.put("chef", site.signedIn(chef));
        browsers.get("chef").post("/gestion/parametrage/contact", "contact", "accueil@college.example.org");
        browsers.put("academy", site.signedIn(rectorate));
        browsers.get("academy").post("/gestion/etablissements", "uai", school.uai());
        browsers.put("guardian", site.holder(site.account(school, "1-1")));
        browsers.put("pupil", site.holder(site.account(school, "E1")));
        browsers.put("nobody", site.browser());
    }

    private void crawl() {
        List<String> help = crawls.values().stream()
                .flatMap(crawl -> crawl.visited.stream())
                .filter(path -> path.startsWith("/gestion/aide/"))
                .toList();
        browsers.forEach((who, browser) -> crawls.put(
                who,
                new Crawl(browser, 1, (path, answer) -> look(who + " " + Crawl.kind(path), answer))
                        .without(who.equals("academy") ? crawls.get("chef").visited : List.of())
                        .without(help)
                        .from(
                                who.equals("nobody")
                                        ? new String[] {
                                            "/",
                                            "/activation",
                                            "/activation/pas-moi",
                                            "/activation/confirm?token=zq",
                                            "/mot-de-passe-oublie",
                                            "/mot-de-passe-oublie/nouveau?token=zq",
                                            "/gestion/connexion"
                                        }
                                        : who.equals("guardian") || who.equals("pupil")
                                                ? new String[] {"/portail"}
                                                : new String[] {"/gestion"})));
    }

    private void look(String where, Answer answer) {
        Nasty.faults(answer).forEach(fault -> wrong.add(where + ": " + fault));
    }

    @Test
    void everyFieldOfEveryForm() {
        heal();
        crawl();
        List<String> texts = new ArrayList<>(Nasty.TEXTS.stream()
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                .toList());
        texts.add(Nasty.SURROGATE);
        int sent = 0;
        for (String text : texts) {
            sent += everyForm(text, texts.indexOf(text) % 4 == 0);
            school(text);
            heal();
            crawl();
            messages();
        }
        assertThat(calm()).isEmpty();
        assertThat(sent).isGreaterThan(1_000);
    }

    /** Through the API, where a lone surrogate can be spelt. */
    private void school(String text) {
        String name = text.equals(Nasty.SURROGATE) ? "\\ud800zq\\udc00" : jsonText(text);
        look(
                "POST /api/v1/schools",
                site.browser()
                        .send(
                                "POST",
                                "/api/v1/schools",
                                "{\"uai\":\"" + WholeSite.freshUai() + "\",\"timezone\":\"Europe/Paris\",\"name\":\""
                                        + name + "\"}",
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer " + site.token(rectorate)));
    }

    private static String jsonText(String encoded) {
        String quoted = Json.encode(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        return quoted.substring(1, quoted.length() - 1);
    }

    /** What went wrong, with what the log should not say. */
    private Set<String> calm() {
        log.lines.stream()
                .filter(line -> line.contains("zq") || line.startsWith("ERROR"))
                .forEach(line -> wrong.add("log: " + line));
        return wrong;
    }

    /** @param all whether also into passwords, which no page shows and which cost a hash each, and into hidden fields */
    private int everyForm(String text, boolean all) {
        // those of the portal first: staff may end what its visitors have begun
        Map<String, Callable<Integer>> portal = new LinkedHashMap<>();
        Map<String, Callable<Integer>> staff = new LinkedHashMap<>();
        Map<String, Callable<Integer>> last = new LinkedHashMap<>();
        crawls.forEach((who, crawl) ->
                crawl.forms.forEach((kind, form) -> (ENDS.matcher(kind).matches()
                                ? last
                                : crawl.visited.contains("/gestion") ? staff : portal)
                        .putIfAbsent(kind, () -> send(who, form, text, all))));
        int sent = 0;
        try {
            for (Map<String, Callable<Integer>> some : List.of(portal, staff)) {
                for (Future<Integer> done : threads.invokeAll(some.values())) {
                    sent += done.get();
                }
            }
            for (Callable<Integer> one : last.values()) {
                sent += one.call();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return sent;
    }

    /** The text into each field alone, the others as they are, and into all at once. */
    private int send(String who, HtmlForm form, String text, boolean all) {
        List<Field> typed = form.fields().stream()
                .filter(field ->
                        field.isText() && (all || !List.of("password", "hidden").contains(field.type())))
                .toList();
        for (Field field : typed) {
            submit(who, form, field.name(), text);
        }
        if (typed.size() > 1) {
            submit(who, form, "", text);
        }
        return typed.size();
    }

    /** @param into "": all */
    private void submit(String who, HtmlForm form, String into, String text) {
        StringBuilder body = new StringBuilder();
        String[] filled = form.filled();
        for (int i = 0; i < filled.length; i += 2) {
            String name = filled[i];
            boolean nasty = into.isEmpty()
                    ? form.fields().stream()
                            .anyMatch(field -> field.isText() && field.name().equals(name))
                    : name.equals(into) || name.equals(into + "Again");
            body.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(nasty ? text : URLEncoder.encode(filled[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        String where = who + " " + form.method() + " " + Crawl.kind(form.action()) + " " + into;
        Browser browser = browsers.get(who);
        if (form.posts()) {
            Answer answer = browser.send(
                    "POST", form.action(), body.toString(), "Content-Type", "application/x-www-form-urlencoded");
            look(where, answer);
            if (answer.header("Location").matches("/(gestion/connexion.*|)")
                    && !ENDS.matcher("post " + form.action()).matches()) {
                wrong.add(where + ": signed out, nothing was tried");
            }
        } else if (body.length() < 6_000) {
            look(where, browser.get(form.action() + "?" + body));
        }
    }

    /** One person's mail and letter with what the school has said now. */
    private void messages() {
        site.database.execute(
                "UPDATE notification SET status = 'CANCELLED', ended_at = now() WHERE ended_at IS NULL AND school_id = "
                        + school.id());
        for (String person : List.of("1-3", "E3")) {
            fr.teleservices.testing.TestSite.await(site.accounts.notify(
                    fr.teleservices.account.By.staff(chef.id()),
                    school.id(),
                    site.account(school, person),
                    fr.teleservices.account.Mode.BOTH));
        }
        messages(site.hands);
    }

    private void messages(RunHands hands) {
        for (List<MailJob> jobs = hands.send(64, job -> false); !jobs.isEmpty(); jobs = hands.send(64, job -> false)) {
            for (MailJob job : jobs) {
                Nasty.ofMail(WireMail.of(job.mail())).forEach(fault -> wrong.add("mail: " + fault));
            }
            site.clock.advance(Duration.ofMillis(100));
        }
        while (hands.writeLetters()) {
            letter(hands.printed());
            site.clock.advance(Duration.ofMillis(100));
        }
    }

    private void letter(byte[] pdf) {
        if (pdf.length == 0) {
            return; // a letter that no font has: reported, not printed
        }
        String raw = new String(pdf, StandardCharsets.ISO_8859_1);
        for (String active : List.of("/JavaScript", "/OpenAction", "/Launch", "/EmbeddedFile")) {
            if (raw.contains(active)) {
                wrong.add("letter: " + active);
            }
        }
        try (PDDocument document = Loader.loadPDF(pdf)) {
            Nasty.ofText(new PDFTextStripper().getText(document)).forEach(fault -> wrong.add("letter: " + fault));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every text in every element of the exports; then whoever came of it is written to. */
    @Test
    void everyElementOfTheImport(@TempDir Path dir) throws IOException {
        School imported = site.school(0);
        Staff head = site.staff(Role.CHEF, imported);
        ApiClient api = ApiClient.with(site.origin(), site.token(head));
        JsonObject done = api.importFiles(
                imported.uai(), NastyExports.write(Uai.parse(imported.uai()).orElseThrow(), 300, dir));
        assertThat(done.getLong("new")).isGreaterThan(300);
        Nasty.ofText(done.encode()).forEach(fault -> wrong.add("import: " + fault));
        for (String holder : List.of("guardian", "pupil")) {
            api.startRun(
                    imported.uai(),
                    holder,
                    new JsonObject().put("holder", holder).put("mode", "BOTH"));
        }
        site.hands.round();
        messages(site.hands);
        Crawl looked = new Crawl(site.signedIn(head), 12, (path, answer) -> look("chef " + Crawl.kind(path), answer))
                .from("/gestion");
        assertThat(looked.visited).hasSizeGreaterThan(80);
        assertThat(calm()).isEmpty();
    }
}
