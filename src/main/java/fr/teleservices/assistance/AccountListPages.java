package fr.teleservices.assistance;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountSearch;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.Csv;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.SealedQuery;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** <i>Gérer le compte responsable</i>, <i>élève</i>: found as one types, sorted, filtered, to be saved as a table. */
public final class AccountListPages {
    private static final int PAGE = 50;
    private static final Permission.Staff MAY = Permission.staff(Role.ASSISTANCE);

    private final AccountDirectory directory;
    private final OpenService open;
    private final ListDownloadService downloads;
    private final SealedQuery sealed;

    public AccountListPages(
            AccountDirectory directory, OpenService open, ListDownloadService downloads, SealedQuery sealed) {
        this.sealed = sealed;
        this.directory = directory;
        this.open = open;
        this.downloads = downloads;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(base(Holder.GUARDIAN), MAY, open.only(visit -> list(visit, Holder.GUARDIAN)))
                        .inMenu(StaffMenu.GUARDIANS_MANAGE),
                Route.get(base(Holder.PUPIL), MAY, open.only(visit -> list(visit, Holder.PUPIL)))
                        .inMenu(StaffMenu.PUPILS_MANAGE),
                Route.post(
                        base(Holder.GUARDIAN),
                        MAY.withHarmlessPosts(),
                        visit -> sealed.show(visit, base(Holder.GUARDIAN))),
                Route.post(
                        base(Holder.PUPIL), MAY.withHarmlessPosts(), visit -> sealed.show(visit, base(Holder.PUPIL))),
                Route.get(csv(Holder.GUARDIAN), MAY.withSecondFactor(), open.only(visit -> csv(visit, Holder.GUARDIAN)))
                        .stream(),
                Route.get(csv(Holder.PUPIL), MAY.withSecondFactor(), open.only(visit -> csv(visit, Holder.PUPIL)))
                        .stream());
    }

    static String base(Holder holder) {
        return holder == Holder.GUARDIAN ? "/gestion/responsables/comptes" : "/gestion/eleves/comptes";
    }

    /** Those whose holder said that they are not theirs. */
    static String held(String base) {
        return base.isEmpty() ? "" : base + "?retenus=on";
    }

    /** Those whose temporary password is dead after five wrong birth dates. */
    static String frozen(String base) {
        return base.isEmpty() ? "" : base + "?bloques=on";
    }

    private static String csv(Holder holder) {
        return base(holder) + ".csv";
    }

    /** What the form asks for; what it cannot mean is left out. */
    record Asked(
            String text,
            @Nullable AccountState state,
            boolean held,
            boolean frozen,
            String division,
            AccountSearch.Sort sort) {
        static Asked read(Form query) {
            return new Asked(
                    query.get("q"),
                    constant(AccountState.values(), query.get("etat")),
                    query.has("retenus"),
                    query.has("bloques"),
                    query.get("division"),
                    java.util.Objects.requireNonNullElse(
                            constant(AccountSearch.Sort.values(), query.get("tri")), AccountSearch.Sort.NAME));
        }

        private static <E extends Enum<E>> @Nullable E constant(E[] values, String name) {
            return Arrays.stream(values)
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        AccountSearch search(Holder holder, List<String> divisions, @Nullable Long after) {
            return AccountSearch.typed(holder, state, held, frozen, division, text, divisions, sort, after);
        }

        boolean filters() {
            return !text.isEmpty() || state != null || held || frozen || !division.isEmpty();
        }
    }

    private Future<Void> list(Visit visit, Holder holder) {
        long school = visit.school().id();
        Asked asked = Asked.read(sealed.read(visit));
        String typed = visit.query().get("apres");
        Long after = typed.matches("[0-9]{1,18}") ? Long.valueOf(typed) : null;
        return directory
                .divisions(school)
                .compose(divisions -> directory
                        .search(school, asked.search(holder, divisions, after), PAGE)
                        .compose(page -> directory
                                .held(school, holder)
                                .compose(held -> visit.page(
                                        "assistance/accounts",
                                        AccountListView.of(
                                                holder,
                                                asked,
                                                sealed.of(AccountListView.query(asked)),
                                                divisions,
                                                page,
                                                held,
                                                after != null,
                                                zone(visit))))));
    }

    static ZoneId zone(Visit visit) {
        return ZoneId.of(visit.school().timezone());
    }

    /** All that the filters leave, in the order chosen; a slow client holds back the next page. */
    private Future<Void> csv(Visit visit, Holder holder) {
        long school = visit.school().id();
        Asked asked = Asked.read(sealed.read(visit));
        Future<Void> noted = visit.context().request().method().equals(HttpMethod.HEAD)
                ? Future.succeededFuture()
                : downloads.note(school, visit.staff().id(), holder);
        return noted.compose(done -> directory.divisions(school)).compose(divisions -> {
            HttpServerResponse response = visit.context()
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, Csv.TYPE)
                    .putHeader(
                            HttpHeaders.CONTENT_DISPOSITION,
                            "attachment; filename=\"comptes-" + (holder == Holder.GUARDIAN ? "responsables" : "eleves")
                                    + ".csv\"")
                    .setChunked(true);
            return response.write(Csv.MARK + AccountListView.csvTitle())
                    .compose(done -> lines(response, school, asked.search(holder, divisions, null), zone(visit)));
        });
    }

    private Future<Void> lines(HttpServerResponse response, long school, AccountSearch search, ZoneId zone) {
        return directory.search(school, search, AccountDirectory.MOST).compose(page -> {
            StringBuilder csv = new StringBuilder();
            page.entries().forEach(entry -> csv.append(AccountListView.csvLine(entry, zone)));
            Long next = page.next();
            return next == null
                    ? response.end(csv.toString())
                    : response.write(csv.toString())
                            .compose(taken -> lines(response, school, search.behind(next), zone));
        });
    }
}
