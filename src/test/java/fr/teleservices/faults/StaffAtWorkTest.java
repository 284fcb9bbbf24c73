package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.SmtpSink;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large run while staff work: a reset's mail is at the mail server within two seconds, whatever runs. {@code -Dfaults.large.families=350000
 * -Dfaults.large.resets=600} makes it a run over 700,000 guardians of a school of 1,050,000 accounts, half of them by mail, all by letter.
 */
@LongFault
class StaffAtWorkTest {
    private static final int PUPILS = Integer.getInteger("faults.large.pupils", 11_000);
    private static final int FAMILIES = Integer.getInteger("faults.large.families", 0);
    private static final int RESETS = Integer.getInteger("faults.large.resets", 50);
    private static final int BEFORE = 20;
    private static final double MOST_SECONDS = 2;
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*<([^>]+)>");

    @TempDir
    private Path folder;

    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final LongAdder again = new LongAdder();

    @Test
    @Tag("fault-12")
    void aResetsMailLeavesWithinTwoSecondsWhateverRuns() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        EmbeddedPostgres.Options.in(folder.resolve("pg")).withStopAtExit(false));
                SmtpSink sink = SmtpSink.start(this::arrives);
                Stage stage = new Stage(folder, postgres.adminUri(), sink.port())) {
            stage.start();
            people(stage);
            List<List<String>> callers = callers(stage);
            Browser staff = stage.signedIn();
            Waits before = new Waits();
            for (List<String> caller : callers.subList(0, BEFORE)) {
                before.serve(stage, staff, caller, "");
            }
            long from = System.nanoTime();
            long run = stage.run("large", "BOTH");
            Waits meanwhile = new Waits();
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                for (List<String> caller : callers.subList(BEFORE, callers.size())) {
                    if (!stage.rows.statusOf(run).equals("RUNNING")) {
                        break;
                    }
                    meanwhile.serve(stage, staff, caller, "/gestion/campagnes/" + run);
                }
                stage.awaitStatus(run, 3_600, "DONE");
                watch.sound();
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            long lost =
                    stage.rows.number("SELECT count(*) FROM notification WHERE channel = 'EMAIL' AND status = 'SENT'")
                            - ids.size();
            Verdict.tell(
                    new Verdict.Figures(12, meanwhile.resets.size(), stage.selected(run), lost, again.sum(), seconds),
                    "meanwhile: " + meanwhile + "; before: " + before);
            assertThat(lost).isZero();
            assertThat(again.sum()).isZero();
            assertThat(meanwhile.resets).as("resets while the run went on").isNotEmpty();
            assertThat(quantile(meanwhile.resets, 0.99)).isLessThan(MOST_SECONDS);
        }
    }

    private void arrives(List<String> recipients, byte[] message) {
        Matcher id = MESSAGE_ID.matcher(new String(message, StandardCharsets.ISO_8859_1));
        if (!id.find() || ids.merge(id.group(1), 1, Integer::sum) > 1) {
            again.increment();
        }
        arrived.merge(recipients.get(0), System.nanoTime(), Math::max);
    }

    private static void people(Stage stage) throws IOException {
        if (FAMILIES == 0) {
            stage.importPupils(PUPILS);
        } else {
            long school = stage.rows.number("SELECT id FROM school WHERE uai = '" + Stage.UAI + "'");
            SchoolRows.fill(stage.rows::execute, school, FAMILIES);
            stage.rows.execute("ANALYZE");
        }
    }

    /** Ids of accounts and addresses: those who call for help have an account in use, and nobody else has their address. */
    private static List<List<String>> callers(Stage stage) {
        stage.rows.execute(
                "UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id IN (SELECT id FROM account"
                        + " WHERE holder = 'PUPIL' AND state = 'NOT_NOTIFIED' ORDER BY id LIMIT " + (RESETS + BEFORE)
                        + ")");
        stage.rows.execute("UPDATE person p SET email = 'aide.' || p.id || '@example.org' FROM account a"
                + " WHERE a.person_id = p.id AND a.holder = 'PUPIL' AND a.state = 'ACTIVE'");
        return stage.rows.all("SELECT a.id, p.email FROM account a JOIN person p ON p.id = a.person_id"
                + " WHERE a.holder = 'PUPIL' AND a.state = 'ACTIVE' ORDER BY a.id");
    }

    /** Seconds of resets until their mail has arrived, and of pages. */
    private final class Waits {
        final List<Double> resets = new ArrayList<>();
        private final Map<String, List<Double>> pages = new TreeMap<>();

        void serve(Stage stage, Browser staff, List<String> caller, String run) {
            long asked = System.nanoTime();
            JsonObject byMail = new JsonObject().put("mode", "EMAIL");
            stage.api().post(202, "/accounts/" + caller.get(0) + "/reset-password", byMail);
            Rows.await("the mail of " + caller.get(1), 30, () -> arrived.containsKey(caller.get(1)));
            resets.add((arrived.get(caller.get(1)) - asked) / 1e9);
            look(staff, "dashboard", "/gestion");
            look(staff, "list", "/gestion/responsables/comptes");
            look(staff, "account", "/gestion/comptes/" + caller.get(0));
            if (!run.isEmpty()) {
                look(staff, "run", run);
            }
        }

        private void look(Browser staff, String name, String page) {
            long clicked = System.nanoTime();
            assertThat(staff.get(page).status()).as(page).isEqualTo(200);
            pages.computeIfAbsent(name, any -> new ArrayList<>()).add((System.nanoTime() - clicked) / 1e9);
        }

        @Override
        public String toString() {
            List<Double> all = new ArrayList<>();
            pages.values().forEach(all::addAll);
            StringBuilder told = new StringBuilder("resets " + quantiles(resets) + ", pages " + quantiles(all));
            pages.forEach(
                    (name, each) -> told.append(", ").append(name).append(' ').append(quantiles(each)));
            return told.toString();
        }
    }

    private static String quantiles(List<Double> all) {
        return String.format(
                Locale.ROOT, "n=%d p50=%.3f p99=%.3f", all.size(), quantile(all, 0.5), quantile(all, 0.99));
    }

    private static double quantile(List<Double> all, double share) {
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
