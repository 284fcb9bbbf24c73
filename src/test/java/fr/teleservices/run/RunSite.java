package fr.teleservices.run;

import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailJob;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The pages of runs over HTTP, with keeper and workers moved by hand: nothing happens unless the test says so. */
final class RunSite implements AutoCloseable {
    static final SmtpAnswer UNKNOWN = RunHands.UNKNOWN;

    final TestSite site;
    final School school;
    private final RunHands hands;

    RunSite(int families) {
        site = new TestSite(RunSite::routes);
        school = site.school("0750001U", "Collège Jeanne-d’Arc");
        SchoolRows.fill(this::execute, school.id(), families);
        hands = new RunHands(site);
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
        List<Route> routes = new ArrayList<>(new NotifyPages(
                        runs,
                        previews,
                        services,
                        (staff, typed, from) -> site.profiles.confirm(staff, typed, from),
                        site.queries,
                        site.clock)
                .routes());
        routes.addAll(new RunPages(
                        new MailTroubles(site.vertx, site.database),
                        runs,
                        new RunListService(site.database, site.clock),
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        new LetterPurgeService(site.database, site.clock),
                        new RunEvents(site.vertx, new Sse(site.vertx), runs),
                        site.clock)
                .routes());
        routes.addAll(new HeadingPages(runs, site.schools, site.sessions, site.clock).routes());
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
        hands.round();
    }

    void ahead() {
        hands.ahead();
    }

    /** Sends so many mails, refusing those that are meant to be. */
    List<MailJob> send(int most, Predicate<MailJob> refuse) {
        return hands.send(most, refuse);
    }

    void sendAll() {
        hands.sendAll();
    }

    /** Writes one part of letters; false: there was none. */
    boolean writeLetters() {
        return hands.writeLetters();
    }

    void writeAllLetters() {
        hands.writeAllLetters();
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
