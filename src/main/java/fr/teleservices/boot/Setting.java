package fr.teleservices.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key of the configuration: its default, what it may be and what it means. {@code db-uri} in the file is
 * {@code TELESERVICES_DB_URI} in the environment, which wins. The reference and the file in {@code conf/} are written from
 * here by the command {@code configuration}.
 */
public enum Setting {
    HOST(
            Chapter.PAGES,
            "127.0.0.1",
            Kind.named("an address of this machine"),
            "Address to listen on. Behind anything but this machine, base-url is needed as well."),
    PORT(Chapter.PAGES, "8080", Kind.portOrFree(), "Port to listen on; 0 takes a free one."),
    BASE_URL(
            Chapter.PAGES,
            "",
            Kind.text("https://host[:port], no path"),
            "Where people reach the service. Every link bears it. Empty: http://localhost:PORT. Plain http is accepted"
                    + " towards this machine alone, or where behind-proxy says that a proxy speaks TLS."),
    BEHIND_PROXY(
            Chapter.PAGES,
            "false",
            Kind.yesNo(),
            "true: a proxy in front is trusted for the last entry of X-Forwarded-For and speaks TLS."),
    UPLOADS_DIR(
            Chapter.PAGES,
            "",
            Kind.text("a folder"),
            "Folder for files on their way in, the service's own (mode 700, no link); empty: one under the system's temporary folder."),
    LOG_FORMAT(
            Chapter.WATCHING,
            "text",
            Kind.oneOf("text", "json"),
            "How log lines on the standard error look: text, or json with one object a line. The fields request and run"
                    + " name the request (also in the answer's X-Request-Id, and the reference on the page of a fault) and"
                    + " the campaign. Behind a proxy an X-Request-Id of 8 to 64 letters, digits and hyphens that it sends"
                    + " along is taken over."),
    MONITORING_PORT(
            Chapter.WATCHING,
            "",
            Kind.portOrFree(),
            "Port for /metrics, /health/live and /health/ready, which are then on no other; 0 takes a free one. Empty: they are"
                    + " on the port of the pages, where /metrics does not answer what a proxy has passed on."),
    MONITORING_HOST(
            Chapter.WATCHING,
            "",
            Kind.text("an address of this machine"),
            "Address for monitoring-port; empty: the one of host."),
    TRACES_ENDPOINT(
            Chapter.WATCHING,
            "",
            Kind.httpAddress(),
            "Where serve sends traces of requests, by OTLP over HTTP: http://collector:4318/v1/traces. Empty: no traces."),
    TRACES_AUTHORIZATION(
            Chapter.WATCHING,
            "",
            Kind.secret("the value of an Authorization header"),
            "What the collector asks for; empty: nothing."),
    TRACES_PERCENT(
            Chapter.WATCHING,
            "100",
            Kind.number(0, 100, "percent of the requests"),
            "How many are traced. A hundred is little for one school."),
    DB_URI(
            Chapter.DATABASE,
            "",
            Kind.database(),
            "The service's own login. Required by every command but demo. It needs no right of its own: migrate lets it"
                    + " become the service's two roles."),
    DB_ADMIN_URI(
            Chapter.DATABASE,
            "",
            Kind.database(),
            "The role that owns the schema, for migrations; it may create roles. With it, serve migrates at its start."),
    DB_POOL_SIZE(
            Chapter.DATABASE,
            "16",
            Kind.number(2, 500, "connections"),
            "Connections for the service's work; as many again by half for sessions and the queue."),
    KEYS_DIR(
            Chapter.DATABASE,
            "keys",
            Kind.named("a folder"),
            "Folder of the master keys, made at the first start. Back it up apart from the database: without it no"
                    + " temporary password, letter or link can be derived again."),
    PASSWORD_THREADS(
            Chapter.WORK,
            "0",
            Kind.number(0, 64, "threads"),
            "How many permanent passwords are hashed at once; 0: one for each core."),
    LETTER_WORKERS(
            Chapter.WORK,
            "0",
            Kind.number(0, 64, "workers"),
            "How many letter parts are rendered at once; 0: one for each core."),
    MAIL_LEASE_SECONDS(
            Chapter.WORK,
            "20",
            Kind.number(3, 600, "seconds"),
            "A mail in flight is another worker's after so long without a word from its own. The shorter, the sooner a dead"
                    + " node is replaced, and the sooner one that was only slow sends a mail twice."),
    LETTER_LEASE_SECONDS(
            Chapter.WORK,
            "30",
            Kind.number(3, 600, "seconds"),
            "The same for a letter part (about 1,000 letters), which says nothing until it is done."),
    SMTP_HOST(Chapter.MAIL, "localhost", Kind.named("a host name or address"), "The outgoing mail server."),
    SMTP_PORT(Chapter.MAIL, "25", Kind.port(), "Its port."),
    SMTP_TLS(
            Chapter.MAIL,
            "",
            Kind.oneOf("NONE", "STARTTLS", "TLS"),
            "How the connection is kept secret. Empty: NONE towards this machine, STARTTLS elsewhere."),
    SMTP_USER(Chapter.MAIL, "", Kind.text("a user name"), "Empty: no sign-in."),
    SMTP_PASSWORD(
            Chapter.MAIL,
            "",
            Kind.secret("the password of smtp-user"),
            "Goes with smtp-user. Better in the environment than in the file."),
    SMTP_FROM(Chapter.MAIL, "ne-pas-repondre@localhost.example.org", Kind.mailAddress(), "Sender of all mails."),
    SMTP_FROM_NAME(Chapter.MAIL, "Téléservices", Kind.text("a name"), "The name shown beside smtp-from."),
    SMTP_OWN_NAME(Chapter.MAIL, "localhost", Kind.named("a host name"), "The name given to the mail server in EHLO."),
    SMTP_POOL_SIZE(Chapter.MAIL, "10", Kind.number(1, 500, "connections"), "Connections of one mail worker."),
    SMTP_WORKERS(
            Chapter.MAIL,
            "0",
            Kind.number(0, 64, "workers"),
            "Mail workers, each with its own client and event loop; 0: one for each core."),
    SMTP_MAILS_PER_CONNECTION(
            Chapter.MAIL, "200", Kind.number(1, 1_000_000, "mails"), "A connection is given up after so many mails."),
    SMTP_MAILS_PER_SECOND(
            Chapter.MAIL,
            "0",
            Kind.number(0, 1_000_000, "mails a second"),
            "At most so many, of this process; 0: no limit. Several processes share what the mail server allows: divide it"
                    + " among them. Single notifications (a reset, an activation) do not wait for it."),
    SMTP_SENDING_PER_DOMAIN(
            Chapter.MAIL,
            "0",
            Kind.number(0, 10_000, "mails at once"),
            "At most so many to one destination domain, of this process; 0: no limit. For sending without a relay: mailbox"
                    + " providers put off who opens too many connections."),
    SMTP_CONNECT_TIMEOUT_SECONDS(
            Chapter.MAIL, "10", Kind.number(1, 3_600, "seconds"), "For the connection and the TLS handshake."),
    SMTP_COMMAND_TIMEOUT_SECONDS(
            Chapter.MAIL,
            "30",
            Kind.number(1, 3_600, "seconds"),
            "A mail server that is silent for so long is given up."),
    SMTP_PLAIN_ELSEWHERE(
            Chapter.MAIL,
            "false",
            Kind.yesNo(),
            "true: allows mail without TLS to another machine. Passwords would cross the network in clear."),
    SMTP_TRUST_ALL(Chapter.MAIL, "false", Kind.yesNo(), "true: takes any certificate. For tests of an installation."),
    SMTP_DKIM_DOMAIN(Chapter.MAIL, "", Kind.text("a domain"), "Signs every mail for this domain; empty: no signature."),
    SMTP_DKIM_SELECTOR(Chapter.MAIL, "", Kind.text("a DNS label"), "Names the public key's DNS record."),
    SMTP_DKIM_KEY_FILE(
            Chapter.MAIL,
            "",
            Kind.text("a file that can be read, PEM"),
            "RSA key, PKCS#8. Goes with smtp-dkim-domain."),
    OPENID_CLIENTS_FILE(
            Chapter.OPENID,
            "",
            Kind.text("a file that can be read, JSON"),
            "Declares the sites (an ENT) that sign families in with their accounts here. Empty: none, and nothing of it is"
                    + " offered."),
    STAFF_OPENID_ISSUER(
            Chapter.OPENID,
            "",
            Kind.safeAddress(),
            "Identity provider through which staff may sign in beside their local accounts: its issuer, as its tokens name"
                    + " it. Empty: none, and the keys below are not looked at."),
    STAFF_OPENID_NAME(
            Chapter.OPENID,
            "Fournisseur d’identité",
            Kind.named("a name"),
            "The name of the provider on the button: Se connecter avec …."),
    STAFF_OPENID_CLIENT_ID(
            Chapter.OPENID,
            "",
            Kind.text("the id of this service at the provider"),
            "Needed with staff-openid-issuer."),
    STAFF_OPENID_SECRET_FILE(
            Chapter.OPENID,
            "",
            Kind.text("a file of mode 600, 32 characters or more in it"),
            "Holds the secret of this service at the provider. Needed with staff-openid-issuer."),
    STAFF_OPENID_SCOPES(
            Chapter.OPENID,
            "openid",
            Kind.named("openid, and others with blanks between"),
            "What is asked for: whatever brings the claims into the identity token."),
    STAFF_OPENID_LOGIN_CLAIM(
            Chapter.OPENID,
            "preferred_username",
            Kind.named("the name of a claim"),
            "Holds the login of the staff account here; dots lead into objects. People must not be able to change it."),
    STAFF_OPENID_ROLE_CLAIM(
            Chapter.OPENID,
            "",
            Kind.text("the name of a claim"),
            "Must hold a word that stands for the account's role. Empty: not looked at. It gives nobody a role."),
    STAFF_OPENID_ROLES(
            Chapter.OPENID,
            "",
            Kind.text("word=ROLE with commas between"),
            "What the words of staff-openid-role-claim stand for; roles: assistance, gestionnaire, chef, academie."),
    STAFF_OPENID_UAI_CLAIM(
            Chapter.OPENID,
            "",
            Kind.text("the name of a claim"),
            "Must hold the UAI of the account's school (not looked at for the academy). Empty: not looked at."),
    STAFF_OPENID_SECOND_FACTOR(
            Chapter.OPENID,
            "",
            Kind.text("acr:VALUE or amr:VALUE with commas between"),
            "What says that a second factor was asked at the provider. Else whoever has one here is asked for it here."),
    CLUSTER_HOST(
            Chapter.CLUSTER,
            "127.0.0.1",
            Kind.named("an address of this machine"),
            "This machine's address in the network that only the nodes share; both ports below are bound to it."),
    CLUSTER_PORT(Chapter.CLUSTER, "7800", Kind.port(), "Port of the cluster manager."),
    CLUSTER_BUS_PORT(Chapter.CLUSTER, "7801", Kind.port(), "Port of the event bus."),
    CLUSTER_PUBLIC_HOST(
            Chapter.CLUSTER,
            "",
            Kind.text("a host name or address"),
            "Under which address the others reach this node, where it is not cluster-host."),
    CLUSTER_SEEDS(
            Chapter.CLUSTER,
            "",
            Kind.nodes(),
            "Nodes that are asked first, each by its cluster-port. Name two or three; itself may be among them.");

    /** A heading of the reference. */
    enum Chapter {
        PAGES("Pages", "Where the service listens and how people reach it."),
        WATCHING("Watching it", "What the process tells whoever runs it."),
        DATABASE("Database and keys", "What is kept; see docs/operations.md for backups."),
        WORK("Work", "How much is done at once."),
        MAIL("Mail", "The outgoing mail server."),
        OPENID("Signing in elsewhere, and from elsewhere", "OpenID Connect, see docs/openid.md."),
        CLUSTER(
                "Several machines",
                "For serve --cluster, see docs/operations.md. Database, keys, base-url and smtp-from must be the same on"
                        + " all.");

        final String title;
        final String words;

        Chapter(String title, String words) {
            this.title = title;
            this.words = words;
        }
    }

    static final String PREFIX = "TELESERVICES_";

    private final Chapter chapter;
    private final String byDefault;

    @SuppressWarnings("ImmutableEnumChecker") // a record whose predicates capture nothing that changes
    private final Kind kind;

    private final String meaning;

    Setting(Chapter chapter, String byDefault, Kind kind, String meaning) {
        this.chapter = chapter;
        this.byDefault = byDefault;
        this.kind = kind;
        this.meaning = meaning;
    }

    public String byDefault() {
        return byDefault;
    }

    Chapter chapter() {
        return chapter;
    }

    Kind kind() {
        return kind;
    }

    String meaning() {
        return meaning;
    }

    /** Whether the value, without blanks around it, can be used. */
    boolean fits(String value) {
        return (value.isEmpty() && byDefault.isEmpty()) || kind.fits().test(value);
    }

    /** As in the file: {@code smtp-host}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in the environment: {@code TELESERVICES_SMTP_HOST}. */
    public String variable() {
        return PREFIX + name();
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
