package fr.teleservices.run;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.kernel.Role;
import fr.teleservices.letter.LetterItem;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.LetterResult;
import fr.teleservices.letter.SealedPart;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.mail.SmtpAnswer;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The pages of runs over HTTP, with keeper and workers moved by hand: nothing happens unless the test says so. */
final class RunSite implements AutoCloseable {
    static final SmtpAnswer UNKNOWN = new SmtpAnswer(550, "5.1.1", "5.1.1 no such user", "Cette adresse n’existe pas.");

    final TestSite site;
    final School school;
    private final KeeperService keeper;
    private final AccessMailService mails;
    private final AccessLetterService letters;
    private final LetterRenderer renderer = new LetterRenderer();

    RunSite(int families) {
        site = new TestSite(RunSite::routes);
        school = site.school("0750001U", "Collège Jeanne-d’Arc");
        SchoolRows.fill(this::execute, school.id(), families);
        keeper = new KeeperService(site.vertx, site.database, site.keyring, site.clock);
        mails = new AccessMailService(
                site.vertx,
                site.database,
                site.keyring,
                MailAddress.of("ne-pas-repondre@example.org"),
                site.site::origin,
                site.clock,
                Duration.ofSeconds(20));
        letters = new AccessLetterService(
                site.vertx, site.database, site.keyring, site.site::origin, site.clock, Duration.ofSeconds(60));
        site.staff("chef", Role.CHEF, school);
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("voisin", Role.CHEF, site.school("0750002V", "Lycée d’à côté"));
    }

    private static List<Route> routes(TestSite site) {
        RunService.OpenServices services = id -> site.schools.hasActiveService(id, LocalDate.now(site.clock));
        RunService runs = new RunService(
                site.vertx,
                site.database,
                services,
                (tx, id, staff, action, run) -> io.vertx.core.Future.succeededFuture(),
                site.clock);
        PreviewService previews =
                new PreviewService(site.vertx, site.database, site.keyring, site.site::origin, site.clock);
        List<Route> routes = new ArrayList<>(new NotifyPages(runs, previews, services, site.clock).routes());
        routes.addAll(new RunPages(
                        site.vertx,
                        runs,
                        new RunListService(site.database),
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        new RunEvents(site.vertx, new Sse(site.vertx), runs),
                        site.clock)
                .routes());
        return routes;
    }

    /** Signed in, with the second factor done. */
    Browser signedIn(String login) {
        Browser browser = site.signedIn(login);
        execute("UPDATE session SET second_factor = true");
        return browser;
    }

    /** The keeper's round. */
    void round() {
        await(keeper.round());
    }

    /** Sends so many mails, refusing those that are meant to be. */
    List<MailJob> send(int most, Predicate<MailJob> refuse) {
        List<MailJob> batch = await(mails.claim("w", most, MailQueue.Kind.ANY));
        List<MailOutcome> outcomes = new ArrayList<>();
        batch.forEach(job -> outcomes.add(
                refuse.test(job)
                        ? new MailOutcome.Refused(job.notificationId(), job.token(), UNKNOWN)
                        : new MailOutcome.Sent(job.notificationId(), job.token())));
        await(mails.record(outcomes));
        return batch;
    }

    void sendAll() {
        while (!send(64, job -> false).isEmpty()) {
            site.clock.advance(Duration.ofMillis(100));
        }
    }

    /** Writes one part of letters; false: there was none. */
    boolean writeLetters() {
        Optional<LetterJob> claimed = await(letters.claim("w"));
        if (claimed.isEmpty()) {
            return false;
        }
        LetterJob job = claimed.get();
        byte[] pdf = renderer.render(
                        job.title(), job.items().stream().map(LetterItem::page).toList())
                .pdf();
        List<LetterResult> results = new ArrayList<>();
        job.items().forEach(item -> results.add(new LetterResult.InLetter(item.notificationId(), results.size() + 1)));
        return await(letters.store(job, SealedPart.seal(job.sealKey(), job.aad(), pdf), results));
    }

    void writeAllLetters() {
        while (writeLetters()) {
            site.clock.advance(Duration.ofMillis(100));
        }
    }

    void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of the first row; "" for none. */
    String value(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
