package fr.teleservices.boot;

import fr.teleservices.bench.Bench;
import fr.teleservices.bench.BenchInbox;
import fr.teleservices.bench.BenchResult;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.SmtpSink;
import fr.teleservices.kernel.Uai;
import fr.teleservices.school.School;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Measures a run from the order to the last outcome, against a bare loop in the same process. */
@CommandLine.Command(
        name = "bench",
        description = "Notifies N accounts of a school made for it and says how fast that was; the last line is JSON.")
final class BenchCommand extends Command {
    @Option(names = "--accounts", required = true, description = "How many guardians are notified.")
    private int accounts;

    @Option(names = "--channel", required = true, description = "email, paper or both.")
    @SuppressWarnings("NullAway.Init")
    private String channel;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            description =
                    "The mail server; one of its own, which reads every mail, if left out. Who got what is not known"
                            + " through another: misdelivered is null then.")
    private @Nullable String smtp;

    @Option(
            names = "--db",
            paramLabel = "URI",
            description =
                    "postgresql://user:password@host:port/database of the owner of the schema; one of its own if left out.")
    private @Nullable String db;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "How long the run could be taken back before it begins, as one that is started on a page can for 60; what is"
                            + " measured begins after it. 0 if left out: its notifications are stored within what is measured.")
    private int window;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    @Override
    public Integer call() throws Exception {
        Bench.Sent sent = sent();
        Path folder = Files.createTempDirectory("teleservices-bench-");
        parts.addFirst(() -> delete(folder));
        try {
            Vertx vertx = Vertx.vertx();
            parts.addFirst(() -> await(vertx.close()));
            Values values = await(Sources.environment(vertx, new Values()))
                    .put(Setting.BASE_URL, "https://bench.example.org")
                    .put(Setting.KEYS_DIR, folder.resolve("keys").toString());
            BenchInbox inbox = mail(values);
            database(values, folder);
            Keyring keyring = Keyring.open(folder.resolve("keys"));
            Config config = Config.read(values, false);
            Node node = new Node(vertx, config, keyring, java.util.Map.of());
            parts.addFirst(() -> await(node.stop()));
            School other = await(school(node.services()));
            School school = await(school(node.services()));
            await(node.work());
            Services services = node.services();
            Bench bench = new Bench(
                    vertx,
                    services.database,
                    services.runs,
                    keyring,
                    config.smtp(),
                    config.letterWorkers(),
                    inbox,
                    Duration.ofSeconds(window));
            BenchResult result = await(bench.measure(school.id(), other.id(), accounts, sent));
            say(result.json().encode());
            return result.isSound() ? 0 : 1;
        } finally {
            for (AutoCloseable part : parts) {
                part.close();
            }
        }
    }

    private Bench.Sent sent() {
        if (accounts < 1 || accounts > 2_000_000) {
            throw wrong("--accounts is from 1 to 2,000,000");
        }
        if (window < 0 || window > 3_600) {
            throw wrong("--window is from 0 to 3,600");
        }
        return Stream.of(Bench.Sent.values())
                .filter(known -> known.name().equals(channel.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong("--channel is email, paper or both"));
    }

    private CommandLine.ParameterException wrong(String sentence) {
        return new CommandLine.ParameterException(spec().commandLine(), sentence);
    }

    /** @return null where another server takes the mails */
    private @Nullable BenchInbox mail(Values values) throws IOException {
        if (smtp != null) {
            int colon = smtp.lastIndexOf(':');
            if (colon < 1) {
                throw wrong("--smtp is HOST:PORT");
            }
            values.put(Setting.SMTP_HOST, smtp.substring(0, colon)).put(Setting.SMTP_PORT, smtp.substring(colon + 1));
            return null;
        }
        BenchInbox inbox = new BenchInbox();
        SmtpSink sink = SmtpSink.start(inbox::accept);
        parts.addLast(sink);
        values.put(Setting.SMTP_HOST, "127.0.0.1").put(Setting.SMTP_PORT, Integer.toString(sink.port()));
        return inbox;
    }

    private void database(Values values, Path folder) {
        if (db != null) {
            Migrations.migrate(db, db);
            values.put(Setting.DB_URI, db);
            return;
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgres.Options.in(folder.resolve("postgres")).withStopAtExit(true));
        parts.addFirst(postgres);
        String admin = postgres.adminUri();
        Migrations.ensureLogin(admin, "teleservices", "bench");
        String service = "postgresql://teleservices:bench@127.0.0.1:" + postgres.port()
                + URI.create(admin).getPath();
        Migrations.migrate(admin, service);
        values.put(Setting.DB_URI, service);
    }

    /** The first UAI of its own kind that the installation does not have. */
    private static Future<School> school(Services services) {
        return free(services, 9_990_001)
                .compose(uai -> services.schools.add(uai, "Banc d’essai", "Europe/Paris", true, null));
    }

    private static Future<String> free(Services services, int number) {
        String uai = uai(number);
        return services.schools
                .byUai(uai)
                .compose(taken -> taken.isEmpty() ? Future.succeededFuture(uai) : free(services, number + 1));
    }

    private static String uai(int number) {
        return Stream.iterate('A', letter -> (char) (letter + 1))
                .limit(26)
                .map(letter -> String.format(Locale.ROOT, "%07d%c", number, letter))
                .filter(text -> Uai.parse(text).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
