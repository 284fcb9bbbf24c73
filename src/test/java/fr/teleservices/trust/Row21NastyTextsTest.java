package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.WireMail;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.Html.Field;
import fr.teleservices.trust.Html.HtmlForm;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
    private final TreeSet<String> wrong = new TreeSet<>();
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
        log.close();
    }

    /** As if nobody had changed a password, closed a service or signed out. */
    private void heal() {
        site.active(site.account(school, "1-1"));
        site.active(site.account(school, "E1"));
        site.notified(site.account(school, "1-2"));
        site.database.execute("UPDATE account SET held = false WHERE school_id = " + school.id()
                + "; UPDATE staff SET disabled = false, totp_sealed = NULL, totp_pending = NULL, must_change = false, role = CASE id WHEN "
                + chef.id() + " THEN 'CHEF' ELSE role END, password_hash = (SELECT password_hash FROM account WHERE id = "
                + site.account(school, "1-1") + ") WHERE id IN (" + chef.id() + ", " + rectorate.id() + ")"
                + "; UPDATE school_service SET guardians = true, pupils = true WHERE school_id = " + school.id());
        site.later();
        browsers.put("chef", site.signedIn(chef));
        browsers.put("academy", site.signedIn(rectorate));
        browsers.get("academy").post("/gestion/etablissements", "uai", school.uai());
        browsers.put("guardian", site.holder(site.account(school, "1-1")));
        browsers.put("pupil", site.holder(site.account(school, "E1")));
        browsers.put("nobody", site.browser());
    }

    private void crawl() {
        browsers.forEach((who, browser) -> crawls.put(
                who,
                new Crawl(browser, 1, (path, answer) -> look(who + " " + Crawl.kind(path), answer))
                        .without(who.equals("academy") ? crawls.get("chef") : null)
                        .from(
                                who.equals("nobody")
                                        ? new String[] {"/", "/activation", "/activation/pas-moi", "/mot-de-passe-oublie", "/gestion/connexion"}
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
        Map<String, Long> times = new LinkedHashMap<>();
        int sent = 0;
        long crawled = 0, posted = 0, wired = 0;
        for (String text : texts) {
            long t = System.nanoTime();
            Set<String> done = new HashSet<>();
            for (String who : List.copyOf(crawls.keySet())) {
                for (Map.Entry<String, HtmlForm> form : crawls.get(who).forms.entrySet()) {
                    long t1 = System.nanoTime();
                    if (done.add(form.getKey())) {
                        int n = send(who, form.getValue(), text);
                        sent += n;
                        times.merge(form.getKey() + " " + n, (System.nanoTime() - t1) / 1000000, Long::sum);
                    }
                }
            }
            posted += System.nanoTime() - t; t = System.nanoTime();
            heal();
            crawl();
            crawled += System.nanoTime() - t; t = System.nanoTime();
            messages();
            wired += System.nanoTime() - t; t = System.nanoTime();
        }
        System.err.println("sent " + sent + " posted " + posted / 1000000 + " crawled " + crawled / 1000000 + " wired " + wired / 1000000);
        times.entrySet().stream().sorted(java.util.Comparator.comparing(e -> -e.getValue())).limit(25).forEach(e -> System.err.println(e));
        crawls.forEach((w, c) -> System.err.println(w + " " + c.visited.size() + " " + c.forms.keySet()));
        log.lines.stream().filter(line -> line.contains("zq") || line.startsWith("ERROR")).forEach(line -> wrong.add("log: " + line));
        assertThat(wrong).isEmpty();
        assertThat(sent).isGreaterThan(1_000);
    }

    /** The text into each field alone, the others as they are, and into all at once. */
    private int send(String who, HtmlForm form, String text) {
        List<Field> typed = form.fields().stream().filter(Field::isText).toList();
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
                    ? form.fields().stream().anyMatch(field -> field.isText() && field.name().equals(name))
                    : name.equals(into) || name.equals(into + "Again");
            body.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(nasty ? text : URLEncoder.encode(filled[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        String where = who + " " + form.method() + " " + Crawl.kind(form.action()) + " " + into;
        Browser browser = browsers.get(who);
        if (form.posts()) {
            look(where, browser.send("POST", form.action(), body.toString(), "Content-Type", "application/x-www-form-urlencoded"));
        } else if (body.length() < 6_000) {
            look(where, browser.get(form.action() + "?" + body));
        }
    }

    /** One person's mail and letter with what the school has said now. */
    private void messages() {
        site.database.execute("UPDATE notification SET status = 'CANCELLED', ended_at = now() WHERE ended_at IS NULL AND school_id = " + school.id());
        for (String person : List.of("1-3", "E3")) {
            fr.teleservices.testing.TestSite.await(site.accounts.notify(
                    fr.teleservices.account.By.staff(chef.id()), school.id(), site.account(school, person), fr.teleservices.account.Mode.BOTH));
        }
        for (MailJob job : site.hands.send(64, job -> false)) {
            Nasty.ofMail(WireMail.of(job.mail())).forEach(fault -> wrong.add("mail: " + fault));
        }
        while (site.hands.writeLetters()) {
            letter(site.hands.printed());
        }
    }

    private void letter(byte[] pdf) {
        if (pdf.length == 0) {
            return; // a letter that no font has: reported, not printed
        }
        String raw = new String(pdf, StandardCharsets.ISO_8859_1);
        for (String active : List.of("/JavaScript", "/JS", "/OpenAction", "/Launch", "/EmbeddedFile")) {
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
}
