package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.Child;
import fr.teleservices.account.GroupPart;
import fr.teleservices.account.GroupingForm;
import fr.teleservices.account.GroupingPause;
import fr.teleservices.account.GroupingService;
import fr.teleservices.account.GroupingSwitchService;
import fr.teleservices.account.Holder;
import fr.teleservices.account.SchoolChildren;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** <em>Mon compte › Enfants</em>: the children of the account, and one account for several. */
public final class ChildrenPages {
    private static final String PATH = OwnAccountPages.HOME + "/enfants";
    private static final String GROUP = PATH + "/regrouper";
    private static final String PART = PATH + "/:id/separer";

    private final AccountService accounts;
    private final GroupingService grouping;
    private final GroupingSwitchService pauses;
    private final ActiveHolder active;

    public ChildrenPages(
            AccountService accounts, GroupingService grouping, GroupingSwitchService pauses, Sessions sessions) {
        this.accounts = accounts;
        this.grouping = grouping;
        this.pauses = pauses;
        this.active = new ActiveHolder(accounts, sessions);
    }

    record SchoolLine(String name, List<String> children) {}

    record PartLine(long id, String login, String schoolName, String children) {}

    /**
     * @param paused why nothing can be grouped for now, or empty
     * @param done what has just been done, or empty
     */
    record View(List<SchoolLine> schools, List<PartLine> parts, String paused, String done) {}

    /** What was typed, but for the password. */
    record GroupView(
            String login,
            String birthDay,
            String birthMonth,
            String birthYear,
            String paused,
            String sentence,
            Map<String, String> errors) {}

    record PartView(long id, String login, String schoolName, String children) {}

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.HOLDER, this::show),
                Route.get(GROUP, Permission.HOLDER, this::ask),
                Route.post(GROUP, Permission.HOLDER, this::group),
                Route.get(PART, Permission.HOLDER, this::askPart),
                Route.post(PART, Permission.HOLDER, this::ungroup));
    }

    /** A pupil has no children. */
    private Future<Void> guardian(Visit visit, ActiveHolder.Page page) {
        return active.of(
                visit,
                account ->
                        account.holder() == Holder.GUARDIAN ? page.of(account) : visit.seeOther(OwnAccountPages.HOME));
    }

    private Future<Void> show(Visit visit) {
        boolean whole = visit.holder().seesWholeGroup();
        return guardian(
                visit,
                account -> accounts.family(account, whole)
                        .compose(schools -> grouping.parts(account, whole)
                                .compose(parts -> paused(schools)
                                        .compose(paused -> visit.page(
                                                "portal/children",
                                                new View(
                                                        schools.stream()
                                                                .map(ChildrenPages::line)
                                                                .toList(),
                                                        parts.stream()
                                                                .map(ChildrenPages::line)
                                                                .toList(),
                                                        paused,
                                                        done(visit.query().get("fait"))))))));
    }

    private static String done(String what) {
        return switch (what) {
            case "regroupe" ->
                "Les comptes sont regroupés. Connectez-vous désormais avec l’identifiant de ce compte-ci ; l’autre ne"
                        + " fonctionne plus.";
            case "separe" -> "Le compte est séparé. Son établissement vous enverra un nouvel accès pour ses enfants.";
            default -> "";
        };
    }

    private static SchoolLine line(SchoolChildren school) {
        return new SchoolLine(
                school.schoolName(),
                school.children().stream()
                        .map(child -> child.division() == null
                                ? child.displayName()
                                : child.displayName() + ", " + child.division())
                        .toList());
    }

    private static PartLine line(GroupPart part) {
        return new PartLine(part.accountId(), part.login(), part.schoolName(), names(part));
    }

    private static String names(GroupPart part) {
        return part.children().stream().map(Child::displayName).collect(Collectors.joining(", "));
    }

    private Future<String> paused(List<SchoolChildren> schools) {
        return pauses.pauses(schools.stream().map(SchoolChildren::schoolId).toList())
                .map(found ->
                        found.stream().findFirst().map(GroupingPause::sentence).orElse(""));
    }

    private Future<Void> ask(Visit visit) {
        return guardian(
                visit, account -> groupPage(visit, 200, account, new GroupingForm("", "", "", "", ""), "", Map.of()));
    }

    private Future<Void> groupPage(
            Visit visit, int status, Account account, GroupingForm typed, String sentence, Map<String, String> errors) {
        return accounts.family(account, visit.holder().seesWholeGroup())
                .compose(this::paused)
                .compose(paused -> visit.page(
                        status,
                        "portal/group",
                        new GroupView(
                                typed.login(),
                                typed.birthDay(),
                                typed.birthMonth(),
                                typed.birthYear(),
                                paused,
                                sentence.equals(paused) ? "" : sentence,
                                errors)));
    }

    private Future<Void> group(Visit visit) {
        Form form = visit.form();
        GroupingForm typed = new GroupingForm(
                form.get("login"),
                form.secret("password"),
                form.get("birthDay"),
                form.get("birthMonth"),
                form.get("birthYear"));
        return guardian(
                visit,
                account -> grouping.group(account, typed, visit.clientAddress())
                        .compose(done -> visit.seeOther(PATH + "?fait=regroupe"))
                        .recover(failure -> refused(visit, failure, account, typed)));
    }

    /** What to do is said above the form that it is about, also where the accounts themselves do not fit. */
    private Future<Void> refused(Visit visit, Throwable failure, Account account, GroupingForm typed) {
        if (failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.CONFLICT) {
            return groupPage(visit, 409, account, typed, refused.refusal().sentence(), Map.of());
        }
        return Refusals.form(
                visit,
                failure,
                (status, refusal) -> groupPage(visit, status, account, typed, refusal.sentence(), refusal.fields()));
    }

    private Future<Void> askPart(Visit visit) {
        long id = visit.id("id");
        return guardian(
                visit,
                account -> grouping.parts(account, visit.holder().seesWholeGroup())
                        .map(parts -> parts.stream()
                                .filter(part -> part.accountId() == id)
                                .findFirst()
                                .orElseThrow(() -> Refusal.notFound().asFailure()))
                        .compose(part -> visit.page(
                                "portal/ungroup",
                                new PartView(part.accountId(), part.login(), part.schoolName(), names(part)))));
    }

    private Future<Void> ungroup(Visit visit) {
        long id = visit.id("id");
        return guardian(
                visit, account -> grouping.ungroup(account, id).compose(done -> visit.seeOther(PATH + "?fait=separe")));
    }
}
