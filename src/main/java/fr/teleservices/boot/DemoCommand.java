package fr.teleservices.boot;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.demo.MailCatcherPages;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Everything in one process, to try the product. */
@CommandLine.Command(
        name = "demo",
        description = "Starts the service with a PostgreSQL and a mail server of its own and a school to try it on.")
final class DemoCommand extends Command {
    private static final int DEFAULT_PORT = 8080;

    @Option(names = "--port", description = "8080 if left out, or a free one where that is taken; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--smtp-port", defaultValue = "0", description = "Of the mail server; 0 takes a free one.")
    private int smtpPort;

    @Option(
            names = "--data",
            defaultValue = "demo-data",
            description = "Folder of the data; ${DEFAULT-VALUE} if left out.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = "--pupils",
            defaultValue = "460",
            description = "Of the sample school; ${DEFAULT-VALUE} if left out.")
    private int pupils;

    @Option(names = "--empty", description = "No school, staff of the academy only.")
    private boolean empty;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    @Override
    public Integer call() throws Exception {
        Node node = null;
        try {
            Vertx vertx = Vertx.vertx();
            Values values = await(Sources.environment(vertx, new Values()));
            Keyring keyring = keys(values);
            database(values, keyring);
            MailCatcher catcher = mail(values);
            values.put(Setting.PORT, Integer.toString(port(values)));
            Config config = Config.read(values, false);
            Map<String, Supplier<Router>> mounts = catcher == null
                    ? Map.of()
                    : Map.of(MailCatcherPages.MOUNT, () -> MailCatcherPages.router(vertx, catcher));
            node = new Node(vertx, config, keyring, mounts);
            Lasting lasting = new Lasting(node, parts.toArray(AutoCloseable[]::new));
            DemoSchool school = new DemoSchool(node.services(), keyring);
            await(school.academy());
            if (!empty) {
                await(school.sample(pupils));
            }
            int listening = await(node.start());
            await(new DemoWords(node.services(), node.origin(), catcher == null ? null : catcher.port()).lines(school))
                    .forEach(this::say);
            say("READY http://localhost:" + listening);
            return lasting.untilStopped();
        } catch (Exception e) {
            if (node == null) {
                for (AutoCloseable part : parts) {
                    part.close();
                }
            }
            throw e;
        }
    }

    private Keyring keys(Values values) {
        Path folder = values.text(Setting.KEYS_DIR).equals(Setting.KEYS_DIR.byDefault())
                ? data.resolve("keys")
                : Path.of(values.text(Setting.KEYS_DIR));
        values.put(Setting.KEYS_DIR, folder.toString());
        values.put(Setting.UPLOADS_DIR, data.resolve("uploads").toString());
        return Keyring.open(folder);
    }

    /** Our own server, unless another database is given. */
    private void database(Values values, Keyring keyring) {
        if (values.has(Setting.DB_URI)) {
            String service = values.text(Setting.DB_URI);
            String admin = values.has(Setting.DB_ADMIN_URI) ? values.text(Setting.DB_ADMIN_URI) : service;
            Migrations.migrate(admin, service);
            return;
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgres.Options.in(data.resolve("postgres")).withStopAtExit(false));
        parts.addLast(postgres);
        String admin = postgres.adminUri();
        String password = DemoSecret.of(keyring, "database");
        Migrations.ensureLogin(admin, "teleservices", password);
        String service = "postgresql://teleservices:" + password + "@127.0.0.1:" + postgres.port()
                + URI.create(admin).getPath();
        Migrations.migrate(admin, service);
        values.put(Setting.DB_URI, service);
    }

    private @Nullable MailCatcher mail(Values values) {
        boolean own = !values.text(Setting.SMTP_HOST).equals(Setting.SMTP_HOST.byDefault())
                || !values.text(Setting.SMTP_PORT).equals(Setting.SMTP_PORT.byDefault());
        if (own) {
            return null;
        }
        MailCatcher catcher = MailCatcher.start(smtpPort);
        parts.addFirst(catcher);
        values.put(Setting.SMTP_HOST, "127.0.0.1");
        values.put(Setting.SMTP_PORT, Integer.toString(catcher.port()));
        return catcher;
    }

    private int port(Values values) {
        if (port != null) {
            return port;
        }
        int wanted = values.number(Setting.PORT);
        if (wanted != DEFAULT_PORT || isFree(wanted)) {
            return wanted;
        }
        say("Port " + wanted + " is taken: another one is used.");
        return 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
