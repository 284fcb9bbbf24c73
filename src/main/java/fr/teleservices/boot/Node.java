package fr.teleservices.boot;

import fr.teleservices.api.Api;
import fr.teleservices.api.Contract;
import fr.teleservices.assistance.AccountListPages;
import fr.teleservices.assistance.AccountPages;
import fr.teleservices.assistance.DashboardPages;
import fr.teleservices.assistance.GroupingPages;
import fr.teleservices.assistance.HelpPages;
import fr.teleservices.assistance.ListDownloadService;
import fr.teleservices.assistance.OpenService;
import fr.teleservices.assistance.SheetService;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.KeyRegisterService;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.idp.ProviderPages;
import fr.teleservices.letter.LetterVerticle;
import fr.teleservices.mail.MailHealth;
import fr.teleservices.mail.MailPace;
import fr.teleservices.mail.MailVerticle;
import fr.teleservices.mail.WorkerSettings;
import fr.teleservices.meter.CountedHealth;
import fr.teleservices.meter.CountedLetterQueue;
import fr.teleservices.meter.Meters;
import fr.teleservices.meter.Traces;
import fr.teleservices.openid.OpenIdProvider;
import fr.teleservices.openid.SigningKeys;
import fr.teleservices.portal.ActivationPages;
import fr.teleservices.portal.ChildrenPages;
import fr.teleservices.portal.ContactPages;
import fr.teleservices.portal.HomePages;
import fr.teleservices.portal.HomeService;
import fr.teleservices.portal.Onward;
import fr.teleservices.portal.OwnAccountPages;
import fr.teleservices.portal.PortalEvents;
import fr.teleservices.portal.PortalPages;
import fr.teleservices.portal.PortalTiles;
import fr.teleservices.portal.RecoveryPages;
import fr.teleservices.portal.SignInPages;
import fr.teleservices.portal.SimulationPages;
import fr.teleservices.run.AccessLetterService;
import fr.teleservices.run.AccessMailService;
import fr.teleservices.run.HeadingPages;
import fr.teleservices.run.LetterPurgeService;
import fr.teleservices.run.MailTroubles;
import fr.teleservices.run.NotifyPages;
import fr.teleservices.run.PreviewService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunListService;
import fr.teleservices.run.RunPages;
import fr.teleservices.run.RunVerticle;
import fr.teleservices.run.TextPages;
import fr.teleservices.run.TextPreviewService;
import fr.teleservices.school.IdentityPages;
import fr.teleservices.school.ProfilePages;
import fr.teleservices.school.SchoolPages;
import fr.teleservices.school.ServicePages;
import fr.teleservices.school.StaffListPages;
import fr.teleservices.school.StaffPages;
import fr.teleservices.setting.MessagePages;
import fr.teleservices.setting.RetentionPages;
import fr.teleservices.setting.SchoolContactPages;
import fr.teleservices.setting.SettingVerticle;
import fr.teleservices.setting.UsefulLinkPages;
import fr.teleservices.setting.WelcomePages;
import fr.teleservices.siecle.ImportPages;
import fr.teleservices.siecle.PupilListPages;
import fr.teleservices.web.Assets;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Sse;
import fr.teleservices.web.Templates;
import fr.teleservices.web.Web;
import fr.teleservices.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process of the service: pages, keeper, mail and letter workers over one database. */
final class Node {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration NIGHT = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(3);

    /** How long pages are still served once {@code /health/ready} says no: until the proxy has seen it and let go of its connections. */
    private static final Duration LEAVE = Duration.ofSeconds(4);

    private final Config config;
    private final Meters meters = new Meters();
    private final Services services;
    private final Watching watching;
    private final MailTroubles troubles;
    private final @Nullable SigningKeys signing;
    private final Vertx vertx;
    private final Map<String, Supplier<Router>> mounts;
    private final Parts workers;
    private @Nullable Traces traces;
    private final Parts listening;
    private volatile boolean stopping;
    private volatile List<Route> mounted = List.of();
    private volatile @Nullable Web listeners;

    /** @param mounts routers beside the features' own, by path */
    Node(Vertx vertx, Config config, Keyring keyring, Map<String, Supplier<Router>> mounts) {
        this(vertx, config, keyring, mounts, Clock.systemUTC());
    }

    /** @param traces into which the Vert.x was built */
    Node(Vertx vertx, Config config, Keyring keyring, Map<String, Supplier<Router>> mounts, Traces traces) {
        this(vertx, config, keyring, mounts, Clock.systemUTC());
        this.traces = traces;
    }

    Node(Vertx vertx, Config config, Keyring keyring, Map<String, Supplier<Router>> mounts, Clock clock) {
        this.vertx = vertx;
        this.workers = new Parts(vertx);
        this.listening = new Parts(vertx);
        this.config = config;
        this.mounts = mounts;
        Database database = Database.connect(vertx, config.databaseUri(), config.poolSize());
        this.services = new Services(vertx, database, keyring, clock, config.passwordThreads(), meters::signIns);
        this.troubles = new MailTroubles(vertx, database);
        this.signing = config.openid().isOn() ? SigningKeys.open(config.keys(), keyring.current()) : null;
        database.use().forEach(meters::watch);
        meters.watch(services.passwords);
        this.watching = new Watching(vertx, services, meters, config.watch(), () -> !stopping);
    }

    /** Every route of the features, once pages are listened for. */
    List<Route> mounted() {
        return mounted;
    }

    Services services() {
        return services;
    }

    /** Of metrics and health, where they have one of their own and it is listened on. */
    int watchedAt() {
        return watching.port();
    }

    String origin() {
        return config.site().origin();
    }

    /** Listens first, so that links know their address; then the workers begin. */
    Future<Integer> start() {
        return pages().compose(port -> work().map(port));
    }

    /** Pages alone, without keeper and workers. */
    Future<Integer> pages() {
        KeyRegisterService register = new KeyRegisterService(services.database);
        return register.faults(services.keyring)
                .compose(faults -> signing == null || !faults.isEmpty()
                        ? Future.succeededFuture(faults)
                        : register.faults("openid-", signing.prints()))
                .compose(faults ->
                        faults.isEmpty() ? Contract.load(vertx) : Future.failedFuture(new ConfigFault(faults)))
                .compose(contract -> listen(contract));
    }

    private Future<Integer> listen(Contract contract) {
        Sessions sessions = new Sessions(services.database, config.site(), services.clock);
        mounted = routes(sessions, contract);
        Web web = web(sessions, mounted, mounts);
        listeners = web;
        WebVerticle first =
                new WebVerticle(web, config.web().host(), config.web().port());
        return watching.start(routes -> web(sessions, routes, Map.of()), listening::deploy)
                .compose(apart -> listening.deploy(first))
                .compose(done -> {
                    int port = first.actualPort();
                    config.site().boundTo(port);
                    Future<Void> others = Future.succeededFuture();
                    for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
                        others = others.compose(d -> listening.deploy(new WebVerticle(
                                web, config.web().host(), config.web().port())));
                    }
                    return others.map(port);
                });
    }

    private Web web(Sessions sessions, List<Route> routes, Map<String, Supplier<Router>> beside) {
        Assets assets = new Assets();
        return new Web(
                vertx,
                config.web(),
                config.site(),
                sessions,
                services.tokens,
                new Templates(assets),
                assets,
                routes,
                beside,
                traces == null ? meters.traffic() : traces.naming(meters.traffic()));
    }

    private List<Route> routes(Sessions sessions, Contract contract) {
        Services s = services;
        List<Route> routes = new ArrayList<>();
        routes.addAll(watching.withPages());
        routes.addAll(new StaffPages(s.staff, sessions).routes());
        config.staffProvider()
                .map(provider -> new ProviderPages(
                        vertx, provider, s.staff, s.schools, sessions, s.keyring, config.site(), s.clock))
                .ifPresent(pages -> routes.addAll(pages.routes()));
        routes.addAll(new SchoolPages(s.schools, s.staffAdmin, sessions).routes());
        routes.addAll(new StaffListPages(s.staffAdmin).routes());
        routes.addAll(new ProfilePages(s.profiles, sessions).routes());
        routes.addAll(new IdentityPages(s.profiles, sessions).routes());
        routes.addAll(new DashboardPages(s.database, s.schools, s.clock).routes());
        routes.addAll(new HelpPages().routes());
        routes.addAll(new ImportPages(
                        vertx,
                        s.database,
                        s.imports,
                        s.clock,
                        config.web().uploads().resolve("kept"))
                .routes());
        routes.addAll(new PupilListPages(s.database).routes());
        RunEvents events = new RunEvents(vertx, new Sse(vertx), s.runs);
        PreviewService previews = new PreviewService(vertx, s.database, s.keyring, config.site()::origin, s.clock);
        routes.addAll(
                new NotifyPages(s.runs, previews, s::anyServiceOpen, s.profiles::confirm, s.queries, s.clock).routes());
        routes.addAll(new RunPages(
                        troubles,
                        s.runs,
                        new RunListService(s.database, s.clock),
                        s.reports,
                        new LetterPurgeService(s.database, s.clock),
                        events,
                        s.clock)
                .routes());
        routes.addAll(KeepingRoutes.of(s, sessions));
        routes.addAll(new HeadingPages(s.runs, s.schools, sessions, s.clock).routes());
        routes.addAll(new Api(
                        contract,
                        config.site(),
                        s.schools,
                        s.staff,
                        s.tokens,
                        s.accounts,
                        s.directory,
                        s.imports,
                        s.runs,
                        s.reports,
                        events,
                        s.clock,
                        s.simulations)
                .routes());
        routes.addAll(new RetentionPages(s.purges).routes());
        routes.addAll(new ServicePages(s.schools, s.clock).routes());
        OpenService open = new OpenService(s::anyServiceOpen);
        routes.addAll(new AccountListPages(s.directory, open, new ListDownloadService(s.database, s.clock), s.queries)
                .routes());
        routes.addAll(
                new AccountPages(new SheetService(s.database), s.accounts, s.links, s.reports, open, s.clock).routes());
        Onward onward = openid(routes, sessions);
        routes.addAll(new SignInPages(s.signIn, sessions, onward).routes());
        routes.addAll(new ActivationPages(s.activation, s.links, sessions, onward).routes());
        routes.addAll(new RecoveryPages(s.recovery, onward).routes());
        routes.addAll(new OwnAccountPages(s.accounts, s.own, sessions).routes());
        routes.addAll(new ChildrenPages(s.accounts, s.grouping, s.groupingSwitch, sessions).routes());
        routes.addAll(new SimulationPages(s.accounts, s.simulations, sessions).routes());
        routes.addAll(new GroupingPages(s.accounts, s.grouping, s.groupingSwitch).routes());
        PortalPages portal = new PortalPages(s.accounts, s.links, sessions);
        routes.addAll(portal.routes());
        HomeService home = new HomeService(s.accounts, s.settings, new PortalTiles(s.schools, s.clock));
        routes.addAll(new HomePages(portal, home, new PortalEvents(vertx, new Sse(vertx), s.accounts)).routes());
        routes.addAll(new ContactPages(portal, home, s.contact).routes());
        routes.addAll(new WelcomePages(s.settings).routes());
        routes.addAll(new MessagePages(s.settings).routes());
        routes.addAll(new TextPages(
                        s.settings,
                        new TextPreviewService(s.database, s.keyring, config.site()::origin, s.clock, vertx))
                .routes());
        routes.addAll(new SchoolContactPages(s.settings).routes());
        routes.addAll(new UsefulLinkPages(s.settings).routes());
        return routes;
    }

    /** Without a declared client there is nothing of it. */
    private Onward openid(List<Route> routes, Sessions sessions) {
        if (signing == null) {
            return Onward.NOWHERE;
        }
        OpenIdProvider provider = new OpenIdProvider(
                config.openid(),
                signing,
                services.keyring,
                services.database,
                services.accounts,
                config.site(),
                services.clock);
        routes.addAll(provider.routes(sessions));
        return path -> provider.waiting(path).map(to -> new Onward.To(to.name(), to.origin()));
    }

    /** Keeper and workers alone, without pages: for a measurement. */
    Future<Void> work() {
        String node = UUID.randomUUID().toString().substring(0, 8);
        WorkerSettings work = WorkerSettings.defaults().withLease(config.mailLease());
        Future<Void> all = services.restored
                .check()
                .compose(done -> workers.deploy(new RunVerticle(services.keeper, POLL)))
                .compose(done -> workers.deploy(new SettingVerticle(services.database, LOOK)))
                .compose(done -> workers.deploy(new NightVerticle(services, NIGHT)));
        for (int i = 0; i < config.letterWorkers(); i++) {
            String name = "letters-" + node + "-" + i;
            all = all.compose(done -> workers.deploy(new LetterVerticle(
                    new CountedLetterQueue(
                            new AccessLetterService(
                                    vertx,
                                    services.database,
                                    services.keyring,
                                    config.site()::origin,
                                    services.clock,
                                    config.letterLease()),
                            meters),
                    Addresses.LETTERS_DUE.name(),
                    POLL,
                    name)));
        }
        MailPace pace =
                new MailPace(config.smtp().mailsPerSecond(), config.smtp().sendingPerDomain(), System::nanoTime);
        MailHealth health = new CountedHealth(troubles, meters);
        for (int i = 0; i < config.smtp().workers(); i++) {
            String name = "mails-" + node + "-" + i;
            all = all.compose(done -> workers.deploy(new MailVerticle(
                    name,
                    Addresses.MAILS_DUE.name(),
                    config.smtp(),
                    work,
                    new AccessMailService(
                            vertx,
                            services.database,
                            services.keyring,
                            config.smtp().from(),
                            config.site()::origin,
                            services.clock,
                            work.lease()),
                    pace,
                    health,
                    services.clock)));
        }
        return all;
    }

    /**
     * Takes no more work, lets what is in flight end, closes the database. Behind a proxy pages are served for a moment longer, see
     * {@link Web#leave}.
     */
    Future<Void> stop() {
        stopping = true;
        Web web = listeners;
        Future<?> left = Future.succeededFuture();
        if (web != null && config.web().behindProxy()) {
            web.leave();
            left = vertx.timer(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return Future.join(workers.end(), left.compose(done -> listening.end()))
                .eventually(() -> Ending.of("the database", Duration.ofSeconds(1), services.database.close()))
                .eventually(() -> Ending.of("the event loops", Duration.ofSeconds(1), vertx.close()))
                .onComplete(closed -> meters.close())
                .mapEmpty();
    }
}
