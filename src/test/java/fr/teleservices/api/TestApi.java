package fr.teleservices.api;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.kernel.Role;
import fr.teleservices.letter.LetterVerticle;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.run.AccessLetterService;
import fr.teleservices.run.AccessMailService;
import fr.teleservices.run.KeeperService;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.school.StaffService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API over HTTP on a database of its own: a school with families and open services, staff of every role. Mails and runs
 * move when a test says so; letters are written by a worker once {@link #writeLetters} was called.
 */
final class TestApi implements AutoCloseable {
    static final String UAI = "0750001U";
    static final String OTHER = "0750002V";

    final TestSite site;
    final School school;
    final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private List<Route> routes = List.of();
    private @Nullable KeeperService keeper;
    private @Nullable AccessMailService mails;

    TestApi(int families) {
        site = TestSite.withoutSecondFactor(this::routes);
        school = site.school(UAI, "Collège d’ici");
        SchoolRows.fill(this::execute, school.id(), families);
        for (Role role : Role.values()) {
            tokens.put(role, token("agent-" + role.name().toLowerCase(java.util.Locale.ROOT), role, school));
        }
    }

    private List<Route> routes(TestSite made) {
        LetterOrderService letters = new LetterOrderService(made.keyring, made.clock);
        AccountService accounts = new AccountService(
                made.vertx, made.database, made.clock, made.keyring, this::anyServiceOpen, letters::order);
        RunService.Trail trail = (tx, at, by, action, run) ->
                AuditStore.append(tx, at, made.clock.instant(), "STAFF", by, action, "RUN", run, new JsonObject());
        RunService runs = new RunService(made.vertx, made.database, this::anyServiceOpen, trail, made.clock);
        keeper = new KeeperService(made.vertx, made.database, made.keyring, made.clock);
        mails = new AccessMailService(
                made.vertx,
                made.database,
                made.keyring,
                MailAddress.of("ne-pas-repondre@example.org"),
                made.site::origin,
                made.clock,
                Duration.ofSeconds(20));
        routes = new Api(
                        await(Contract.load(made.vertx)),
                        made.site,
                        made.schools,
                        made.staff,
                        made.tokens,
                        accounts,
                        new AccountDirectory(made.database),
                        new ImportService(made.vertx, made.database, made.clock),
                        runs,
                        new ReportService(made.vertx, made.database, made.keyring, made.clock),
                        new RunEvents(made.vertx, new Sse(made.vertx), runs),
                        made.clock,
                        new SimulationService(made.database, made.clock, made.keyring, this::anyServiceOpen))
                .routes();
        return routes;
    }

    private Future<Boolean> anyServiceOpen(long id) {
        return site.schools.hasActiveService(id, LocalDate.now(site.clock));
    }

    List<Route> routes() {
        return routes;
    }

    /** A second school with its own people; the token of its chef. */
    String otherSchool(int families) {
        School other = site.school(OTHER, "Lycée d’à côté");
        SchoolRows.fill(this::execute, other.id(), families);
        return token("chef-ailleurs", Role.CHEF, other);
    }

    String token(String login, Role role, School of) {
        return site.tokens.issue(
                new StaffService.SignedIn(site.staff(login, role, role == Role.ACADEMIE ? null : of), false));
    }

    String token(Role role) {
        return java.util.Objects.requireNonNull(tokens.get(role));
    }

    /** One call as the school's chef, who may everything there. */
    Browser.Answer call(String method, String path, @Nullable Object body, String... headers) {
        return callAs(token(Role.CHEF), method, path, body, headers);
    }

    /** @param body JSON; null: none */
    Browser.Answer callAs(String token, String method, String path, @Nullable Object body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + token));
        if (body != null && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        String text = body == null ? null : body.toString();
        return site.browser().send(method, "/api/v1" + path, text, all.toArray(String[]::new));
    }

    Browser.Answer get(String path) {
        return call("GET", path, null);
    }

    static JsonObject json(Browser.Answer answer) {
        return new JsonObject(answer.body());
    }

    Browser.Answer start(String key, JsonObject order) {
        return call("POST", "/schools/" + UAI + "/runs", order, "Idempotency-Key", key);
    }

    long account(String where) {
        return number(
                "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id JOIN school s ON s.id = a.school_id"
                        + " WHERE s.uai = '" + UAI + "' AND " + where + " ORDER BY a.id LIMIT 1");
    }

    /** Prepares what is due, ends what has ended. */
    void round() {
        await(java.util.Objects.requireNonNull(keeper).round());
    }

    /** Sends every mail that is due, to nobody. */
    List<MailJob> sendMails() {
        AccessMailService queue = java.util.Objects.requireNonNull(mails);
        List<MailJob> all = new ArrayList<>();
        for (List<MailJob> batch = await(queue.claim("w", 64, MailQueue.Kind.ANY));
                !batch.isEmpty();
                batch = await(queue.claim("w", 64, MailQueue.Kind.ANY))) {
            all.addAll(batch);
            await(queue.record(batch.stream()
                    .<MailOutcome>map(job -> new MailOutcome.Sent(job.notificationId(), job.token()))
                    .toList()));
        }
        return all;
    }

    /** From here on letters are written. */
    void writeLetters() {
        await(site.vertx.deployVerticle(new LetterVerticle(
                new AccessLetterService(
                        site.vertx, site.database, site.keyring, site.site::origin, site.clock, Duration.ofSeconds(60)),
                Addresses.LETTERS_DUE.name(),
                Duration.ofMillis(50),
                "letters")));
    }

    void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    long number(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
