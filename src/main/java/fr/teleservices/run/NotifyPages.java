package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.SealedQuery;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** <i>Notifier en masse</i>: the filters, what they would do, and the start. */
public final class NotifyPages {
    private static final Permission.Staff MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final Permission MAY_START =
            Permission.staff(Role.GESTIONNAIRE).withSecondFactor();

    private final RunService runs;
    private final PreviewService previews;
    private final PreviewFilePages files;
    private final AskedSelection asked;
    private final SealedQuery sealed;
    private final RunService.OpenServices services;
    private final PasswordGate askedAgain;
    private final Clock clock;

    public NotifyPages(
            RunService runs,
            PreviewService previews,
            RunService.OpenServices services,
            PasswordGate askedAgain,
            SealedQuery sealed,
            Clock clock) {
        this.runs = runs;
        this.previews = previews;
        this.sealed = sealed;
        this.asked = new AskedSelection(clock, sealed);
        this.files = new PreviewFilePages(runs, previews, asked);
        this.services = services;
        this.askedAgain = askedAgain;
        this.clock = clock;
    }

    public List<Route> routes() {
        return java.util.stream.Stream.concat(
                        routes(Holder.GUARDIAN, StaffMenu.GUARDIANS_NOTIFY).stream(),
                        routes(Holder.PUPIL, StaffMenu.PUPILS_NOTIFY).stream())
                .toList();
    }

    private List<Route> routes(Holder holder, StaffMenu menu) {
        String base = base(holder);
        List<Route> routes = new ArrayList<>(List.of(
                Route.get(base, MAY, visit -> form(visit, holder)).inMenu(menu),
                Route.post(base, MAY_START, visit -> start(visit, holder)),
                // the entry of the menu is the form's: these pages are behind it
                Route.get(base + "/apercu", MAY, visit -> preview(visit, holder)),
                Route.post(base + "/apercu", MAY.withHarmlessPosts(), visit -> sealed.show(visit, base + "/apercu")),
                Route.post(base + "/apercu/essai", MAY, visit -> test(visit, holder))));
        routes.addAll(files.routes(holder, MAY));
        return routes;
    }

    static String base(Holder holder) {
        return holder == Holder.GUARDIAN ? "/gestion/responsables/notifier" : "/gestion/eleves/notifier";
    }

    private Future<Void> form(Visit visit, Holder holder) {
        Form query = asked.query(visit);
        SelectionForm form = query.has("mode")
                ? asked.read(visit, query, holder)
                : SelectionForm.empty(holder, AskedSelection.zone(visit));
        return form(visit, 200, form);
    }

    private Future<Void> form(Visit visit, int status, SelectionForm form) {
        long school = visit.school().id();
        return services.any(school)
                .compose(open -> previews.choices(school)
                        .compose(choices -> visit.page(
                                status,
                                "run/notify",
                                NotifyView.of(
                                        form,
                                        choices,
                                        base(form.selection().holder()),
                                        open,
                                        AskedSelection.mayReset(visit),
                                        clock.instant()))));
    }

    private Future<Void> preview(Visit visit, Holder holder) {
        Form query = asked.query(visit);
        SelectionForm form = asked.read(visit, query, holder);
        return form.faults().isEmpty() ? preview(visit, 200, form, query, null) : form(visit, 422, form);
    }

    /** @param fields of the query or of the form that was refused: the person picked, the key */
    private Future<Void> preview(Visit visit, int status, SelectionForm form, Form fields, @Nullable Refusal refusal) {
        long school = visit.school().id();
        Selection selection = form.selection();
        return runs.preview(school, selection)
                .compose(sums -> previews.details(school, selection).compose(details -> {
                    long picked = PreviewView.picked(fields.get("compte"), details.samples());
                    Future<Optional<PreviewService.MailText>> mail = picked == 0 || selection.mode() == Mode.PAPER
                            ? Future.succeededFuture(Optional.empty())
                            : previews.mail(school, picked, selection);
                    return mail.compose(text -> visit.page(
                            status,
                            "run/preview",
                            view(form, fields, sums, details, picked, text.orElse(null), refusal)));
                }));
    }

    private PreviewView view(
            SelectionForm form,
            Form fields,
            Preview sums,
            PreviewService.Details details,
            long picked,
            PreviewService.@Nullable MailText mail,
            @Nullable Refusal refusal) {
        Selection s = form.selection();
        return new PreviewView(
                base(s.holder()),
                s.holder() == Holder.GUARDIAN,
                PreviewView.criteria(form),
                asked.query(form),
                form.pairs(),
                sums.mails(),
                sums.letters(),
                sums.notifications() - sums.toSend(),
                sums.toSend(),
                sums.toSend() == 0,
                PreviewView.reasons(sums),
                PreviewView.states(sums),
                sums.byDivision(),
                NotifyView.samples(details.samples(), picked),
                picked == 0 ? "" : Long.toString(picked),
                mail,
                picked != 0 && sums.letters() > 0,
                fields.has("essai"),
                fields.get("testAddress"),
                form.startsAt() == null ? "" : French.dateTime(form.startsAt(), form.zone()),
                sums.toSend() > PreviewView.NUMBER_TYPED_ABOVE,
                details.overlap().map(String::valueOf).orElse(""),
                s.reset(),
                key(fields).orElseGet(() -> UUID.randomUUID().toString()),
                refusal == null ? null : refusal.sentence(),
                refusal == null ? Map.of() : refusal.fields());
    }

    private Future<Void> start(Visit visit, Holder holder) {
        Form fields = visit.form();
        SelectionForm form = asked.read(visit, fields, holder);
        if (!form.faults().isEmpty()) {
            return form(visit, 422, form);
        }
        Optional<String> key = key(fields);
        if (key.isEmpty()) {
            return Future.failedFuture(Refusal.invalid("no-key", "Lancez l’envoi depuis la page de l’aperçu.")
                    .asFailure());
        }
        long school = visit.school().id();
        return runs.known(school, "page-" + key.get())
                .compose(known -> known.isPresent()
                        ? visit.seeOther(RunPages.path(known.get().id()))
                        : runs.preview(school, form.selection()).compose(sums -> {
                            Refusal refusal = StartChecks.refusal(fields, form, sums);
                            return refusal != null
                                    ? preview(visit, 422, form, fields, refusal)
                                    : askAgain(visit, form, fields, "page-" + key.get());
                        }));
    }

    /** A mass reset shuts everybody out: a screen left open is not enough for it. */
    private Future<Void> askAgain(Visit visit, SelectionForm form, Form fields, String key) {
        if (!form.selection().reset()) {
            return start(visit, form, fields, key);
        }
        return askedAgain
                .confirm(visit.staff().id(), fields.secret("password"), visit.clientAddress())
                .compose(
                        right -> start(visit, form, fields, key),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.INVALID
                                ? preview(visit, 422, form, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> start(Visit visit, SelectionForm form, Form fields, String key) {
        Instant soonest = clock.instant().plus(Run.TAKE_BACK);
        Instant later = form.startsAt();
        RunService.Order order = new RunService.Order(
                visit.school().id(),
                form.selection(),
                key,
                visit.staff().id(),
                later == null || later.isBefore(soonest) ? soonest : later,
                fields.has("confirmOverlap"));
        return runs.start(order)
                .compose(
                        started -> visit.seeOther(RunPages.path(started.run().id())),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? preview(visit, 409, form, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> test(Visit visit, Holder holder) {
        Form fields = visit.form();
        SelectionForm form = asked.sound(visit, fields, holder);
        long account = AskedSelection.account(fields);
        return previews.orderTest(
                        visit.school().id(),
                        account,
                        holder,
                        fields.get("testAddress"),
                        visit.staff().id())
                .compose(
                        done -> visit.seeOther(
                                base(holder) + "/apercu?" + asked.query(form) + "&compte=" + account + "&essai=1"),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.INVALID
                                ? preview(visit, 422, form, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private static Optional<String> key(Form fields) {
        return Optional.of(fields.get("key")).filter(key -> key.matches("[0-9a-f-]{36}"));
    }
}
