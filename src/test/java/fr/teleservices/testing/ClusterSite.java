package fr.teleservices.testing;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.Totp;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffService;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several processes of the service on one database that nobody has migrated before, with one mail server and one keys folder. */
public final class ClusterSite implements AutoCloseable {
    public static final String PASSWORD = "une phrase assez longue";

    /** Of mails, which are renewed while they are in flight. */
    public static final Duration LEASE = Duration.ofSeconds(4);

    private final Path folder;
    private final int smtpPort;
    private final String databaseUri = TestPostgres.freshDatabase();
    private final List<Integer> ports;
    private final List<ServiceProcess> nodes = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.systemUTC();

    private ClusterSite(int nodes, Path folder, int smtpPort) {
        this.folder = folder;
        this.smtpPort = smtpPort;
        this.ports = freePorts(2 * nodes);
    }

    /** All at once, as after a power cut. */
    public static ClusterSite start(int nodes, Path folder, int smtpPort) {
        ClusterSite site = new ClusterSite(nodes, folder, smtpPort);
        for (int node = 0; node < nodes; node++) {
            site.nodes.add(site.begin(node));
        }
        site.nodes.forEach(ServiceProcess::awaitReady);
        return site;
    }

    private ServiceProcess begin(int node) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TELESERVICES_DB_URI", databaseUri);
        environment.put("TELESERVICES_DB_ADMIN_URI", databaseUri);
        environment.put("TELESERVICES_DB_POOL_SIZE", "8");
        environment.put("TELESERVICES_KEYS_DIR", keys().toString());
        environment.put("TELESERVICES_PORT", "0");
        environment.put("TELESERVICES_BASE_URL", "http://localhost:8080");
        environment.put(
                "TELESERVICES_UPLOADS_DIR", folder.resolve("uploads-" + node).toString());
        environment.put("TELESERVICES_SMTP_HOST", "127.0.0.1");
        environment.put("TELESERVICES_SMTP_PORT", Integer.toString(smtpPort));
        environment.put("TELESERVICES_SMTP_WORKERS", "1");
        environment.put("TELESERVICES_SMTP_POOL_SIZE", "2");
        environment.put("TELESERVICES_LETTER_WORKERS", "1");
        environment.put("TELESERVICES_MAIL_LEASE_SECONDS", Long.toString(LEASE.toSeconds()));
        environment.put("TELESERVICES_LETTER_LEASE_SECONDS", "8");
        environment.put("TELESERVICES_CLUSTER_PORT", ports.get(2 * node).toString());
        environment.put("TELESERVICES_CLUSTER_BUS_PORT", ports.get(2 * node + 1).toString());
        environment.put(
                "TELESERVICES_CLUSTER_SEEDS",
                ports.stream()
                        .filter(port -> ports.indexOf(port) % 2 == 0)
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(",")));
        return ServiceProcess.begin(
                folder,
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=logback.xml"),
                environment,
                "serve",
                "--cluster");
    }

    private Path keys() {
        return folder.resolve("keys");
    }

    /** What the nodes tell each other goes over these, and nothing else does. */
    public List<Integer> clusterPorts() {
        return List.copyOf(ports);
    }

    public ServiceProcess node(int number) {
        return nodes.get(number);
    }

    /** In order where it is alive. */
    public void restart(int number) {
        nodes.get(number).close();
        nodes.set(number, begin(number));
        nodes.get(number).awaitReady();
    }

    /** A school with pupils and guardians; returns what its chef's programs use, at the first node. */
    public ApiClient school(String uai, int pupils) {
        byte[] secret = "of the chef's second factor".getBytes(StandardCharsets.US_ASCII);
        withDatabase(database -> {
            School school = TestSite.await(
                    new SchoolService(database, clock).add(uai, "Collège d’essai", "Europe/Paris", true, null));
            Staff chef = TestSite.await(staff(database).add("chef", Role.CHEF, school.id(), PASSWORD, null));
            TestSite.await(staff(database).enrol(chef.id(), secret));
        });
        String code = Totp.code(secret, clock.instant().getEpochSecond() / 30);
        ApiClient api = ApiClient.signIn(node(0).origin(), "chef", PASSWORD, code);
        try {
            api.importFiles(
                    uai,
                    SampleSchool.write(new SampleSchool.Options(
                            pupils, Uai.parse(uai).orElseThrow(), 77, folder.resolve("sample"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return api;
    }

    /** Somebody more of the school, without a second factor. */
    public void staff(String login, Role role) {
        withDatabase(database ->
                TestSite.await(staff(database).add(login, role, count("SELECT min(id) FROM school"), PASSWORD, null)));
    }

    private interface Work {
        void with(Database database);
    }

    private void withDatabase(Work work) {
        Database database = Database.connect(vertx, databaseUri, 2);
        work.with(database);
        TestSite.await(database.close());
    }

    private StaffService staff(Database database) {
        return new StaffService(
                database,
                new TryService(database, clock),
                new PasswordService(vertx, 1),
                new Seal(Keyring.open(keys()), "totp"),
                clock);
    }

    /** A number out of the database. */
    public long count(String sql) {
        try (Connection connection = TestPostgres.connect(databaseUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Held together, so that no two are the same. */
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                sockets.add(socket);
                free.add(socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(ServiceProcess::end);
        TestSite.await(vertx.close());
    }
}
