package fr.teleservices.load;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.demo.CaughtMail;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.BirthDates;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service in a process of its own, a school whose guardians have their mails, and what these families know. */
final class LoadedSchool implements AutoCloseable {
    static final String UAI = "0750001U";
    private static final Pattern LINK = Pattern.compile("/activation/confirm\\?token=(\\S+)");

    private final MailCatcher catcher;
    private final ServiceProcess service;
    private final ApiClient api;
    private final List<Map<String, Object>> families = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();

    private LoadedSchool(MailCatcher catcher, ServiceProcess service) {
        this.catcher = catcher;
        this.service = service;
        this.api = ApiClient.signIn(origin(), "gestionnaire", password("gestionnaire"));
    }

    /** Imported and notified: takes about a minute for 1,500 pupils. */
    static LoadedSchool open(int pupils) {
        try {
            Path folder = Files.createTempDirectory("teleservices-load-");
            MailCatcher catcher = MailCatcher.start(0, 500_000, 4_000_000_000L);
            ServiceProcess service = ServiceProcess.start(
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
                    "--pupils",
                    "10",
                    "--data",
                    folder.resolve("data").toString());
            LoadedSchool school = new LoadedSchool(catcher, service);
            school.fill(SampleSchool.write(
                    new SampleSchool.Options(pupils, Uai.parse(UAI).orElseThrow(), 7, folder.resolve("sample"))));
            return school;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void fill(List<Path> files) {
        api.importFiles(UAI, files);
        BirthDates dates = BirthDates.in(files, UAI);
        long run = api.startRun(
                UAI, "opening", new JsonObject().put("holder", "guardian").put("mode", "EMAIL"));
        api.awaitRun(run, 600, progress -> progress.getString("status").equals("DONE"));
        Map<String, LetterText> mails = new HashMap<>();
        for (CaughtMail mail : catcher.messages("", 0, Integer.MAX_VALUE)) {
            LetterText text = LetterText.of(mail.text());
            mails.put(text.login(), text);
        }
        for (JsonObject account : api.accounts(UAI, "holder=guardian&state=NOTIFIED")) {
            Set<LocalDate> known = dates.ofChildren(account);
            LetterText mail = mails.get(account.getString("login"));
            // homonyms among the children would have to guess; every fourth account is left to the staff
            if (mail == null || known.size() != 1 || account.getLong("id") % 4 == 0) {
                others.add(account.getLong("id"));
                continue;
            }
            LocalDate birth = known.iterator().next();
            families.add(Map.of(
                    "login", mail.login(),
                    "temporaryPassword", mail.password(),
                    "birthDay", birth.getDayOfMonth(),
                    "birthMonth", birth.getMonthValue(),
                    "birthYear", birth.getYear(),
                    "email", mail.login() + "@parents.example.org"));
        }
    }

    String origin() {
        return service.origin();
    }

    String password(String login) {
        return service.passwords().get(login);
    }

    /** What stands in the mails of those who have not activated yet. */
    List<Map<String, Object>> families() {
        return families;
    }

    /** Notified accounts that are not among {@link #families()}. */
    List<Long> others() {
        return others;
    }

    /** The token in the second mail to a family, once it has come. */
    Optional<String> token(String login) {
        return catcher.messages(login + "@parents.example.org", 0, 1).stream()
                .map(mail -> LINK.matcher(mail.text()))
                .filter(Matcher::find)
                .map(link -> link.group(1))
                .findFirst();
    }

    @Override
    public void close() {
        service.close();
        catcher.close();
    }
}
