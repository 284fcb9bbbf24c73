package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.MailFrame;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** What the preview of a mass notification leads to: who is left out, one person's letter and mail, the dry run. */
final class PreviewFilePages {
    private final RunService runs;
    private final PreviewService previews;
    private final RehearsalService rehearsals;
    private final AskedSelection asked;

    PreviewFilePages(RunService runs, PreviewService previews, AskedSelection asked) {
        this.runs = runs;
        this.previews = previews;
        this.rehearsals = previews.rehearsals();
        this.asked = asked;
    }

    List<Route> routes(Holder holder, Permission.Staff may) {
        String base = NotifyPages.base(holder) + "/apercu";
        return List.of(
                Route.get(base + "/ecartes.csv", may.withSecondFactor(), visit -> leftOut(visit, holder)),
                Route.get(base + "/courrier.pdf", may, visit -> letter(visit, holder)),
                Route.get(base + "/courriel.html", may, visit -> mailInHtml(visit, holder)),
                Route.post(base + "/verification", may, visit -> rehearse(visit, holder)));
    }

    private Future<Void> leftOut(Visit visit, Holder holder) {
        SelectionForm form = asked.sound(visit, asked.query(visit), holder);
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
        SelectionForm form = asked.sound(visit, asked.query(visit), holder);
        return previews.letter(visit.school().id(), AskedSelection.account(asked.query(visit)), form.selection())
                .compose(pdf -> visit.context()
                        .response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/pdf")
                        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"specimen.pdf\"")
                        .end(Buffer.buffer(pdf)));
    }

    private Future<Void> mailInHtml(Visit visit, Holder holder) {
        SelectionForm form = asked.sound(visit, asked.query(visit), holder);
        return previews.mail(visit.school().id(), AskedSelection.account(asked.query(visit)), form.selection())
                .compose(mail -> MailFrame.show(
                        visit,
                        mail.orElseThrow(() -> Refusal.notFound().asFailure()).html()));
    }

    /** Changes nothing and sends nothing: it may be asked for again by reloading, so its answer is the page itself. */
    private Future<Void> rehearse(Visit visit, Holder holder) {
        SelectionForm form = asked.sound(visit, visit.form(), holder);
        return rehearsals
                .rehearse(visit.school().id(), form.selection())
                .compose(result -> visit.page(
                        "run/rehearsal",
                        new RehearsalView(
                                NotifyPages.base(holder),
                                holder == Holder.GUARDIAN,
                                asked.query(form),
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
}
