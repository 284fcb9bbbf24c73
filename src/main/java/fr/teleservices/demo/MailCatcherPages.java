package fr.teleservices.demo;

import static fr.teleservices.kernel.Html.escape;

import fr.teleservices.web.French;
import fr.teleservices.web.MailFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demo's mailbox, to be mounted at {@link #MOUNT}: a list and a page for each mail. It works without scripts. A mail
 * comes from outside, also here: its HTML is a document of its own in a frame that may do nothing.
 */
public final class MailCatcherPages {
    /** Where the router has to be mounted, {@code route(MOUNT + "/*").subRouter(...)}. */
    public static final String MOUNT = "/demo/courriels";

    private static final int PAGE = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM 'à' HH:mm:ss", Locale.FRENCH).withZone(ZoneId.of("Europe/Paris"));
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self';"
            + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final MailCatcher catcher;

    private MailCatcherPages(MailCatcher catcher) {
        this.catcher = catcher;
    }

    public static Router router(Vertx vertx, MailCatcher catcher) {
        MailCatcherPages pages = new MailCatcherPages(catcher);
        Router router = Router.router(vertx);
        router.route().handler(MailCatcherPages::protect);
        // The list may decode twenty thousand subjects the first time: not on an event loop.
        router.get("/").blockingHandler(pages::list, false);
        router.getWithRegex("/(?<id>[0-9]{1,18})").handler(pages::one);
        router.getWithRegex("/(?<id>[0-9]{1,18})/html").handler(pages::htmlPart);
        router.getWithRegex("/(?<id>[0-9]{1,18})/source").handler(pages::source);
        return router;
    }

    private static void protect(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.next();
    }

    private void list(RoutingContext context) {
        String query = Optional.ofNullable(context.queryParams().get("q")).orElse("");
        int page = page(context.queryParams().get("page"));
        long count = catcher.count(query);
        List<CaughtMail> mails = catcher.messages(query, (page - 1) * PAGE, PAGE);
        StringBuilder body = new StringBuilder("<h1>Courriels de la démonstration</h1>\n")
                .append("<p>Aucun courriel ne sort de cette machine\u00a0: ils arrivent tous ici.</p>\n")
                .append("<form method=\"get\" action=\"" + MOUNT + "/\" role=\"search\" class=\"row\">")
                .append("<div class=\"field\"><label for=\"q\">Destinataire ou objet</label>")
                .append("<input type=\"search\" id=\"q\" name=\"q\" size=\"28\" value=\"")
                .append(escape(query))
                .append(
                        "\"></div><button type=\"submit\" class=\"second\">Chercher</button></form>\n<p class=\"quiet\">")
                .append(French.count(count, "courriel", "courriels"))
                .append(count > 1 ? ", les plus récents d’abord" : "")
                .append(".</p>\n");
        if (!mails.isEmpty()) {
            body.append("<table class=\"mails stack\"><thead><tr><th scope=\"col\">Reçu le</th>")
                    .append("<th scope=\"col\">Destinataire</th><th scope=\"col\">Objet</th></tr></thead><tbody>\n");
            mails.forEach(mail -> body.append(row(mail)));
            body.append("</tbody></table>\n");
        }
        body.append(pager(query, page, count));
        page(context, "Courriels de la démonstration", body.toString());
    }

    private static String row(CaughtMail mail) {
        String subject = mail.subject().isBlank() ? "(sans objet)" : mail.subject();
        return "<tr><td>" + TIME.format(mail.receivedAt()) + "</td><td>"
                + escape(String.join(", ", mail.envelopeRecipients())) + "</td><td><a href=\"" + MOUNT + "/" + mail.id()
                + "\">" + escape(subject) + "</a></td></tr>\n";
    }

    private static String pager(String query, int page, long count) {
        StringBuilder links = new StringBuilder();
        String address = MOUNT + "/?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&page=";
        if (page > 1) {
            links.append("<a class=\"button second\" rel=\"prev\" href=\"")
                    .append(escape(address + (page - 1)))
                    .append("\">Plus récents</a> ");
        }
        if ((long) page * PAGE < count) {
            links.append("<a class=\"button second\" rel=\"next\" href=\"")
                    .append(escape(address + (page + 1)))
                    .append("\">Plus anciens</a>");
        }
        return links.isEmpty() ? "" : "<nav aria-label=\"Pages\" class=\"actions\">" + links + "</nav>\n";
    }

    private void one(RoutingContext context) {
        Optional<CaughtMail> found = mail(context);
        if (found.isEmpty()) {
            notFound(context);
            return;
        }
        CaughtMail mail = found.get();
        MimeView view = mail.view();
        String title = mail.subject().isBlank() ? "(sans objet)" : mail.subject();
        StringBuilder body = new StringBuilder("<p><a href=\"" + MOUNT + "/\">Tous les courriels</a></p>\n<h1>")
                .append(escape(title))
                .append("</h1>\n<p>Reçu le ")
                .append(TIME.format(mail.receivedAt()))
                .append(" pour ")
                .append(escape(String.join(", ", mail.envelopeRecipients())))
                .append("</p>\n");
        if (!view.text().isEmpty()) {
            body.append("<section class=\"card\"><h2>Texte</h2>\n<pre class=\"mail whole\">")
                    .append(Links.in(view.text()))
                    .append("</pre></section>\n");
        }
        if (!view.html().isEmpty()) {
            body.append("<section class=\"card\"><h2>Mise en forme</h2>\n<iframe title=\"Courriel mis en forme\"")
                    .append(" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" height=\"700\"")
                    .append(" src=\"" + MOUNT + "/" + mail.id() + "/html\"></iframe></section>\n");
        }
        body.append(
                "<details><summary>En-têtes</summary><div class=\"scroll\" role=\"group\" aria-label=\"En-têtes\" tabindex=\"0\"><table><tbody>\n");
        view.headers()
                .forEach(header -> body.append("<tr><th scope=\"row\">")
                        .append(escape(header.name()))
                        .append("</th><td>")
                        .append(escape(header.value()))
                        .append("</td></tr>\n"));
        body.append("</tbody></table></div></details>\n<p><a href=\"" + MOUNT + "/" + mail.id()
                + "/source\">Source du message</a></p>\n");
        page(context, title, body.toString());
    }

    private void htmlPart(RoutingContext context) {
        Optional<CaughtMail> mail = mail(context);
        if (mail.isEmpty()) {
            notFound(context);
            return;
        }
        String html = MailFrame.withStyleSheet(mail.get().html());
        context.response()
                .putHeader("Content-Security-Policy", MailFrame.policy(html))
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(MailFrame.leadingOut(html));
    }

    private void source(RoutingContext context) {
        Optional<CaughtMail> mail = mail(context);
        if (mail.isEmpty()) {
            notFound(context);
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(Buffer.buffer(mail.get().raw()));
    }

    private Optional<CaughtMail> mail(RoutingContext context) {
        return catcher.message(Long.parseLong(context.pathParam("id")));
    }

    private static void notFound(RoutingContext context) {
        context.response().setStatusCode(404);
        page(
                context,
                "Courriel introuvable",
                "<h1>Courriel introuvable</h1>\n<p>Il a pu faire place à de plus récents." + " <a href=\"" + MOUNT
                        + "/\">Tous les courriels</a></p>\n");
    }

    private static int page(@Nullable String asked) {
        return asked != null && asked.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(asked) : 1;
    }

    private static void page(RoutingContext context, String title, String body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end("""
                        <!doctype html>
                        <html lang="fr">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>%s</title>
                        <link rel="stylesheet" href="/static/teleservices.css">
                        </head>
                        <body class="staff">
                        <header class="bar"><div class="bar-in">
                        <a class="brand" href="%s/">Courriels <span class="brand-sub">démonstration</span></a>
                        <div class="who"><a href="/gestion">Gestion</a> <a href="/">Portail des familles</a></div>
                        </div></header>
                        <div class="columns"><main>
                        %s</main></div>
                        </body>
                        </html>
                        """.formatted(escape(title), MOUNT, body));
    }
}
