package fr.teleservices.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MailCatcherPagesTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final MailCatcher CATCHER = MailCatcher.start(0);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Router router = Router.router(VERTX);
        router.route(MailCatcherPages.MOUNT + "/*").subRouter(MailCatcherPages.router(VERTX, CATCHER));
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        port = server.actualPort();
        try (SmtpTalk talk = new SmtpTalk(CATCHER.port())) {
            talk.ask("EHLO client");
            for (int i = 1; i <= 59; i++) {
                talk.mail("p" + i + "@example.org", "Subject: numero " + i + "\r\n\r\n.\r\n");
            }
            talk.mail("parent@example.org", """
                    Subject: <script>alert(1)</script>
                    X-Odd: "><b>
                    Content-Type: multipart/alternative; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-8

                    <i>Identifiant : m.petit1</i>
                    http://localhost:8080/activation?login=m.petit1&x="1.
                    --b
                    Content-Type: text/html; charset=utf-8

                    <html><head><style>p{color:red}</style></head><body><script>alert(2)</script><p>é</p></body></html>
                    --b--
                    .
                    """.replace("\n", "\r\n"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        CATCHER.close();
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void theListHasFiftyMailsAPageTheNewestFirst() throws Exception {
        String first = get("/").body();
        String second = get("/?page=2").body();

        assertThat(first.split("<tr><td>")).hasSize(51);
        assertThat(first)
                .contains("60\u00a0courriels", "numero 59", "Plus anciens")
                .doesNotContain("numero 10<", "Plus récents</a>");
        assertThat(second.split("<tr><td>")).hasSize(11);
        assertThat(second).contains("numero 10<", "Plus récents</a>").doesNotContain("Plus anciens");
    }

    @Test
    void theListCanBeSearchedAndTheSearchStaysInItsField() throws Exception {
        String page = get("/?q=%22P59%40").body();
        assertThat(page).contains("0\u00a0courriel.", "value=\"&quot;P59@\"");
        assertThat(get("/?q=P59%40").body()).contains("1\u00a0courriel.", "numero 59");
        assertThat(get("/?page=zzz").statusCode()).isEqualTo(200);
    }

    @Test
    void whatAMailBringsIsTextAndNoMarkup() throws Exception {
        String list = get("/").body();
        String page = get("/60").body();

        assertThat(list + page).doesNotContain("<script", "<b>", "<i>");
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;i&gt;Identifiant : m.petit1&lt;/i&gt;");
        assertThat(page).contains("href=\"http://localhost:8080/activation?login=m.petit1&amp;x=\"");
    }

    @Test
    void theHtmlPartStandsAloneAndMayDoNothing() throws Exception {
        HttpResponse<String> html = get("/60/html");

        assertThat(html.body()).contains("<head><base target=\"_blank\"><style>", "<p>é</p>");
        assertThat(html.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("sandbox ")
                .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'self'")
                .doesNotContain("unsafe", "allow-scripts", "allow-same-origin");
        assertThat(get("/60").body()).contains("<iframe title=", "sandbox=\"allow-popups ");
    }

    @Test
    void theSourceIsPlainText() throws Exception {
        HttpResponse<String> source = get("/60/source");

        assertThat(source.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(source.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(source.body()).startsWith("Subject: <script>");
    }

    @Test
    void aMailThatIsGoneIsNotFound() throws Exception {
        assertThat(get("/999").statusCode()).isEqualTo(404);
        assertThat(get("/999/html").statusCode()).isEqualTo(404);
        assertThat(get("/999/source").statusCode()).isEqualTo(404);
        assertThat(get("/x").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingIsCachedAndNoAddressLeaksToOtherSites() throws Exception {
        HttpResponse<String> page = get("/60");

        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + MailCatcherPages.MOUNT + path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
