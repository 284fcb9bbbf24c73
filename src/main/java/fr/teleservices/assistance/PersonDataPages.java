package fr.teleservices.assistance;

import fr.teleservices.account.By;
import fr.teleservices.account.Holder;
import fr.teleservices.account.PersonDataService;
import fr.teleservices.account.PersonEraseService;
import fr.teleservices.account.PersonFileJson;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** <i>Données personnelles</i> of whom an account is: the chef hands them over, or has them erased. */
public final class PersonDataPages {
    private static final String ONE = "/gestion/comptes/:id/donnees";
    private static final Permission.Staff MAY = Permission.staff(Role.CHEF);
    private static final Permission MAY_TAKE = MAY.withSecondFactor().asksAgain();

    private final SheetService sheets;
    private final PersonDataService data;
    private final PersonEraseService erasure;
    private final OpenService open;

    public PersonDataPages(SheetService sheets, PersonDataService data, PersonEraseService erasure, OpenService open) {
        this.sheets = sheets;
        this.data = data;
        this.erasure = erasure;
        this.open = open;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(ONE, MAY, open.only(visit -> show(visit, 200, ""))),
                Route.post(ONE + "/exporter", MAY_TAKE, open.only(this::export)),
                Route.post(ONE + "/effacer", MAY_TAKE, open.only(this::erase)));
    }

    static String path(long account) {
        return AccountPages.path(account) + "/donnees";
    }

    /**
     * @param erased there is nothing left to be done
     * @param accounts how many the person has here
     */
    record View(
            String account,
            String list,
            String path,
            String name,
            String login,
            boolean guardian,
            boolean erased,
            boolean present,
            long accounts,
            String sentence) {}

    private Future<Void> show(Visit visit, int status, String sentence) {
        return sheets.whole(visit.school().id(), visit.id("id")).compose(whole -> {
            SheetStore.Sheet sheet = whole.sheet();
            return visit.page(
                    status,
                    "assistance/person-data",
                    new View(
                            AccountPages.path(sheet.id()),
                            AccountListPages.base(sheet.holder()),
                            path(sheet.id()),
                            sheet.shownName(),
                            sheet.login(),
                            sheet.holder() == Holder.GUARDIAN,
                            "PURGED".equals(sheet.closedReason()),
                            sheet.present(),
                            1L + whole.others().size(),
                            sentence));
        });
    }

    private Future<Void> export(Visit visit) {
        return data.ofSchool(By.staff(visit.staff().id()), visit.school().id(), visit.id("id"), HistoryWords::action)
                .compose(file -> visit.file("application/zip", PersonFileJson.NAME, Buffer.buffer(file.zip())));
    }

    private Future<Void> erase(Visit visit) {
        long account = visit.id("id");
        return erasure.erase(By.staff(visit.staff().id()), visit.school().id(), account)
                .compose(
                        done -> visit.seeOther(path(account)),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? show(visit, 409, refused.refusal().sentence())
                                : Future.failedFuture(failure));
    }
}
