package fr.teleservices.portal;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.ActivationService;
import fr.teleservices.account.GroupingService;
import fr.teleservices.account.GroupingSwitchService;
import fr.teleservices.account.LinkService;
import fr.teleservices.account.OwnAccountService;
import fr.teleservices.account.RecoveryService;
import fr.teleservices.account.SignInService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.account.Tries;
import fr.teleservices.api.Api;
import fr.teleservices.api.Contract;
import fr.teleservices.assistance.GroupingPages;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.LetterPurgeService;
import fr.teleservices.run.MailTroubles;
import fr.teleservices.run.NotifyPages;
import fr.teleservices.run.PreviewService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunListService;
import fr.teleservices.run.RunPages;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.setting.ContactService;
import fr.teleservices.setting.SettingService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.siecle.PupilListPages;
import fr.teleservices.testing.Browser;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Two schools with the same families, portal, staff pages and API over them. Family 1 of the second school is the first's: the
 * children's given names tell which school is looked at.
 */
final class FamilySite implements AutoCloseable {
    static final String PASSWORD = "trois girafes sous la pluie";
    static final String HERE_CHILD = "Hortense";
    static final String THERE_CHILD = "Théodule";

    final TestSite site;
    final School here;
    final School there;
    final String hash;
    private List<Route> portal = List.of();

    FamilySite() {
        site = new TestSite(this::routes);
        here = site.school("0750001U", "Collège Jeanne-d’Arc");
        there = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(this::execute, here.id(), 3);
        SchoolRows.fill(this::execute, there.id(), 3);
        execute("UPDATE person SET given_name = CASE school_id WHEN " + here.id() + " THEN '" + HERE_CHILD + "' ELSE '"
                + THERE_CHILD + "' END WHERE holder = 'PUPIL'");
        site.staff("chef", Role.CHEF, here);
        site.staff("secretariat", Role.GESTIONNAIRE, here);
        site.staff("assistance", Role.ASSISTANCE, here);
        site.staff("voisin", Role.CHEF, there);
        site.staff("academie", Role.ACADEMIE, null);
        hash = await(site.passwords.hash(PASSWORD));
    }

    private Tries tries(TestSite made) {
        return (name, client) -> made.tries.charge("holder:" + name, client).map(charged -> new Tries.Try() {
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

    private List<Route> routes(TestSite made) {
        RunService.OpenServices open = id -> made.schools.hasActiveService(id, LocalDate.now(made.clock));
        LetterOrderService letters = new LetterOrderService(made.keyring, made.clock);
        AccountService accounts =
                new AccountService(made.vertx, made.database, made.clock, made.keyring, open::any, letters::order);
        LinkService links = new LinkService(made.vertx, made.database, made.clock, made.keyring);
        SimulationService simulations = new SimulationService(made.database, made.clock, made.keyring, open::any);
        GroupingService grouping =
                new GroupingService(made.database, made.clock, made.keyring, made.passwords, tries(made));
        GroupingSwitchService pauses = new GroupingSwitchService(made.database, made.clock);
        List<Route> all = new ArrayList<>();
        all.addAll(new SignInPages(
                        new SignInService(made.database, made.clock, made.passwords, tries(made)), made.sessions)
                .routes());
        all.addAll(new ActivationPages(
                        new ActivationService(
                                made.vertx,
                                made.database,
                                made.clock,
                                made.keyring,
                                made.passwords,
                                tries(made),
                                links),
                        links,
                        made.sessions)
                .routes());
        all.addAll(new RecoveryPages(new RecoveryService(made.vertx, made.database, made.clock, made.passwords, links))
                .routes());
        PortalPages portalPages = new PortalPages(accounts, links, made.sessions);
        HomeService home = new HomeService(
                accounts,
                new SettingService(made.vertx, made.database, made.clock),
                new PortalTiles(made.schools, made.clock));
        all.addAll(portalPages.routes());
        all.addAll(
                new HomePages(portalPages, home, new PortalEvents(made.vertx, new Sse(made.vertx), accounts)).routes());
        all.addAll(new ContactPages(portalPages, home, new ContactService(made.vertx, made.database, made.clock))
                .routes());
        all.addAll(new OwnAccountPages(
                        accounts,
                        new OwnAccountService(
                                made.vertx, made.database, made.clock, made.passwords, tries(made), links),
                        made.sessions)
                .routes());
        all.addAll(new ChildrenPages(accounts, grouping, pauses, made.sessions).routes());
        all.addAll(new SimulationPages(accounts, simulations, made.sessions).routes());
        portal = List.copyOf(all);
        all.addAll(new GroupingPages(accounts, grouping, pauses).routes());
        all.addAll(staff(made, open, accounts, simulations));
        return all;
    }

    private static List<Route> staff(
            TestSite made, RunService.OpenServices open, AccountService accounts, SimulationService simulations) {
        RunService runs = new RunService(
                made.vertx, made.database, open, (tx, id, by, action, run) -> Future.succeededFuture(), made.clock);
        ReportService reports = new ReportService(made.vertx, made.database, made.keyring, made.clock);
        RunEvents events = new RunEvents(made.vertx, new Sse(made.vertx), runs);
        List<Route> all = new ArrayList<>(new PupilListPages(made.database).routes());
        all.addAll(new NotifyPages(
                        runs,
                        new PreviewService(made.vertx, made.database, made.keyring, made.site::origin, made.clock),
                        open,
                        (who, password, client) -> Future.succeededFuture(),
                        made.queries,
                        made.clock)
                .routes());
        all.addAll(new RunPages(
                        new MailTroubles(made.vertx, made.database),
                        runs,
                        new RunListService(made.database, made.clock),
                        reports,
                        new LetterPurgeService(made.database, made.clock),
                        events,
                        made.clock)
                .routes());
        all.addAll(new Api(
                        await(Contract.load(made.vertx)),
                        made.site,
                        made.schools,
                        made.staff,
                        made.tokens,
                        accounts,
                        new AccountDirectory(made.database),
                        new ImportService(made.vertx, made.database, made.clock),
                        runs,
                        reports,
                        events,
                        made.clock,
                        simulations)
                .routes());
        return all;
    }

    /** Everything that is the portal's. */
    List<Route> portal() {
        return portal;
    }

    /** The account of the first (or second) guardian, or the pupil (0), of a family. */
    long account(School school, int guardian, int family) {
        return number("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.school_id = "
                + school.id() + " AND a.current AND p.siecle_id = '"
                + (guardian == 0 ? "E" + family : guardian + "-" + family) + "'");
    }

    String login(long account) {
        return value("SELECT login FROM account WHERE id = " + account);
    }

    /** As if its holder had activated it. */
    long active(School school, int guardian, int family) {
        long account = account(school, guardian, family);
        execute("UPDATE account SET state = 'ACTIVE', password_hash = '" + hash
                + "', password_at = now(), email_verified = 'v"
                + account + "@example.org', notified_by = 'PAPER', notified_at = '" + site.clock.instant()
                + "' WHERE id = "
                + account);
        return account;
    }

    /** As if a letter had left; the temporary password. */
    String notified(long account) {
        UUID credential = UUID.randomUUID();
        execute("UPDATE account SET state = 'NOTIFIED', notified_by = 'PAPER', notified_at = '" + site.clock.instant()
                + "', credential_id = '" + credential + "', credential_key = 1, credential_at = '"
                + site.clock.instant()
                + "', credential_frozen = false WHERE id = " + account);
        return new TemporaryPassword(site.keyring).of(credential, 1);
    }

    /** Signed in on the portal. */
    Browser holder(long account) {
        Browser browser = site.browser();
        signIn(browser, account);
        return browser;
    }

    void signIn(Browser browser, long account) {
        Browser.Answer answer = browser.post("/", "login", login(account), "password", PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("sign-in of " + account + " answers " + answer.status());
        }
    }

    /** Signed in on the staff pages, with the second factor done. */
    Browser staff(String login) {
        Browser browser = site.signedIn(login);
        execute("UPDATE session SET second_factor = true WHERE staff_id IS NOT NULL");
        return browser;
    }

    /** Takes the other account in with its own password. */
    Browser.Answer group(Browser holder, long other) {
        return holder.post("/portail/compte/enfants/regrouper", "login", login(other), "password", PASSWORD);
    }

    /** The token of the newest link. */
    String token(String purpose) {
        return new LinkToken(site.keyring)
                .of(
                        UUID.fromString(value("SELECT id FROM link WHERE purpose = '" + purpose
                                + "' AND NOT dead ORDER BY made_at DESC LIMIT 1")),
                        1);
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

    long number(String sql) {
        return Long.parseLong(value(sql));
    }

    String state(long account) {
        return value("SELECT state || coalesce(' ' || closed_reason, '') FROM account WHERE id = " + account);
    }

    @Override
    public void close() {
        site.close();
    }
}
