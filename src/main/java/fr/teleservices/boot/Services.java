package fr.teleservices.boot;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.ActivationService;
import fr.teleservices.account.GroupingService;
import fr.teleservices.account.GroupingSwitchService;
import fr.teleservices.account.LinkService;
import fr.teleservices.account.OwnAccountService;
import fr.teleservices.account.PurgeService;
import fr.teleservices.account.RecoveryService;
import fr.teleservices.account.SignInService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.account.Tries;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Tally;
import fr.teleservices.run.KeeperService;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RestoredService;
import fr.teleservices.run.RunService;
import fr.teleservices.school.ProfileService;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.StaffAdminService;
import fr.teleservices.school.StaffService;
import fr.teleservices.school.TokenService;
import fr.teleservices.setting.ContactService;
import fr.teleservices.setting.SettingService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.web.SealedQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.function.Function;

/** Every service once, made by hand: what a server and the commands share. */
final class Services {
    final Vertx vertx;
    final Database database;
    final Keyring keyring;
    final Clock clock;
    final TryService tries;
    final PasswordService passwords;
    final SchoolService schools;
    final StaffService staff;
    final TokenService tokens;
    final ImportService imports;
    final AccountService accounts;
    final SealedQuery queries;
    final AccountDirectory directory;
    final LinkService links;
    final ActivationService activation;
    final SignInService signIn;
    final RecoveryService recovery;
    final OwnAccountService own;
    final GroupingService grouping;
    final GroupingSwitchService groupingSwitch;
    final SimulationService simulations;
    final RunService runs;
    final ReportService reports;
    final KeeperService keeper;
    final SettingService settings;
    final ContactService contact;
    final ProfileService profiles;
    final StaffAdminService staffAdmin;
    final PurgeService purges;
    final RestoredService restored;

    Services(Vertx vertx, Database database, Keyring keyring, Clock clock, int passwordThreads) {
        this(vertx, database, keyring, clock, passwordThreads, who -> Tally.NONE);
    }

    /** @param signIns the tally of whose sign-ins */
    Services(
            Vertx vertx,
            Database database,
            Keyring keyring,
            Clock clock,
            int passwordThreads,
            Function<String, Tally> signIns) {
        this.vertx = vertx;
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
        tries = new TryService(database, clock);
        passwords = new PasswordService(vertx, passwordThreads);
        schools = new SchoolService(database, clock);
        staff = new StaffService(database, tries, passwords, new Seal(keyring, "totp"), clock, signIns.apply("staff"));
        tokens = new TokenService(vertx, database, keyring, clock);
        imports = new ImportService(vertx, database, clock);
        LetterOrderService letters = new LetterOrderService(keyring, clock);
        accounts = new AccountService(vertx, database, clock, keyring, this::anyServiceOpen, letters::order);
        directory = new AccountDirectory(database);
        Seal query = new Seal(keyring, "query");
        queries = new SealedQuery(query::seal, query::open);
        links = new LinkService(vertx, database, clock, keyring);
        activation = new ActivationService(vertx, database, clock, keyring, passwords, holderTries(), links);
        signIn = new SignInService(database, clock, passwords, holderTries(), signIns.apply("holder"));
        recovery = new RecoveryService(vertx, database, clock, passwords, links);
        own = new OwnAccountService(vertx, database, clock, passwords, holderTries(), links);
        grouping = new GroupingService(database, clock, keyring, passwords, holderTries());
        groupingSwitch = new GroupingSwitchService(database, clock);
        simulations = new SimulationService(database, clock, keyring, this::anyServiceOpen);
        RunService.Trail trail = (tx, school, by, action, run) -> AuditStore.append(
                tx,
                school,
                clock.instant(),
                by == null ? "SERVICE" : "STAFF",
                by,
                action,
                "RUN",
                run,
                new JsonObject());
        runs = new RunService(vertx, database, this::anyServiceOpen, trail, clock);
        reports = new ReportService(vertx, database, keyring, clock);
        keeper = new KeeperService(vertx, database, keyring, clock);
        settings = new SettingService(vertx, database, clock);
        contact = new ContactService(vertx, database, clock);
        profiles = new ProfileService(database, staff, tries, passwords, new Seal(keyring, "totp"));
        staffAdmin = new StaffAdminService(database, staff, passwords);
        purges = new PurgeService(database, clock);
        restored = new RestoredService(database, trail);
    }

    /** Today is the school's. */
    Future<Boolean> anyServiceOpen(long school) {
        return schools.byId(school)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : schools.hasActiveService(
                                school, LocalDate.now(clock.withZone(found.get().zone()))));
    }

    private Tries holderTries() {
        return (login, client) -> tries.charge("holder:" + login, client).map(charged -> new Tries.Try() {
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
}
