package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** <i>Notifier en masse</i>: the filters, what they would do, and the start. */
public final class NotifyPages {
    /** How long a run started here can be taken back. */
    static final Duration TAKE_BACK = Duration.ofSeconds(60);

    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final Permission MAY_START =
            Permission.staff(Role.GESTIONNAIRE).withSecondFactor();

    private final RunService runs;
    private final PreviewService previews;
    private final RehearsalService rehearsals;
    private final RunService.OpenServices services;
    private final PasswordGate askedAgain;
    private final Clock clock;

    public NotifyPages(
            RunService runs,
            PreviewService previews,
            RunService.OpenServices services,
            PasswordGate askedAgain,
            Clock clock) {
        this.runs = runs;
        this.previews = previews;
        this.rehearsals = previews.rehearsals();
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
        return List.of(
                Route.get(base, MAY, visit -> form(visit, holder)).inMenu(menu),
                Route.post(base, MAY_START, visit -> start(visit, holder)),
                // the entry of the menu is the form's: these pages are behind it
                Route.get(base + "/apercu", MAY, visit -> preview(visit, holder)),
                Route.get(base + "/apercu/ecartes.csv", MAY_START, visit -> leftOut(visit, holder)),
                Route.get(base + "/apercu/courrier.pdf", MAY, visit -> letter(visit, holder)),
                Route.get(base + "/apercu/courriel.html", MAY, visit -> mailInHtml(visit, holder)),
                Route.post(base + "/apercu/verification", MAY, visit -> rehearse(visit, holder)),
                Route.post(base + "/apercu/essai", MAY, visit -> test(visit, holder)));
    }

    static String base(Holder holder) {
        return holder == Holder.GUARDIAN ? "/gestion/responsables/notifier" : "/gestion/eleves/notifier";
    }

    private Future<Void> form(Visit visit, Holder holder) {
        SelectionForm form = visit.query().has("mode")
                ? read(visit, visit.query(), holder)
                : SelectionForm.empty(holder, zone(visit));
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
                                        mayReset(visit),
                                        clock.instant()))));
    }

    private Future<Void> preview(Visit visit, Holder holder) {
        SelectionForm form = read(visit, visit.query(), holder);
        return form.faults().isEmpty() ? preview(visit, 200, form, visit.query(), null) : form(visit, 422, form);
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

    private static PreviewView view(
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
                form.query(),
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
        SelectionForm form = read(visit, fields, holder);
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
        Instant soonest = clock.instant().plus(TAKE_BACK);
        Instant asked = form.startsAt();
        RunService.Order order = new RunService.Order(
                visit.school().id(),
                form.selection(),
                key,
                visit.staff().id(),
                asked == null || asked.isBefore(soonest) ? soonest : asked,
                fields.has("confirmOverlap"));
        return runs.start(order)
                .compose(
                        started -> visit.seeOther(RunPages.path(started.run().id())),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? preview(visit, 409, form, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> leftOut(Visit visit, Holder holder) {
        SelectionForm form = sound(visit, visit.query(), holder);
        return runs.leftOut(visit.school().id(), form.selection()).compose(people -> {
            StringBuilder csv =
                    new StringBuilder(Csv.MARK).append(Csv.line("Identifiant", "Nom", "Prénom", "Division", "Raison"));
            people.forEach(one -> csv.append(Csv.line(
                    one.login(),
                    one.familyName(),
                    one.givenName(),
                    one.division() == null ? "" : one.division(),
                    Reason.sentenceOf(one.reason()))));
            return visit.file(Csv.TYPE, "ecartes.csv", Buffer.buffer(csv.toString()));
        });
    }

    private Future<Void> letter(Visit visit, Holder holder) {
        SelectionForm form = sound(visit, visit.query(), holder);
        return previews.letter(visit.school().id(), account(visit.query()), form.selection())
                .compose(pdf -> visit.context()
                        .response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/pdf")
                        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"specimen.pdf\"")
                        .end(Buffer.buffer(pdf)));
    }

    /** For the frame of the preview alone: a document that may load, run, send and open nothing. */
    private static final String CSP_OF_MAIL =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox";

    private Future<Void> mailInHtml(Visit visit, Holder holder) {
        SelectionForm form = sound(visit, visit.query(), holder);
        return previews.mail(visit.school().id(), account(visit.query()), form.selection())
                .compose(mail -> visit.context()
                        .response()
                        .putHeader("Content-Security-Policy", CSP_OF_MAIL)
                        .putHeader("X-Frame-Options", "SAMEORIGIN")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                        .end(mail.orElseThrow(() -> Refusal.notFound().asFailure())
                                .html()));
    }

    /** Changes nothing and sends nothing: it may be asked for again by reloading, so its answer is the page itself. */
    private Future<Void> rehearse(Visit visit, Holder holder) {
        SelectionForm form = sound(visit, visit.form(), holder);
        return rehearsals
                .rehearse(visit.school().id(), form.selection())
                .compose(result -> visit.page(
                        "run/rehearsal",
                        new RehearsalView(
                                base(holder),
                                holder == Holder.GUARDIAN,
                                form.query(),
                                result.mails(),
                                result.letters(),
                                result.faults(),
                                result.faultCount(),
                                result.faultCount() > result.faults().size())));
    }

    /** @param moreFaults there are more than those shown */
    record RehearsalView(
            String base,
            boolean guardian,
            String query,
            long mails,
            long letters,
            List<RehearsalService.Fault> faults,
            long faultCount,
            boolean moreFaults) {}

    private Future<Void> test(Visit visit, Holder holder) {
        Form fields = visit.form();
        SelectionForm form = sound(visit, fields, holder);
        long account = account(fields);
        return previews.orderTest(
                        visit.school().id(),
                        account,
                        holder,
                        fields.get("testAddress"),
                        visit.staff().id())
                .compose(
                        done -> visit.seeOther(
                                base(holder) + "/apercu?" + form.query() + "&compte=" + account + "&essai=1"),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.INVALID
                                ? preview(visit, 422, form, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private static long account(Form fields) {
        String typed = fields.get("compte");
        if (!typed.matches("[0-9]{1,18}")) {
            throw Refusal.notFound().asFailure();
        }
        return Long.parseLong(typed);
    }

    private static Optional<String> key(Form fields) {
        return Optional.of(fields.get("key")).filter(key -> key.matches("[0-9a-f-]{36}"));
    }

    private SelectionForm sound(Visit visit, Form fields, Holder holder) {
        SelectionForm form = read(visit, fields, holder);
        if (!form.faults().isEmpty()) {
            throw Refusal.invalid(form.faults()).asFailure();
        }
        return form;
    }

    private SelectionForm read(Visit visit, Form fields, Holder holder) {
        SelectionForm form = SelectionForm.read(fields, holder, zone(visit), clock.instant());
        if (form.selection().reset() && !mayReset(visit)) {
            throw Refusal.forbidden("La réinitialisation en masse est réservée au chef d’établissement.")
                    .asFailure();
        }
        return form;
    }

    private static boolean mayReset(Visit visit) {
        return visit.staff().role().includes(Role.CHEF);
    }

    private static ZoneId zone(Visit visit) {
        return ZoneId.of(visit.school().timezone());
    }
}
