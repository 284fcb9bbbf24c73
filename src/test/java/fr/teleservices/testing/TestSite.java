package fr.teleservices.testing;

import fr.teleservices.account.PurgeService;
import fr.teleservices.assistance.DashboardPages;
import fr.teleservices.assistance.HelpPages;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.IdentityPages;
import fr.teleservices.school.ProfilePages;
import fr.teleservices.school.ProfileService;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolPages;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.ServicePages;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffAdminService;
import fr.teleservices.school.StaffListPages;
import fr.teleservices.school.StaffPages;
import fr.teleservices.school.StaffService;
import fr.teleservices.school.TokenService;
import fr.teleservices.setting.RecordPages;
import fr.teleservices.web.Assets;
import fr.teleservices.web.Route;
import fr.teleservices.web.SealedQuery;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import fr.teleservices.web.Templates;
import fr.teleservices.web.Web;
import fr.teleservices.web.WebConfig;
import fr.teleservices.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The staff pages on a database of their own, at a free port; time is moved by hand. Add routes to try others. */
public final class TestSite implements AutoCloseable {
    public static final String PASSWORD = "une phrase assez longue";

    public final Vertx vertx = Vertx.vertx();
    public final MovableClock clock = MovableClock.at("2026-09-07T07:05:00Z");
    public final Keyring keyring = Keyring.of(
            Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    public final String adminUri = TestDatabase.freshUri();
    private final Seal seal = new Seal(keyring, "query");
    public final SealedQuery queries = new SealedQuery(seal::seal, seal::open);
    public final Database database;
    public final Site site = Site.loopback();
    public final Sessions sessions;
    public final TryService tries;
    public final PasswordService passwords;
    public final SchoolService schools;
    public final StaffService staff;
    public final TokenService tokens;
    public final ProfileService profiles;
    public final Web web;
    public final int port;

    public TestSite(Route... more) {
        this(site -> List.of(more));
    }

    /** With routes that need the site's own database, clock or sessions. */
    public TestSite(Function<TestSite, List<Route>> more) {
        this(more, true);
    }

    /** As in the demo: nobody is asked for a second factor. */
    public static TestSite withoutSecondFactor(Function<TestSite, List<Route>> more) {
        return new TestSite(more, false);
    }

    private TestSite(Function<TestSite, List<Route>> more, boolean secondFactor) {
        database = Database.connect(vertx, adminUri, 8);
        sessions = new Sessions(database, site, clock);
        tries = new TryService(database, clock);
        passwords = new PasswordService(vertx, 2, 60);
        schools = new SchoolService(database, clock);
        staff = new StaffService(database, tries, passwords, new Seal(keyring, "totp"), clock);
        profiles = new ProfileService(database, staff, tries, passwords, new Seal(keyring, "totp"));
        tokens = new TokenService(vertx, database, keyring, clock);
        List<Route> routes = new ArrayList<>(more.apply(this));
        StaffAdminService admin = new StaffAdminService(database, staff, passwords);
        routes.addAll(new StaffPages(staff, sessions).routes());
        routes.addAll(new SchoolPages(schools, admin, sessions).routes());
        routes.addAll(new StaffListPages(admin).routes());
        routes.addAll(new ProfilePages(profiles, sessions).routes());
        routes.addAll(new IdentityPages(profiles, sessions).routes());
        routes.addAll(new ServicePages(schools, clock).routes());
        routes.addAll(new DashboardPages(database, schools, clock).routes());
        routes.addAll(new HelpPages().routes());
        routes.addAll(new RecordPages(new PurgeService(database, clock)).routes());
        Assets assets = new Assets();
        WebConfig config = new WebConfig(
                "127.0.0.1", 0, secondFactor, false, Path.of(System.getProperty("java.io.tmpdir"), "uploads"));
        web = new Web(vertx, config, site, sessions, tokens, new Templates(assets), assets, routes);
        WebVerticle verticle = new WebVerticle(web, "127.0.0.1", Integer.getInteger("port", 0));
        await(vertx.deployVerticle(verticle));
        port = verticle.actualPort();
        site.boundTo(port);
    }

    public Browser browser() {
        return new Browser("http://localhost:" + port);
    }

    /** Other pages over the same database, at another port: as another machine would have them. */
    public Node secondNode(Function<TestSite, List<Route>> more) {
        List<Route> routes = new ArrayList<>(more.apply(this));
        routes.addAll(new StaffPages(staff, sessions).routes());
        Assets assets = new Assets();
        WebConfig config = new WebConfig(
                "127.0.0.1", 0, true, false, Path.of(System.getProperty("java.io.tmpdir"), "uploads-of-another"));
        Web pages = new Web(vertx, config, site, sessions, tokens, new Templates(assets), assets, routes);
        WebVerticle verticle = new WebVerticle(pages, "127.0.0.1", 0);
        String deployed = await(vertx.deployVerticle(verticle));
        return new Node(vertx, deployed, "http://localhost:" + verticle.actualPort());
    }

    /** Pages beside the site's own. */
    public record Node(Vertx vertx, String deployed, String origin) implements AutoCloseable {
        /** With the cookies of a browser that has been at the other one. */
        public Browser browserOf(Browser elsewhere) {
            Browser browser = new Browser(origin);
            browser.cookies().putAll(elsewhere.cookies());
            return browser;
        }

        @Override
        public void close() {
            await(vertx.undeploy(deployed));
        }
    }

    public School school(String uai, String name) {
        return await(schools.add(uai, name, "Europe/Paris", true, null));
    }

    public Staff staff(String login, Role role, @Nullable School school) {
        return await(staff.add(login, role, school == null ? null : school.id(), PASSWORD, null));
    }

    /** A browser that is signed in on the staff pages, with the second factor done. */
    public Browser signedIn(String login) {
        Browser browser = signedInByPassword(login);
        try (Connection connection = TestPostgres.connect(adminUri);
                PreparedStatement done = connection.prepareStatement("UPDATE session SET second_factor = true"
                        + " WHERE staff_id = (SELECT id FROM staff WHERE login = ?)")) {
            done.setString(1, login);
            done.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(login, e);
        }
        return browser;
    }

    /** The same with the password alone. */
    public Browser signedInByPassword(String login) {
        Browser browser = browser();
        Browser.Answer answer = browser.post("/gestion/connexion", "login", login, "password", PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("sign-in of " + login + " answers " + answer.status());
        }
        return browser;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(database.close());
        await(vertx.close());
    }
}
