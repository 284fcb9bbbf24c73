package fr.teleservices.setting;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.account.AccountService;
import fr.teleservices.account.ActivationService;
import fr.teleservices.account.By;
import fr.teleservices.account.LinkService;
import fr.teleservices.account.Mode;
import fr.teleservices.account.SignInService;
import fr.teleservices.account.Tries;
import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.OutgoingMail;
import fr.teleservices.portal.ActivationPages;
import fr.teleservices.portal.ContactPages;
import fr.teleservices.portal.HomePages;
import fr.teleservices.portal.HomeService;
import fr.teleservices.portal.PortalEvents;
import fr.teleservices.portal.PortalPages;
import fr.teleservices.portal.PortalTiles;
import fr.teleservices.portal.SignInPages;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.RunHands;
import fr.teleservices.run.TextPages;
import fr.teleservices.run.TextPreviewService;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings, portal and activation of two schools over HTTP; mails and letters leave when the test says so. */
final class SettingSite implements AutoCloseable {
    static final String PASSWORD = "une phrase de passe assez longue";

    final TestSite site;
    final School school;
    final School other;
    final RunHands hands;
    private @Nullable AccountService accounts;

    SettingSite() {
        site = new TestSite(this::routes);
        school = site.school("0750001U", "Collège Jeanne-d’Arc");
        other = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(this::execute, school.id(), 3);
        SchoolRows.fill(this::execute, other.id(), 2);
        addresses();
        hands = new RunHands(site);
        site.staff("chef", Role.CHEF, school);
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("voisin", Role.GESTIONNAIRE, other);
    }

    private List<Route> routes(TestSite of) {
        SettingService settings = new SettingService(of.vertx, of.database, of.clock);
        LinkService links = new LinkService(of.vertx, of.database, of.clock, of.keyring);
        AccountService made = new AccountService(
                of.vertx,
                of.database,
                of.clock,
                of.keyring,
                id -> Future.succeededFuture(true),
                new LetterOrderService(of.keyring, of.clock)::order);
        accounts = made;
        PortalPages portal = new PortalPages(made, links, of.sessions);
        HomeService home = new HomeService(made, settings, new PortalTiles(of.schools, of.clock));
        List<Route> routes = new ArrayList<>();
        routes.addAll(portal.routes());
        routes.addAll(new HomePages(portal, home, new PortalEvents(of.vertx, new Sse(of.vertx), made)).routes());
        routes.addAll(new ContactPages(portal, home, new ContactService(of.vertx, of.database, of.clock)).routes());
        routes.addAll(new SignInPages(new SignInService(of.database, of.clock, of.passwords, tries(of)), of.sessions)
                .routes());
        routes.addAll(new ActivationPages(
                        new ActivationService(
                                of.vertx, of.database, of.clock, of.keyring, of.passwords, tries(of), links),
                        links,
                        of.sessions)
                .routes());
        routes.addAll(new WelcomePages(settings).routes());
        routes.addAll(new MessagePages(settings).routes());
        routes.addAll(new TextPages(
                        settings, new TextPreviewService(of.database, of.keyring, of.site::origin, of.clock, of.vertx))
                .routes());
        routes.addAll(new SchoolContactPages(settings).routes());
        routes.addAll(new UsefulLinkPages(settings).routes());
        return routes;
    }

    private static Tries tries(TestSite site) {
        return (name, client) -> site.tries.charge(name, client).map(charged -> new Tries.Try() {
            @Override
            public Future<Void> succeeded() {
                return charged.succeeded();
            }

            @Override
            public Future<Void> failed() {
                return charged.failed();
            }
        });
    }

    /** As on the first day: nothing is set, nobody is notified. */
    void forget() {
        execute(
                "DELETE FROM contact_message; DELETE FROM notification; DELETE FROM link; DELETE FROM session WHERE account_id IS NOT NULL;"
                        + " DELETE FROM school_setting; DELETE FROM notification_text; DELETE FROM useful_link; DELETE FROM credential_try;"
                        + " DELETE FROM try_counter; UPDATE account SET state = 'NOT_NOTIFIED', held = false, credential_id = NULL,"
                        + " credential_key = NULL, credential_at = NULL, credential_frozen = false, email_pending = NULL, email_verified = NULL,"
                        + " password_hash = NULL; DELETE FROM school_address");
        addresses();
    }

    /** What the import brought. */
    private void addresses() {
        execute("INSERT INTO school_address VALUES (" + school.id() + ", 'accueil@college.example.org'), ("
                + school.id() + ", 'vie-scolaire@college.example.org'), (" + other.id() + ", 'lycee@example.org')");
    }

    /** The first guardian of that family, of whom there is a mail address. */
    long guardian(int family) {
        return account(school, family + "-1");
    }

    long pupil(int family) {
        return account(school, "E" + family);
    }

    long account(School of, String siecleId) {
        return Long.parseLong(
                value("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '" + siecleId
                        + "' AND p.school_id = " + of.id()));
    }

    String login(long account) {
        return value("SELECT login FROM account WHERE id = " + account);
    }

    /** Signed in on the portal, as if activated long ago. */
    Browser holder(long account) {
        execute("UPDATE account SET state = 'ACTIVE', password_hash = '" + await(site.passwords.hash(PASSWORD))
                + "', email_verified = CASE holder WHEN 'GUARDIAN' THEN 'moi" + account
                + "@famille.example.org' END WHERE id = " + account);
        site.clock.advance(Duration.ofSeconds(5));
        Browser browser = site.browser();
        if (browser.post("/", "login", login(account), "password", PASSWORD).status() != 303) {
            throw new AssertionError("no sign-in of " + account);
        }
        return browser;
    }

    void notify(long account, Mode mode) {
        notify(account, mode, school);
    }

    void notify(long account, Mode mode, School of) {
        await(java.util.Objects.requireNonNull(accounts).notify(By.staff(1), of.id(), account, mode));
    }

    /** The mails that were due, all sent. */
    List<OutgoingMail> mails() {
        List<OutgoingMail> mails =
                hands.send(64, job -> false).stream().map(MailJob::mail).toList();
        site.clock.advance(Duration.ofMillis(100));
        return mails;
    }

    OutgoingMail mail() {
        List<OutgoingMail> mails = mails();
        if (mails.size() != 1) {
            throw new AssertionError(mails.size() + " mails");
        }
        return mails.get(0);
    }

    LetterText letter() {
        hands.writeAllLetters();
        return LetterText.pages(hands.printed()).get(0);
    }

    void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of the first row; "" for none. */
    String value(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
