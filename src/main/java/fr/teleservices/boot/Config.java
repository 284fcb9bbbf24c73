package fr.teleservices.boot;

import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.web.Site;
import fr.teleservices.web.WebConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked.
 *
 * @param databaseUri {@code postgresql://…} of the service's login role
 * @param adminUri of the role that owns the schema; null: migrations are run elsewhere
 * @param poolSize connections for the service's work
 * @param keys folder of the master keys
 * @param passwordThreads how many permanent passwords are hashed at once
 * @param letterWorkers how many letter parts are rendered at once
 * @param mailLease of a claim of mails; a node that says nothing for so long has lost them to the others
 * @param letterLease of a claim of a letter part, which is not renewed
 * @param cluster where the other nodes are; looked at with {@code --cluster} alone
 */
record Config(
        String databaseUri,
        @Nullable String adminUri,
        int poolSize,
        Path keys,
        WebConfig web,
        Site site,
        SmtpSettings smtp,
        int passwordThreads,
        int letterWorkers,
        Duration mailLease,
        Duration letterLease,
        ClusterSettings cluster) {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** Checks all and tells every fault in one {@link ConfigFault}. */
    static Config read(Values values, boolean secondFactor) {
        return read(values, secondFactor, false);
    }

    /** The same for a node of a cluster, which needs more. */
    static Config ofNode(Values values) {
        return read(values, true, true);
    }

    private static Config read(Values values, boolean secondFactor, boolean clustered) {
        Site site = site(values);
        WebConfig web = new WebConfig(
                values.text(Setting.HOST),
                values.number(Setting.PORT, 0, 65_535),
                secondFactor,
                values.yes(Setting.BEHIND_PROXY),
                values.has(Setting.UPLOADS_DIR)
                        ? Path.of(values.text(Setting.UPLOADS_DIR))
                        : Path.of(System.getProperty("java.io.tmpdir"), "teleservices-uploads"));
        Config config = new Config(
                databaseUri(values, Setting.DB_URI),
                values.has(Setting.DB_ADMIN_URI) ? databaseUri(values, Setting.DB_ADMIN_URI) : null,
                values.number(Setting.DB_POOL_SIZE, 2, 500),
                Path.of(values.text(Setting.KEYS_DIR)),
                web,
                site,
                smtp(values),
                orCores(values.number(Setting.PASSWORD_THREADS, 0, 64)),
                orCores(values.number(Setting.LETTER_WORKERS, 0, 64)),
                Duration.ofSeconds(values.number(Setting.MAIL_LEASE_SECONDS, 3, 600)),
                Duration.ofSeconds(values.number(Setting.LETTER_LEASE_SECONDS, 3, 600)),
                cluster(values, clustered));
        values.check();
        return config;
    }

    private static ClusterSettings cluster(Values values, boolean needed) {
        List<String> faults = new ArrayList<>();
        String host = values.text(Setting.CLUSTER_HOST);
        int port = values.number(Setting.CLUSTER_PORT, 1, 65_535);
        int bus = values.number(Setting.CLUSTER_BUS_PORT, 1, 65_535);
        List<ClusterSettings.Seed> seeds = List.of();
        if (values.has(Setting.CLUSTER_SEEDS)) {
            seeds = ClusterSettings.seeds(values.text(Setting.CLUSTER_SEEDS), faults);
        } else {
            faults.add("cluster-seeds is needed with --cluster: host:port of two nodes or more, with commas between");
        }
        if (port == bus) {
            faults.add("cluster-port and cluster-bus-port must differ");
        }
        if (host.equals("0.0.0.0") || host.equals("::")) {
            faults.add("cluster-host must be one address of this machine, best one that only the other nodes reach");
        }
        if (!values.has(Setting.BASE_URL)) {
            faults.add("base-url is needed with --cluster: mails of all nodes bear the same address");
        }
        if (needed) {
            values.faults(faults);
        }
        String outside = values.has(Setting.CLUSTER_PUBLIC_HOST) ? values.text(Setting.CLUSTER_PUBLIC_HOST) : host;
        return new ClusterSettings(host, port, bus, outside, seeds);
    }

    private static int orCores(int number) {
        return number == 0 ? CORES : number;
    }

    private static String databaseUri(Values values, Setting setting) {
        String text = values.text(setting);
        try {
            URI uri = URI.create(text);
            boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!postgres
                    || uri.getHost() == null
                    || uri.getUserInfo() == null
                    || uri.getPath().length() < 2) {
                values.fault(setting.key() + " must be postgresql://user:password@host:port/database");
            }
        } catch (IllegalArgumentException e) {
            values.fault(setting.key() + " is no address"); // without the text: it bears a password
        }
        return text;
    }

    private static Site site(Values values) {
        String base = values.text(Setting.BASE_URL);
        String host = values.text(Setting.HOST);
        if (base.isEmpty()) {
            boolean loopback = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
            if (!loopback) {
                values.fault("base-url is needed where host is not this machine alone: links in mails bear it");
            }
            return Site.loopback();
        }
        try {
            return Site.at(base, values.text(Setting.BEHIND_PROXY).equals("true"));
        } catch (IllegalArgumentException e) {
            values.fault("base-url: " + e.getMessage());
            return Site.loopback();
        }
    }

    private static SmtpSettings smtp(Values values) {
        String host = values.text(Setting.SMTP_HOST);
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        SmtpSettings.Tls tls = loopback ? SmtpSettings.Tls.NONE : SmtpSettings.Tls.STARTTLS;
        if (values.has(Setting.SMTP_TLS)) {
            try {
                tls = SmtpSettings.Tls.valueOf(values.text(Setting.SMTP_TLS).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                values.fault("smtp-tls must be NONE, STARTTLS or TLS");
            }
        }
        SmtpSettings smtp = new SmtpSettings(
                host,
                values.number(Setting.SMTP_PORT, 1, 65_535),
                tls,
                values.text(Setting.SMTP_USER),
                values.text(Setting.SMTP_PASSWORD),
                new MailAddress(values.text(Setting.SMTP_FROM), values.text(Setting.SMTP_FROM_NAME)),
                values.text(Setting.SMTP_OWN_NAME),
                values.number(Setting.SMTP_POOL_SIZE, 1, 500),
                orCores(values.number(Setting.SMTP_WORKERS, 0, 64)),
                values.number(Setting.SMTP_MAILS_PER_CONNECTION, 1, 1_000_000),
                values.number(Setting.SMTP_MAILS_PER_SECOND, 0, 1_000_000),
                values.number(Setting.SMTP_SENDING_PER_DOMAIN, 0, 10_000),
                Duration.ofSeconds(values.number(Setting.SMTP_CONNECT_TIMEOUT_SECONDS, 1, 3_600)),
                Duration.ofSeconds(values.number(Setting.SMTP_COMMAND_TIMEOUT_SECONDS, 1, 3_600)),
                dkim(values),
                values.yes(Setting.SMTP_PLAIN_ELSEWHERE),
                values.yes(Setting.SMTP_TRUST_ALL));
        values.faults(smtp.validate());
        return smtp;
    }

    private static Optional<SmtpSettings.Dkim> dkim(Values values) {
        if (!values.has(Setting.SMTP_DKIM_DOMAIN)) {
            return Optional.empty();
        }
        try {
            String key = Files.readString(Path.of(values.text(Setting.SMTP_DKIM_KEY_FILE)))
                    .lines()
                    .filter(line -> !line.startsWith("-----"))
                    .reduce("", String::concat);
            return Optional.of(new SmtpSettings.Dkim(
                    values.text(Setting.SMTP_DKIM_DOMAIN), values.text(Setting.SMTP_DKIM_SELECTOR), key));
        } catch (IOException e) {
            values.fault("smtp-dkim-key-file cannot be read: " + values.text(Setting.SMTP_DKIM_KEY_FILE));
            return Optional.empty();
        }
    }
}
