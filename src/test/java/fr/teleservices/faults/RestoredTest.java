package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.MailCatcher;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the middle of a run is restored while the run has gone on. The short form is RestoredServiceTest. */
@LongFault
class RestoredTest {
    private static final int PUPILS = Integer.getInteger("faults.restored.pupils", 600);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-11")
    void aRestoredRunIsPausedAndSaysWhyAndGoesOnWhenStaffSaySo() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder.resolve("pg"))
                        .withDurable(false)
                        .withStopAtExit(false));
                MailCatcher catcher = MailCatcher.start(0)) {
            long from = System.nanoTime();
            long run;
            try (Stage stage = new Stage(folder, postgres.adminUri(), catcher.port())) {
                stage.start();
                stage.importPupils(PUPILS);
                run = stage.run("restored", "BOTH");
                Rows.await("some have theirs", 60, () -> catcher.received() > 50);
                stage.kill();
            }
            // the backup is made here: what is sent from now on it does not know
            String backup = postgres.createDatabase("backup", "teleservices");
            try (Stage stage = new Stage(folder, postgres.adminUri(), catcher.port())) {
                stage.start();
                Rows.await("more have theirs", 60, () -> catcher.received() > 150);
                assertThat(stage.rows.statusOf(run))
                        .as("the same database starts nothing paused")
                        .isNotEqualTo("PAUSED");
            }
            long before = catcher.received();
            try (Stage stage = new Stage(folder, backup, catcher.port())) {
                stage.start();
                assertThat(stage.rows.statusOf(run)).isEqualTo("PAUSED");
                String page = stage.signedIn().get("/gestion/campagnes/" + run).body();
                assertThat(page)
                        .contains("La campagne s’est mise en pause d’elle-même.", "restaurée depuis une sauvegarde");
                assertThat(
                                stage.rows.number(
                                        "SELECT count(*) FROM audit_event WHERE action = 'run-paused' AND actor_kind = 'SERVICE'"))
                        .isEqualTo(1);
                long until = System.nanoTime() + 3_000_000_000L;
                Rows.await("three polls later", 10, () -> System.nanoTime() > until);
                assertThat(catcher.received()).isEqualTo(before);
                try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                    stage.move(run, "resume");
                    stage.awaitStatus(run, 120, "DONE");
                    watch.sound();
                }
                Reckoning end = stage.reckon(run, catcher.messages("", 0, Integer.MAX_VALUE));
                Verdict.tell(
                        new Verdict.Figures(
                                11, 1, end.selected(), end.lost(), end.duplicated(), (System.nanoTime() - from) / 1e9),
                        "sent since the backup=" + end.duplicated() + ", the same mails");
                assertThat(end.lost()).isZero();
                stage.kill();
                stage.start();
                assertThat(stage.rows.statusOf(run)).isEqualTo("DONE");
            }
        }
    }
}
