package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.bus.Addresses;
import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.openid.OpenIdConfig;
import fr.teleservices.school.School;
import fr.teleservices.setting.TextKind;
import fr.teleservices.siecle.SiecleSource;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.RunProof;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.web.Site;
import fr.teleservices.web.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database that hear nothing of each other, as when the cluster is down: slower, never wrong. */
class NodesWithoutBusTest {
    private static final String PASSWORD = "une phrase assez longue";
    private static final String UAI = "0750001U";
    private static final Keyring KEYS = keys("0123456789abcdef0123456789abcdef");

    @TempDir
    private static Path folder;

    private static final String URI = TestPostgres.freshDatabase();
    private static MailCatcher catcher;
    private static Node first;
    private static Node second;
    private static ApiClient atFirst;
    private static ApiClient atSecond;
    private static long school;

    private static Keyring keys(String one) {
        return Keyring.of(Map.of(1, one.getBytes(StandardCharsets.US_ASCII)));
    }

    @BeforeAll
    static void start() throws Exception {
        Migrations.migrate(URI, URI);
        catcher = MailCatcher.start(0);
        catcher.answerRecipientsBy(address -> {
            LockSupport.parkNanos(20_000_000);
            return Optional.empty();
        });
        first = node(KEYS);
        second = node(KEYS);
        int firstPort = await(first.start());
        int secondPort = await(second.start());
        Services services = first.services();
        School made = await(services.schools.add(UAI, "Collège d’essai", "Europe/Paris", true, null));
        school = made.id();
        await(services.staff.add("chef", Role.CHEF, school, PASSWORD, null));
        List<SiecleSource> files =
                SampleSchool.write(new SampleSchool.Options(150, Uai.parse(UAI).orElseThrow(), 7, folder)).stream()
                        .map(SiecleSource::of)
                        .toList();
        await(services.imports.run(school, Uai.parse(UAI).orElseThrow(), files, false, null));
        atFirst = ApiClient.signIn("http://localhost:" + firstPort, "chef", PASSWORD);
        atSecond = atFirst.at("http://localhost:" + secondPort);
    }

    private static Node node(Keyring keys) {
        SmtpSettings smtp = slow(SmtpSettings.loopback(catcher.port(), MailAddress.of("nobody@example.org")));
        Config config = new Config(
                URI,
                null,
                6,
                folder,
                new WebConfig("127.0.0.1", 0, false, false, folder),
                Site.at("http://localhost:8080", false),
                smtp,
                1,
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                OpenIdConfig.OFF,
                Optional.empty(),
                new ClusterSettings("127.0.0.1", 7800, 7801, "127.0.0.1", List.of()),
                WatchConfig.WITH_PAGES);
        return new Node(Vertx.vertx(), config, keys, Map.of());
    }

    /** Forty mails a second: each node has looked for work before the other is through with it. */
    private static SmtpSettings slow(SmtpSettings smtp) {
        return new SmtpSettings(
                smtp.host(),
                smtp.port(),
                smtp.tls(),
                smtp.user(),
                smtp.password(),
                smtp.from(),
                smtp.ownName(),
                smtp.poolSize(),
                smtp.workers(),
                smtp.mailsPerConnection(),
                40,
                smtp.sendingPerDomain(),
                smtp.connectTimeout(),
                smtp.commandTimeout(),
                smtp.dkim(),
                smtp.plainElsewhere(),
                smtp.trustAll());
    }

    @AfterAll
    static void stop() {
        await(first.stop());
        await(second.stop());
        catcher.close();
    }

    @Test
    @Tag("fault-13")
    void bothServeARunThatOneOfThemStartedAndBothSeeItGoOn() throws Exception {
        long run = atFirst.startRun(
                UAI, "one", new JsonObject().put("holder", "guardian").put("mode", "BOTH"));
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> {
            try (Stream<String> lines = atSecond.events("/runs/" + run + "/events")) {
                return lines.filter(line -> line.startsWith("data: ")).toList();
            }
        });
        Set<String> nodes = new HashSet<>();
        JsonObject done = atSecond.awaitRun(run, 120, progress -> {
            nodes.addAll(nodesAtWork());
            return progress.getString("status").equals("DONE");
        });
        RunProof proof = RunProof.of(atSecond, UAI, run, done, catcher);
        assertThat(proof.duplicates()).isZero();
        assertThat(nodes).hasSize(2);
        // the stream ends with the run, also for those whom nobody told
        List<String> events = seen.get(15, TimeUnit.SECONDS);
        assertThat(events).hasSizeGreaterThan(2);
        assertThat(new JsonObject(events.get(events.size() - 1).substring("data: ".length())).getString("status"))
                .isEqualTo("DONE");
    }

    /** {@code mails-NODE-NUMBER}. */
    private static Set<String> nodesAtWork() {
        Set<String> nodes = new HashSet<>();
        try (Connection connection = TestPostgres.connect(URI);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT split_part(worker, '-', 2) FROM notification WHERE worker LIKE 'mails-%'")) {
            while (rows.next()) {
                nodes.add(rows.getString(1));
            }
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        return nodes;
    }

    @Test
    @Tag("fault-13")
    void anOpenPortalOfOneNodeHearsOfASettingThatWasChangedAtTheOther() throws Exception {
        CompletableFuture<Long> heard = new CompletableFuture<>();
        Addresses.SETTINGS_CHANGED.listen(second.services().vertx, heard::complete);
        await(first.services().settings.standardText(school, TextKind.all().get(0), 1));
        assertThat(heard.get(15, TimeUnit.SECONDS)).isEqualTo(school);
    }

    @Test
    void aNodeWithOtherKeysDoesNotStart() {
        Node stranger = node(keys("another one of the same length!!"));
        assertThatThrownBy(() -> await(stranger.start()))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("key-1 is not the one that this database has been used with");
        await(stranger.stop());
    }

    @Test
    void aNodeThatLacksTheCurrentKeyDoesNotStartAndOneThatHasMadeANewOneDoes() {
        byte[] old = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Node newer = node(Keyring.of(Map.of(1, old, 2, new byte[32])));
        await(newer.start());
        await(newer.stop());
        Node left = node(KEYS);
        assertThatThrownBy(() -> await(left.start()))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("key-2, which other nodes use, is missing");
        await(left.stop());
    }
}
