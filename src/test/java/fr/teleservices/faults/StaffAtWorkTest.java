package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.SmtpSink;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large run while staff work: a reset's mail is at the mail server within two seconds, whatever runs.
 * {@code -Dfaults.large.pupils=550000} makes it a run of a million.
 */
@LongFault
class StaffAtWorkTest {
    private static final int PUPILS = Integer.getInteger("faults.large.pupils", 11_000);
    private static final int RESETS = Integer.getInteger("faults.large.resets", 50);
    private static final double MOST_SECONDS = 2;
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*<([^>]+)>");

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-12")
    void aResetsMailLeavesWithinTwoSecondsWhateverRuns() throws Exception {
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        Map<String, Integer> ids = new ConcurrentHashMap<>();
        LongAdder again = new LongAdder();
        try (SmtpSink sink = SmtpSink.start((recipients, message) -> {
                    Matcher id = MESSAGE_ID.matcher(new String(message, StandardCharsets.ISO_8859_1));
                    if (!id.find() || ids.merge(id.group(1), 1, Integer::sum) > 1) {
                        again.increment();
                    }
                    arrived.merge(recipients.get(0), System.nanoTime(), Math::max);
                });
                Stage stage = new Stage(folder, TestPostgres.freshDatabase(), sink.port())) {
            stage.start();
            stage.importPupils(PUPILS);
            // those who call for help have an account in use, and nobody else has their address
            stage.rows.execute(
                    "UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id IN (SELECT id FROM account"
                            + " WHERE holder = 'PUPIL' AND state = 'NOT_NOTIFIED' ORDER BY id LIMIT " + RESETS + ")");
            stage.rows.execute("UPDATE person p SET email = 'aide.' || p.id || '@example.org' FROM account a"
                    + " WHERE a.person_id = p.id AND a.holder = 'PUPIL' AND a.state = 'ACTIVE'");
            List<List<String>> callers =
                    stage.rows.all("SELECT a.id, p.email FROM account a JOIN person p ON p.id = a.person_id"
                            + " WHERE a.holder = 'PUPIL' AND a.state = 'ACTIVE' ORDER BY a.id");
            Browser staff = stage.signedIn();
            long from = System.nanoTime();
            long run = stage.run("large", "BOTH");
            List<Double> resets = new ArrayList<>();
            List<Double> pages = new ArrayList<>();
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                int whileRunning = 0;
                for (List<String> caller : callers) {
                    whileRunning += stage.rows.statusOf(run).equals("RUNNING") ? 1 : 0;
                    long asked = System.nanoTime();
                    JsonObject byMail = new JsonObject().put("mode", "EMAIL");
                    stage.api().post(202, "/accounts/" + caller.get(0) + "/reset-password", byMail);
                    Rows.await("the mail of " + caller.get(1), 30, () -> arrived.containsKey(caller.get(1)));
                    resets.add((arrived.get(caller.get(1)) - asked) / 1e9);
                    for (String page :
                            new String[] {"/gestion", "/gestion/campagnes/" + run, "/gestion/responsables/comptes"}) {
                        long clicked = System.nanoTime();
                        assertThat(staff.get(page).status()).as(page).isEqualTo(200);
                        pages.add((System.nanoTime() - clicked) / 1e9);
                    }
                }
                stage.awaitStatus(run, 3_600, "DONE");
                watch.sound();
                long sent = stage.rows.number(
                        "SELECT count(*) FROM notification WHERE channel = 'EMAIL' AND status = 'SENT'");
                long lost = sent - ids.size();
                Verdict.tell(
                        new Verdict.Figures(
                                12, RESETS, stage.selected(run), lost, again.sum(), (System.nanoTime() - from) / 1e9),
                        String.format(
                                Locale.ROOT,
                                "while_running=%d reset_p50=%.2f reset_p99=%.2f pages_p50=%.2f pages_p99=%.2f",
                                whileRunning,
                                quantile(resets, 0.5),
                                quantile(resets, 0.99),
                                quantile(pages, 0.5),
                                quantile(pages, 0.99)));
                assertThat(lost).isZero();
                assertThat(again.sum()).isZero();
                assertThat(quantile(resets, 0.99)).isLessThan(MOST_SECONDS);
            }
        }
    }

    private static double quantile(List<Double> all, double share) {
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
