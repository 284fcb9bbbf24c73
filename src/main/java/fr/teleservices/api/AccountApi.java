package fr.teleservices.api;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.By;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Mode;
import fr.teleservices.account.SimulationService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Site;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Accounts: the list, and what staff do with one. */
final class AccountApi {
    private static final String ONE = Api.BASE + "/accounts/:id";
    private static final int LONGEST_KEY = 200;

    private final Contract contract;
    private final SchoolAccess access;
    private final AccountService accounts;
    private final AccountDirectory directory;
    private final Site site;
    private final SimulationService simulations;

    AccountApi(
            Contract contract,
            Site site,
            SchoolService schools,
            AccountService accounts,
            AccountDirectory directory,
            SimulationService simulations) {
        this.contract = contract;
        this.site = site;
        this.simulations = simulations;
        this.access = new SchoolAccess(schools);
        this.accounts = accounts;
        this.directory = directory;
    }

    List<Route> routes() {
        Permission assistance = Permission.api(Role.ASSISTANCE);
        Permission gestionnaire = Permission.api(Role.GESTIONNAIRE);
        return List.of(
                Route.get(
                        Api.BASE + "/schools/:uai/accounts", assistance, contract.checked("listAccounts", this::list)),
                Route.get(ONE, assistance, contract.checked("getAccount", this::get)),
                Route.post(
                        ONE + "/notify",
                        assistance,
                        contract.checked("notifyAccount", v -> send(v, "notify", accounts::notify))),
                Route.post(
                        ONE + "/reset-password",
                        assistance,
                        contract.checked("resetPassword", v -> send(v, "reset", accounts::reset))),
                Route.post(
                        ONE + "/simulate",
                        Permission.api(Role.ASSISTANCE).withSecondFactor(),
                        contract.checked("simulateAccount", this::simulate)),
                Route.post(ONE + "/replace", gestionnaire, contract.checked("replaceAccount", this::replace)),
                Route.post(ONE + "/release", gestionnaire, contract.checked("releaseAccount", this::release)));
    }

    private Future<Void> list(Visit visit) {
        Form query = visit.query();
        AccountDirectory.Filter filter = new AccountDirectory.Filter(
                query.has("holder") ? Holder.valueOf(query.get("holder").toUpperCase(Locale.ROOT)) : null,
                query.has("state") ? AccountState.valueOf(query.get("state")) : null,
                query.get("division"),
                query.get("q"));
        long after = query.has("after") ? number(query.get("after")) : 0;
        int limit = query.has("limit") ? Integer.parseInt(query.get("limit")) : 50;
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> directory.list(school.id(), filter, after, limit))
                .compose(page -> {
                    JsonArray items = new JsonArray();
                    page.entries().forEach(entry -> items.add(json(entry)));
                    Long next = page.next();
                    return visit.json(
                            200,
                            new JsonObject()
                                    .put("items", items)
                                    .put("next", next == null ? null : Long.toString(next)));
                });
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("invalid-request", "« after » est la valeur « next » d’une page.")
                    .asFailure();
        }
    }

    private Future<Void> get(Visit visit) {
        return access.scopeOf(visit.staff())
                .compose(scope -> directory.one(scope, visit.id("id")))
                .compose(entry -> visit.json(200, json(entry)));
    }

    static JsonObject json(AccountDirectory.Entry entry) {
        JsonArray children = new JsonArray();
        entry.children()
                .forEach(child -> children.add(new JsonObject()
                        .put("familyName", child.familyName())
                        .put("givenName", child.givenName())
                        .put("division", child.division())));
        return new JsonObject()
                .put("id", entry.id())
                .put("holder", entry.holder().name().toLowerCase(Locale.ROOT))
                .put("login", entry.login())
                .put("state", entry.state().name())
                .put("held", entry.held())
                .put(
                        "person",
                        new JsonObject()
                                .put("familyName", entry.familyName())
                                .put("givenName", entry.givenName())
                                .put("email", entry.email()))
                .put("children", children)
                .put("division", entry.division())
                .put("notifiedAt", entry.notifiedAt())
                .put("notifiedBy", entry.notifiedBy())
                .put("lastAccessAt", entry.lastAccessAt());
    }

    private interface Sending {
        Future<List<Long>> of(By by, long school, long account, Mode mode, UUID credential);
    }

    private Future<Void> send(Visit visit, String action, Sending sending) {
        long account = visit.id("id");
        return schoolOf(visit, account)
                .compose(school -> once(visit, school, account, action)
                        .compose(credential ->
                                sending.of(By.staff(visit.staff().id()), school, account, mode(visit), credential)))
                .compose(ids -> visit.json(
                        202,
                        new JsonObject().put("notificationId", ids.get(0)).put("notificationIds", new JsonArray(ids))));
    }

    private static Mode mode(Visit visit) {
        return Mode.valueOf(visit.json().getString("mode", Mode.EMAIL_OR_PAPER.name()));
    }

    /** With a key, the same is made once; without one, each time. */
    private Future<UUID> once(Visit visit, long school, long account, String action) {
        String header = visit.header("Idempotency-Key");
        if (header == null) {
            return Future.succeededFuture(UUID.randomUUID());
        }
        String key = header.strip();
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return Future.failedFuture(
                    Refusal.invalid("no-idempotency-key", "L’en-tête Idempotency-Key a de 1 à 200 caractères.")
                            .asFailure());
        }
        return accounts.once(visit.staff().id(), key, school, account, action);
    }

    private Future<Void> replace(Visit visit) {
        long account = visit.id("id");
        return schoolOf(visit, account)
                .compose(school -> once(visit, school, account, "replace")
                        .compose(credential -> accounts.replace(
                                By.staff(visit.staff().id()), school, account, mode(visit), credential)))
                .compose(opened -> visit.json(
                        202,
                        new JsonObject()
                                .put("notificationId", opened.notifications().get(0))
                                .put("notificationIds", new JsonArray(opened.notifications()))
                                .put("accountId", opened.accountId())
                                .put("login", opened.login())
                                .put("usableFrom", opened.usableFrom())));
    }

    private Future<Void> release(Visit visit) {
        long account = visit.id("id");
        return schoolOf(visit, account)
                .compose(school -> accounts.release(By.staff(visit.staff().id()), school, account)
                        .compose(done -> access.scopeOf(visit.staff())))
                .compose(scope -> directory.one(scope, account))
                .compose(entry -> visit.json(200, json(entry)));
    }

    /** The address is opened in a browser, where a button begins the simulation: once, within minutes. */
    private Future<Void> simulate(Visit visit) {
        long account = visit.id("id");
        return schoolOf(visit, account)
                .compose(school -> simulations.ticket(visit.staff().id(), school, account))
                .compose(token -> visit.json(
                        202,
                        new JsonObject()
                                .put("url", site.link("/simulation?token=" + token))
                                .put("expiresIn", SimulationService.TICKET.toSeconds())));
    }

    /** Another school's account is as absent as one that does not exist. */
    private Future<Long> schoolOf(Visit visit, long account) {
        return accounts.schoolOf(account)
                .map(found -> found.filter(school -> SchoolAccess.maySee(visit.staff(), school))
                        .orElseThrow(() -> Refusal.notFound().asFailure()));
    }
}
