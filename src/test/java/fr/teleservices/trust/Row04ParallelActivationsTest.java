package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.HeldRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty activations of one account at once: one succeeds. */
@Tag("trust-4")
@ExtendWith(SharedSite.class)
class Row04ParallelActivationsTest {
    private final WholeSite site;
    private final Family family;

    Row04ParallelActivationsTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void ofFiftyActivationsAtOnceOneSucceeds() {
        List<Future<?>> all = new ArrayList<>();
        try (HeldRow held =
                new HeldRow(site.database, "SELECT 1 FROM account WHERE id = " + family.guardian + " FOR UPDATE")) {
            for (int i = 0; i < 50; i++) {
                all.add(site.activation.activate(family.right(), Family.CLIENT));
            }
            held.untilWaiting(2, all);
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all.stream().filter(Future::succeeded).count()).isEqualTo(1);
        assertThat(site.database.number(
                        "SELECT count(*) FROM link WHERE purpose = 'ACTIVATE' AND account_id = " + family.guardian))
                .isEqualTo(1);
    }
}
