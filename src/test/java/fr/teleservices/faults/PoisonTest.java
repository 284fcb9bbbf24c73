package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.run.Mode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One row that cannot be served among many: it fails with its reason, the others go on. */
@ShortFault
@Tag("fault-7")
class PoisonTest {
    private static final int FAMILIES = 60;

    @Test
    void aNameWithoutGlyphsAnAddressThatIsNoneAndATextThatCannotBeWrittenFailAlone() throws Exception {
        long from = System.nanoTime();
        try (Engine engine = new Engine("2026-09-07T08:00:00Z", "Europe/Paris", FAMILIES)) {
            engine.test.execute(poison("7", "family_name = '\uD80C\uDC00\uD80C\uDC01'"));
            engine.test.execute(poison("11", "email = 'pas une adresse'"));
            engine.test.execute(poison("12", "email = 'deux@example.org, autres@example.org'"));
            engine.test.execute(poison("13", "email = E'saut@example.org\\r\\nBcc: tous@example.org'"));
            long run = engine.start(Mode.BOTH, "poison");
            engine.test.execute(
                    "CREATE FUNCTION poisoned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " IF NEW.account_id IN (SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '1-17')"
                            + " THEN NEW.credential_key := 99; END IF; RETURN NEW; END $$;"
                            + " CREATE TRIGGER poisoned BEFORE INSERT ON notification FOR EACH ROW EXECUTE FUNCTION poisoned()");
            engine.work();
            engine.awaitDone(run);

            List<List<String>> failed = engine.rows.all(
                    "SELECT p.siecle_id, n.channel, n.reason IS NOT NULL FROM notification n JOIN account a ON a.id = n.account_id"
                            + " JOIN person p ON p.id = a.person_id WHERE n.status = 'FAILED' ORDER BY 1, 2");
            assertThat(failed)
                    .containsExactlyInAnyOrder(
                            List.of("1-7", "PAPER", "t"),
                            List.of("1-11", "EMAIL", "t"),
                            List.of("1-12", "EMAIL", "t"),
                            List.of("1-13", "EMAIL", "t"),
                            List.of("1-17", "EMAIL", "t"),
                            List.of("1-17", "PAPER", "t"));
            Reckoning end = engine.reckon(run);
            Verdict.tell(
                    new Verdict.Figures(
                            7,
                            failed.size(),
                            end.selected(),
                            end.lost(),
                            end.duplicated(),
                            (System.nanoTime() - from) / 1e9),
                    "failed=" + failed.size());
            assertThat(end.lost()).isZero();
            assertThat(end.duplicated()).isZero();
            assertThat(engine.rows.count(run, "'SENT', 'IN_LETTER'")).isEqualTo(3L * FAMILIES - failed.size());
        }
    }

    private static String poison(String family, String how) {
        return "UPDATE person SET " + how + " WHERE siecle_id = '1-" + family + "'";
    }
}
