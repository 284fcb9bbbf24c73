package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.account.AccountService;
import fr.teleservices.account.ActivationService;
import fr.teleservices.account.GroupingService;
import fr.teleservices.account.LinkService;
import fr.teleservices.account.PurgeService;
import fr.teleservices.account.RecoveryService;
import fr.teleservices.account.SignInService;
import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.credential.Digest;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.idp.ProviderConfig;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.openid.OpenIdClient;
import fr.teleservices.openid.OpenIdConfig;
import fr.teleservices.run.RunHands;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffService;
import fr.teleservices.school.TokenService;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import fr.teleservices.web.Route;
import fr.teleservices.web.Site;
import fr.teleservices.web.WebConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The service as it is put together, over a database of its own: every page and the API. Time moves by hand, and so do keeper
 * and workers. Whoever uses it makes schools of their own.
 */
public final class WholeSite implements AutoCloseable {
    public static final String PASSWORD = "trois girafes sous la pluie";

    /** Ids of the n-th table with a counter begin with n and have this many digits: an id tells what it is of. */
    public static final int ID_DIGITS = 8;

    /** Sites that sign families in with their accounts here. */
    public static final String ENT_SECRET = "un secret pour l'ENT que personne ne devine";

    public static final OpenIdClient ENT = new OpenIdClient(
            "ent-essai",
            "ENT d’essai",
            HexFormat.of().formatHex(Digest.sha256(ENT_SECRET)),
            Set.of("https://ent.example.org/retour", "https://ent.example.org/autre?de=ici"),
            Set.of("https://ent.example.org/au-revoir"));

    public static final OpenIdClient OTHER_SITE = new OpenIdClient(
            "cantine", "Cantine", ENT.secretHash(), Set.of("https://cantine.example.org/retour"), Set.of());

    /** Where a test may listen as the identity provider of staff. */
    public static final ProviderConfig STAFF_PROVIDER = new ProviderConfig(
            "http://localhost:" + freePort(),
            "teleservices",
            "0123456789abcdefghijklmnopqrstuvwxyz",
            "l’académie",
            "openid profile",
            "preferred_username",
            "realm_access.roles",
            Map.of("proviseur", Role.CHEF),
            "uai",
            Set.of("acr:eidas2", "amr:mfa"));

    /** Where a test may listen as a site of its own. */
    public static final int APPLICATION_PORT = freePort();

    /** Without a secret. */
    public static final OpenIdClient APPLICATION = new OpenIdClient(
            "appli",
            "Application",
            "",
            Set.of("http://localhost:" + APPLICATION_PORT + "/retour"),
            Set.of("http://localhost:" + APPLICATION_PORT + "/au-revoir"));

    private static final AtomicInteger SCHOOLS = new AtomicInteger(1_230_000);

    public final TestDatabase database = TestDatabase.fresh();
    public final Vertx vertx = Vertx.vertx();
    public final MovableClock clock;
    public final Keyring keyring =
            Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
    public final RunHands hands;
    public final AccountService accounts;
    public final ActivationService activation;
    public final GroupingService grouping;
    public final LinkService links;
    public final PasswordService passwords;
    public final PurgeService purges;
    public final RecoveryService recovery;
    public final SchoolService schools;
    public final SignInService signIn;
    public final StaffService staff;
    public final TokenService tokens;
    public final TryService tries;
    public final Database pools;
    public final int port;

    private final Node node;
    private final String hash;

    public WholeSite() {
        this(STAFF_PROVIDER, MovableClock.at("2026-09-07T07:05:00Z"));
    }

    /** @param staffProvider through which staff may sign in */
    public WholeSite(ProviderConfig staffProvider, MovableClock clock) {
        this.clock = clock;
        tellIdsApart();
        Site site = Site.loopback();
        Config config = new Config(
                database.uri(),
                database.uri(),
                8,
                keys(),
                new WebConfig(
                        "127.0.0.1",
                        0,
                        true,
                        false,
                        Path.of(System.getProperty("java.io.tmpdir"), "uploads"),
                        staffProvider.name()),
                site,
                SmtpSettings.loopback(9, MailAddress.of("nobody@example.org")),
                2,
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                new OpenIdConfig(List.of(ENT, OTHER_SITE, APPLICATION)),
                Optional.of(staffProvider),
                new ClusterSettings("127.0.0.1", 7800, 7801, "127.0.0.1", List.of()),
                WatchConfig.WITH_PAGES);
        node = new Node(vertx, config, keyring, Map.of(), clock);
        port = await(node.pages());
        Services services = node.services();
        pools = services.database;
        accounts = services.accounts;
        activation = services.activation;
        grouping = services.grouping;
        links = services.links;
        passwords = services.passwords;
        purges = services.purges;
        recovery = services.recovery;
        schools = services.schools;
        signIn = services.signIn;
        staff = services.staff;
        tokens = services.tokens;
        tries = services.tries;
        hands = new RunHands(vertx, services.database, keyring, site::origin, clock);
        hash = await(passwords.hash(PASSWORD));
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keys() {
        try {
            return Files.createTempDirectory("keys-of-a-site");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tellIdsApart() {
        database.execute("""
                DO $$ DECLARE one record; n bigint := 0; BEGIN
                  FOR one IN SELECT pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS counter FROM pg_class c
                      JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                      AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL ORDER BY c.relname LOOP
                    n := n + 1;
                    EXECUTE 'ALTER SEQUENCE ' || one.counter || ' RESTART WITH ' || (n * 1000000 + 10000001);
                  END LOOP; END $$""");
    }

    /** Every route of the features. */
    public List<Route> routes() {
        return node.mounted();
    }

    public String origin() {
        return node.origin();
    }

    public Browser browser() {
        return new Browser("http://localhost:" + port);
    }

    /** Time for the tries of others to be forgotten; what they left to be sent is not. */
    public void later() {
        clock.advance(Duration.ofHours(2));
        database.execute("DELETE FROM try_counter;"
                + " UPDATE notification SET status = 'CANCELLED', ended_at = now() WHERE ended_at IS NULL");
    }

    /** Nobody's yet. */
    public static String freshUai() {
        return Uai.of(SCHOOLS.incrementAndGet()).value();
    }

    /** A new school with open services and so many families. */
    public School school(int families) {
        String uai = freshUai();
        School school = await(schools.add(uai, "Collège " + uai, "Europe/Paris", true, null));
        SchoolRows.fill(database::execute, school.id(), families);
        return school;
    }

    /** Somebody of that role; the login is the role's and the school's. */
    public Staff staff(Role role, @Nullable School school) {
        String login = role.name().toLowerCase(java.util.Locale.ROOT) + "-" + UUID.randomUUID();
        return await(
                staff.add(login, role, school == null || role == Role.ACADEMIE ? null : school.id(), PASSWORD, null));
    }

    /** Signed in on the staff pages, with the second factor done. */
    public Browser signedIn(Staff who) {
        Browser browser = browser();
        Browser.Answer answer = browser.post("/gestion/connexion", "login", who.login(), "password", PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("sign-in of " + who.login() + " answers " + answer.status());
        }
        database.execute("UPDATE session SET second_factor = true WHERE staff_id = " + who.id());
        return browser;
    }

    /** A bearer token that was given for a code. */
    public String token(Staff who) {
        return tokens.issue(new StaffService.SignedIn(who, true));
    }

    /** The account of a person: {@code E1} the first pupil, {@code 1-1} the first guardian of the first family. */
    public long account(School of, String siecleId) {
        return database.number(
                "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE a.current AND p.school_id = "
                        + of.id() + " AND p.siecle_id = '" + siecleId + "'");
    }

    public String login(long account) {
        return database.value("SELECT login FROM account WHERE id = " + account);
    }

    public String state(long account) {
        return database.value("SELECT state FROM account WHERE id = " + account);
    }

    /** As if a letter had left; the temporary password. */
    public String notified(long account) {
        UUID credential = UUID.randomUUID();
        database.execute("UPDATE account SET state = 'NOTIFIED', notified_by = 'PAPER', notified_at = '"
                + clock.instant()
                + "', credential_id = '" + credential + "', credential_key = 1, credential_at = '" + clock.instant()
                + "', credential_frozen = false WHERE id = " + account);
        return new TemporaryPassword(keyring).of(credential, 1);
    }

    /** As if an earlier letter had borne it; that password. */
    public String sentBefore(long account) {
        UUID credential = UUID.randomUUID();
        database.execute(
                "INSERT INTO notification (school_id, account_id, channel, status, credential_id, credential_key,"
                        + " credential_at, created_at, ended_at) SELECT school_id, id, 'PAPER', 'IN_LETTER', '"
                        + credential
                        + "', 1, now(), now(), now() FROM account WHERE id = " + account);
        return new TemporaryPassword(keyring).of(credential, 1);
    }

    /** As if its holder had activated it, with {@link #PASSWORD}. */
    public long active(long account) {
        database.execute("UPDATE account SET state = 'ACTIVE', password_hash = '" + hash
                + "', password_at = now(), email_verified = CASE holder WHEN 'GUARDIAN' THEN 'v" + account
                + "@famille.example.org' END, notified_by = 'PAPER', notified_at = '" + clock.instant()
                + "' WHERE id = "
                + account);
        return account;
    }

    /** Signed in on the portal. */
    public Browser holder(long account) {
        Browser browser = browser();
        Browser.Answer answer = browser.post("/", "login", login(account), "password", PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("sign-in of " + account + " answers " + answer.status());
        }
        return browser;
    }

    /** The token of the newest link that still works. */
    public String linkToken(long account, String purpose) {
        return new LinkToken(keyring)
                .of(
                        UUID.fromString(database.value("SELECT id FROM link WHERE account_id = " + account
                                + " AND purpose = '" + purpose + "' AND NOT dead ORDER BY made_at DESC LIMIT 1")),
                        1);
    }

    @Override
    public void close() {
        await(node.stop());
        database.close();
    }
}
