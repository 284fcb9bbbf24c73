package fr.teleservices.boot;

import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.idp.ProviderConfig;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.openid.OpenIdConfig;
import fr.teleservices.web.Site;
import fr.teleservices.web.WebConfig;
import java.io.IOException;
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
 * @param openid sites that sign families in with their accounts here
 * @param staffProvider through which staff may sign in
 * @param cluster where the other nodes are; looked at with {@code --cluster} alone
 * @param watch where metrics and health are
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
        OpenIdConfig openid,
        Optional<ProviderConfig> staffProvider,
        ClusterSettings cluster,
        WatchConfig watch) {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    Optional<TraceConfig> traces() {
        return watch.traces();
    }

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
        Optional<ProviderConfig> staffProvider = ProviderSettings.read(values);
        WebConfig web = new WebConfig(
                values.text(Setting.HOST),
                values.number(Setting.PORT),
                secondFactor,
                values.yes(Setting.BEHIND_PROXY),
                values.has(Setting.UPLOADS_DIR)
                        ? Path.of(values.text(Setting.UPLOADS_DIR))
                        : Path.of(System.getProperty("java.io.tmpdir"), "teleservices-uploads"),
                staffProvider.map(ProviderConfig::name).orElse(""));
        Config config = new Config(
                needed(values, Setting.DB_URI),
                values.has(Setting.DB_ADMIN_URI) ? values.text(Setting.DB_ADMIN_URI) : null,
                values.number(Setting.DB_POOL_SIZE),
                Path.of(values.text(Setting.KEYS_DIR)),
                web,
                site,
                smtp(values),
                orCores(values.number(Setting.PASSWORD_THREADS)),
                orCores(values.number(Setting.LETTER_WORKERS)),
                Duration.ofSeconds(values.number(Setting.MAIL_LEASE_SECONDS)),
                Duration.ofSeconds(values.number(Setting.LETTER_LEASE_SECONDS)),
                openid(values),
                staffProvider,
                cluster(values, clustered),
                WatchConfig.read(values));
        values.check();
        return config;
    }

    private static OpenIdConfig openid(Values values) {
        if (!values.has(Setting.OPENID_CLIENTS_FILE)) {
            return OpenIdConfig.OFF;
        }
        List<String> faults = new ArrayList<>();
        OpenIdConfig openid = OpenIdConfig.read(Path.of(values.text(Setting.OPENID_CLIENTS_FILE)), faults);
        values.faults(faults);
        return openid;
    }

    private static ClusterSettings cluster(Values values, boolean needed) {
        String host = values.text(Setting.CLUSTER_HOST);
        int port = values.number(Setting.CLUSTER_PORT);
        int bus = values.number(Setting.CLUSTER_BUS_PORT);
        if (needed) {
            if (!values.isGiven(Setting.CLUSTER_SEEDS)) {
                values.fault(
                        Setting.CLUSTER_SEEDS, Setting.CLUSTER_SEEDS.kind().expected() + ", is needed with --cluster");
            }
            if (port == bus) {
                values.fault(Setting.CLUSTER_BUS_PORT, "another port than cluster-port is expected");
            }
            if (host.equals("0.0.0.0") || host.equals("::")) {
                values.fault(
                        Setting.CLUSTER_HOST,
                        "one address of this machine is expected, best one that only the other nodes reach");
            }
            if (!values.has(Setting.BASE_URL)) {
                values.fault(Setting.BASE_URL, "it is needed with --cluster, mails of all nodes bear the same address");
            }
        }
        String outside = values.has(Setting.CLUSTER_PUBLIC_HOST) ? values.text(Setting.CLUSTER_PUBLIC_HOST) : host;
        List<ClusterSettings.Seed> seeds = values.has(Setting.CLUSTER_SEEDS)
                ? ClusterSettings.seeds(values.text(Setting.CLUSTER_SEEDS), new ArrayList<>())
                : List.of();
        return new ClusterSettings(host, port, bus, outside, seeds);
    }

    private static int orCores(int number) {
        return number == 0 ? CORES : number;
    }

    private static String needed(Values values, Setting setting) {
        if (!values.isGiven(setting)) {
            values.fault(setting, setting.kind().expected() + " is needed");
        }
        return values.text(setting);
    }

    private static Site site(Values values) {
        String base = values.text(Setting.BASE_URL);
        String host = values.text(Setting.HOST);
        if (base.isEmpty()) {
            boolean loopback = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
            if (!loopback) {
                values.fault(
                        Setting.BASE_URL, "it is needed where host is not this machine alone, links in mails bear it");
            }
            return Site.loopback();
        }
        try {
            return Site.at(base, values.yes(Setting.BEHIND_PROXY));
        } catch (IllegalArgumentException e) {
            values.fault(
                    Setting.BASE_URL,
                    Setting.BASE_URL.kind().expected()
                            + " is expected; http towards this machine alone, or with behind-proxy=true");
            return Site.loopback();
        }
    }

    private static SmtpSettings smtp(Values values) {
        String host = values.text(Setting.SMTP_HOST);
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        SmtpSettings.Tls tls = loopback ? SmtpSettings.Tls.NONE : SmtpSettings.Tls.STARTTLS;
        if (values.has(Setting.SMTP_TLS)) {
            tls = SmtpSettings.Tls.valueOf(values.text(Setting.SMTP_TLS).toUpperCase(Locale.ROOT));
        }
        SmtpSettings smtp = new SmtpSettings(
                host,
                values.number(Setting.SMTP_PORT),
                tls,
                values.text(Setting.SMTP_USER),
                values.text(Setting.SMTP_PASSWORD),
                new MailAddress(values.text(Setting.SMTP_FROM), values.text(Setting.SMTP_FROM_NAME)),
                values.text(Setting.SMTP_OWN_NAME),
                values.number(Setting.SMTP_POOL_SIZE),
                orCores(values.number(Setting.SMTP_WORKERS)),
                values.number(Setting.SMTP_MAILS_PER_CONNECTION),
                values.number(Setting.SMTP_MAILS_PER_SECOND),
                values.number(Setting.SMTP_SENDING_PER_DOMAIN),
                Duration.ofSeconds(values.number(Setting.SMTP_CONNECT_TIMEOUT_SECONDS)),
                Duration.ofSeconds(values.number(Setting.SMTP_COMMAND_TIMEOUT_SECONDS)),
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
            values.fault(Setting.SMTP_DKIM_KEY_FILE, "a file that can be read is expected");
            return Optional.empty();
        }
    }
}
