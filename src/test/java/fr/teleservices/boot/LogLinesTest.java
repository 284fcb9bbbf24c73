package fr.teleservices.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.status.Status;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Lines of the log in both forms, and the request that each was written for. */
@Tag("trust-2")
class LogLinesTest {
    private static final String SECRETS =
            "550 <jeanne.martin@example.org> K7PM-X4RT-QW9D /activation/confirm?token=abc.DEF-9 07/03/2012";

    private static OutputStreamAppender<ILoggingEvent> appender(String format) {
        LoggerContext logs = new LoggerContext();
        logs.setMDCAdapter(new ch.qos.logback.classic.util.LogbackMDCAdapter());
        LogFormat.configure(logs, Map.of("TELESERVICES_LOG_FORMAT", format));
        OutputStreamAppender<ILoggingEvent> found = (OutputStreamAppender<ILoggingEvent>)
                logs.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("log");
        assertThat(logs.getStatusManager().getCopyOfStatusList())
                .as("what logback would print to the standard output at each start")
                .allSatisfy(status -> assertThat(status.getEffectiveLevel()).isLessThan(Status.WARN));
        assertThat(found).as("an appender for " + format).isNotNull();
        return found;
    }

    private static String line(OutputStreamAppender<ILoggingEvent> appender, Throwable thrown) {
        LoggerContext logs = (LoggerContext) appender.getContext();
        Logger logger = logs.getLogger("fr.teleservices.run.RunService");
        LoggingEvent event = new LoggingEvent(
                Logger.class.getName(), logger, Level.WARN, "answer {}", thrown, new Object[] {SECRETS});
        event.addKeyValuePair(new KeyValuePair("run", 17L));
        appender.getFilterChainDecision(event);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfJsonHasItsFieldsAndNoSecret() {
        String line = line(appender("json"), new IllegalStateException(SECRETS));
        JsonObject json = new JsonObject(line);
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("logger_name")).endsWith("RunService");
        assertThat(json.getValue("run").toString()).isEqualTo("17");
        assertThat(json.getString("message")).startsWith("answer 550");
        assertThat(json.getString("stack_trace")).contains("IllegalStateException");
        assertThat(line).doesNotContain("jeanne", "K7PM", "abc.DEF", "07/03/2012");
        assertThat(line.strip().lines()).hasSize(1);
    }

    @Test
    void aLineOfTextHasTheSame() {
        String line = line(appender("text"), new IllegalStateException(SECRETS));
        assertThat(line)
                .contains("answer 550", "run=17", "IllegalStateException")
                .doesNotContain("jeanne", "K7PM", "abc.DEF", "07/03/2012");
    }

    @Test
    void aLineSaysForWhichRequestItWasWrittenAlsoBehindAnotherThread() throws Exception {
        OutputStreamAppender<ILoggingEvent> json = appender("json");
        Map<String, String> written = new ConcurrentHashMap<>();
        try (TestSite site = new TestSite(Route.get("/essai/:n", Permission.PUBLIC, visit -> {
            String n = visit.path("n");
            return visit.context().vertx().executeBlocking(() -> "elsewhere").compose(done -> {
                written.put(n, line(json, null));
                return n.equals("panne") ? Future.failedFuture(new IllegalStateException("secret")) : visit.noContent();
            });
        }))) {
            Answer one = site.browser().get("/essai/un");
            Answer other = site.browser().get("/essai/deux");
            Answer fault = site.browser().get("/essai/panne");
            assertThat(request(written.get("un"))).isEqualTo(one.header("x-request-id"));
            assertThat(request(written.get("deux"))).isEqualTo(other.header("x-request-id"));
            assertThat(request(written.get("un"))).isNotEqualTo(request(written.get("deux")));
            assertThat(fault.body()).contains("Référence", request(written.get("panne")));
            assertThat(foreign(site, "from-the-outside")).isNotEqualTo("from-the-outside");
        }
    }

    private static String request(String line) {
        return new JsonObject(line).getString("request");
    }

    /** Nobody has declared a proxy here: what a visitor sends is not taken over. */
    private static String foreign(TestSite site, String id) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + site.port + "/essai/un"))
                                .header("X-Request-Id", id)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }
}
