package fr.teleservices.faults;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.db.Migrations;
import fr.teleservices.demo.CaughtMail;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service in a process of its own over a database and a mail server of the test, with a sample school in it. */
public final class Stage implements AutoCloseable {
    public static final String UAI = "0750001U";

    /** Claimed and not yet recorded, of all workers of a process; see MailWorker. */
    public static final int IN_FLIGHT = 64 * Runtime.getRuntime().availableProcessors();

    private static final String PASSWORD = "tests";

    final Rows rows;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private ServiceProcess service;
    private ApiClient api;

    /** @param adminUri of the superuser, whose database may be empty */
    @SuppressWarnings("NullAway.Init")
    public Stage(Path folder, String adminUri, int smtpPort) {
        this.folder = folder;
        this.rows = new Rows(adminUri);
        Migrations.ensureLogin(adminUri, "teleservices", PASSWORD);
        environment.put("TELESERVICES_DB_ADMIN_URI", adminUri);
        databaseAt(URI.create(adminUri).getPort());
        environment.put("TELESERVICES_SMTP_HOST", "127.0.0.1");
        environment.put("TELESERVICES_SMTP_PORT", Integer.toString(smtpPort));
        // the port changes at each start, a mail must not
        environment.put("TELESERVICES_BASE_URL", "https://teleservices.example.org");
    }

    /** The service, which is under the policies, comes by that port. */
    void databaseAt(int port) {
        String name = URI.create(environment.get("TELESERVICES_DB_ADMIN_URI")).getPath();
        environment.put("TELESERVICES_DB_URI", "postgresql://teleservices:" + PASSWORD + "@127.0.0.1:" + port + name);
    }

    Stage with(String setting, String value) {
        environment.put("TELESERVICES_" + setting, value);
        return this;
    }

    public void start() {
        service = ServiceProcess.start(
                folder,
                List.of("-Xmx512m"),
                environment,
                "demo",
                "--port",
                "0",
                "--pupils",
                "10",
                "--data",
                folder.resolve("data").toString());
        api = ApiClient.signIn(
                service.origin(), "gestionnaire", service.passwords().get("gestionnaire"));
    }

    /** {@code kill -9}. */
    public void kill() {
        service.kill();
    }

    /** SIGTERM; how many seconds it took. */
    public double stop() {
        return service.stop();
    }

    public void importPupils(int pupils) throws IOException {
        api.importFiles(
                UAI,
                SampleSchool.write(
                        new SampleSchool.Options(pupils, Uai.parse(UAI).orElseThrow(), 77, folder.resolve("sample"))));
    }

    /** A run over all guardians; returns when it is prepared. */
    public long run(String key, String mode) {
        long run = api.startRun(
                UAI, key, new JsonObject().put("holder", "guardian").put("mode", mode));
        Rows.await(
                "prepared",
                600,
                () -> !rows.value("SELECT coalesce(prepared_at::text, '') FROM run WHERE id = " + run)
                        .isEmpty());
        return run;
    }

    public void awaitStatus(long run, int seconds, String status) {
        Rows.await("run is " + status, seconds, () -> rows.statusOf(run).equals(status));
    }

    /** {@code pause}, {@code resume}, {@code cancel}. */
    JsonObject move(long run, String how) {
        return api.post(200, "/runs/" + run + "/" + how, null);
    }

    /** The pages as staff of the school sees them. */
    Browser signedIn() {
        Browser browser = new Browser(service.origin());
        Browser.Answer answer = browser.post(
                "/gestion/connexion",
                "login",
                "gestionnaire",
                "password",
                service.passwords().get("gestionnaire"));
        if (answer.status() != 303) {
            throw new AssertionError("sign-in answers " + answer.status());
        }
        return browser;
    }

    /** What of the run came, and what is recorded of it. */
    public Reckoning reckon(long run, List<CaughtMail> mails) throws IOException {
        boolean written = rows.count(run, "'IN_LETTER'") > 0;
        return Reckoning.of(rows, run, mails, written ? api.bytes("/runs/" + run + "/letters.zip") : new byte[0]);
    }

    /** All notifications of a run. */
    public long selected(long run) {
        return rows.number("SELECT count(*) FROM notification WHERE run_id = " + run);
    }

    /** Those that were served, or left out for a reason of their own. */
    public long ended(long run) {
        return rows.count(run, "'SENT', 'IN_LETTER', 'LEFT_OUT'");
    }

    /** A subcommand beside the service, in its environment, which has to end with 0; returns what it prints. */
    String command(String... words) {
        Map<String, String> beside = new HashMap<>(environment);
        beside.put("TELESERVICES_KEYS_DIR", folder.resolve("data/keys").toString());
        ServiceProcess command = ServiceProcess.begin(folder, List.of("-Xmx256m"), beside, words);
        if (command.exitCode() != 0) {
            throw new AssertionError(String.join(" ", words) + " fails:\n" + command.output());
        }
        return command.output();
    }

    ServiceProcess service() {
        return service;
    }

    ApiClient api() {
        return api;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        if (service != null) {
            service.close();
        }
    }
}
