package fr.teleservices.api;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunHands;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.school.StaffService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The API over HTTP with two schools of so many families each, a token for every role, and workers moved by hand. */
final class ApiSite implements AutoCloseable {
    final TestSite site;
    final School own;
    final School other;
    final RunHands hands;
    private final HttpClient files = HttpClient.newHttpClient();
    /** Of staff of the own school; the academy's of none. */
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);

    ApiSite(int families) {
        site = TestSite.withoutSecondFactor(ApiSite::routes);
        own = site.school("0750001U", "Collège Jeanne-d’Arc");
        other = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(this::execute, own.id(), families);
        SchoolRows.fill(this::execute, other.id(), families);
        hands = new RunHands(site);
        for (Role role : Role.values()) {
            String login = "api-" + role.name().toLowerCase(java.util.Locale.ROOT);
            tokens.put(
                    role,
                    site.tokens.issue(new StaffService.SignedIn(
                            site.staff(login, role, role == Role.ACADEMIE ? null : own), true)));
        }
    }

    private static List<Route> routes(TestSite site) {
        RunService.OpenServices services = id -> site.schools.hasActiveService(id, LocalDate.now(site.clock));
        RunService runs = new RunService(
                site.vertx,
                site.database,
                services,
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                site.clock);
        LetterOrderService letters = new LetterOrderService(site.keyring, site.clock);
        return new Api(
                        await(Contract.load(site.vertx)),
                        site.site,
                        site.schools,
                        site.staff,
                        site.tokens,
                        new AccountService(
                                site.vertx, site.database, site.clock, site.keyring, services::any, letters::order),
                        new AccountDirectory(site.database),
                        new ImportService(site.vertx, site.database, site.clock),
                        runs,
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        new RunEvents(site.vertx, new Sse(site.vertx), runs),
                        site.clock,
                        new SimulationService(site.database, site.clock, site.keyring, services::any))
                .routes();
    }

    /** Path below {@code /api/v1}, or whole as a {@code Location} has it. */
    Answer call(Role role, String method, String path, JsonObject body, String... headers) {
        String[] all = new String[headers.length + (body == null ? 2 : 4)];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + tokens.get(role);
        if (body != null) {
            all[headers.length + 2] = "Content-Type";
            all[headers.length + 3] = "application/json";
        }
        return site.browser().send(method, whole(path), body == null ? null : body.encode(), all);
    }

    Answer get(Role role, String path) {
        return call(role, "GET", path, null);
    }

    Answer post(Role role, String path, JsonObject body) {
        return call(role, "POST", path, body);
    }

    /** A download as its bytes. */
    byte[] file(Role role, String path, String type) {
        try {
            HttpResponse<byte[]> answer = files.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + site.port + whole(path)))
                            .header("Authorization", "Bearer " + tokens.get(role))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(type);
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static String whole(String path) {
        return path.startsWith(Api.BASE) ? path : Api.BASE + path;
    }

    String token(Role role) {
        return tokens.get(role);
    }

    Answer start(Role role, School school, JsonObject order) {
        return start(role, school, "", order, UUID.randomUUID().toString());
    }

    Answer start(Role role, School school, String query, JsonObject order, String key) {
        return call(role, "POST", "/schools/" + school.uai() + "/runs" + query, order, "Idempotency-Key", key);
    }

    /** To every guardian, by mail or by letter. */
    static JsonObject order() {
        return new JsonObject().put("holder", "guardian").put("mode", "EMAIL_OR_PAPER");
    }

    static JsonObject json(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    static List<JsonObject> items(Answer answer) {
        return json(200, answer).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
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
        return Long.parseLong(value(sql));
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
