package fr.teleservices.run;

import fr.teleservices.db.Scope;
import fr.teleservices.letter.ArchiveOptions;
import fr.teleservices.web.Form;
import fr.teleservices.web.ResponseStream;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.util.List;

/** Letters and report of a run, streamed: no more than a part or a page of lines is in memory. */
public final class RunFilePages {
    private static final int LINES = 1_000;

    private final ReportService reports;

    public RunFilePages(ReportService reports) {
        this.reports = reports;
    }

    private interface Writer {
        Future<Integer> write(ReportService.Letters letters, ArchiveOptions options, OutputStream out);
    }

    public Future<Void> pdf(Visit visit, Scope scope) {
        return letters(visit, scope, "application/pdf", "pdf", reports::writePdf);
    }

    public Future<Void> zip(Visit visit, Scope scope) {
        return letters(visit, scope, "application/zip", "zip", reports::writeZip);
    }

    private Future<Void> letters(Visit visit, Scope scope, String type, String extension, Writer writer) {
        Form query = visit.query();
        ArchiveOptions options = new ArchiveOptions(query.has("intercalaires"), query.has("rectoverso"));
        long run = visit.id("id");
        return reports.letters(scope, run).compose(letters -> {
            if (letters.refusal().isPresent()) {
                return Future.failedFuture(letters.refusal().get().asFailure());
            }
            return reports.noteDownload(letters, visit.staff().id(), extension).compose(noted -> {
                HttpServerResponse response = head(visit, type, "courriers-" + run + "." + extension);
                ResponseStream out = new ResponseStream(visit.context());
                return writer.write(letters, options, out).compose(written -> response.end());
            });
        });
    }

    /** For a spreadsheet, which takes the file for UTF-8 by the mark at its beginning. */
    Future<Void> csv(Visit visit, Scope scope) {
        return csv(visit, scope, Csv.MARK);
    }

    /** For a program. */
    public Future<Void> plainCsv(Visit visit, Scope scope) {
        return csv(visit, scope, "");
    }

    private Future<Void> csv(Visit visit, Scope scope, String mark) {
        long run = visit.id("id");
        return reports.noteReport(scope, run, visit.staff().id())
                .compose(noted -> reports.lines(scope, run, 0, LINES))
                .compose(first -> {
                    HttpServerResponse response =
                            head(visit, Csv.TYPE, "campagne-" + run + ".csv").setChunked(true);
                    String title = mark
                            + Csv.line(
                                    "Identifiant",
                                    "Nom",
                                    "Prénom",
                                    "Division",
                                    "Mode",
                                    "Résultat",
                                    "Précision",
                                    "Terminé le (UTC)");
                    return response.write(title).compose(done -> lines(response, scope, run, first));
                });
    }

    /** A write completes when the client has taken it, so a slow one holds back the next page. */
    private Future<Void> lines(HttpServerResponse response, Scope scope, long run, List<NotificationLine> page) {
        StringBuilder csv = new StringBuilder();
        page.forEach(line -> csv.append(line(line)));
        if (page.size() < LINES) {
            return response.end(csv.toString());
        }
        long last = page.get(page.size() - 1).id();
        return response.write(csv.toString())
                .compose(taken -> reports.lines(scope, run, last, LINES))
                .compose(next -> lines(response, scope, run, next));
    }

    private static String line(NotificationLine line) {
        return Csv.line(
                line.login(),
                line.familyName(),
                line.givenName(),
                line.division(),
                RunView.channel(line.channel()),
                line.result(),
                line.why(),
                line.endedAt() == null ? "" : line.endedAt().toString());
    }

    private static HttpServerResponse head(Visit visit, String type, String name) {
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }
}
