package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.credential.TryService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hundred guesses at once, over two nodes: one budget. */
@Tag("trust-9")
@ExtendWith(SharedSite.class)
class Row09ParallelGuessesTest {
    private final WholeSite site;
    private final Family family;

    Row09ParallelGuessesTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void aHundredGuessesAtOnceAreOneBudget() {
        TryService otherNode = new TryService(site.pools, site.clock);
        List<Future<TryService.Try>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add((i % 2 == 0 ? site.tries : otherNode).charge("holder:" + family.login, "192.0.2." + i));
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void aHundredActivationsWithAGuessedPasswordAreOneBudget() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(site.activation.activate(family.form("K7PM-X4RT-QW9D", 1), Family.CLIENT));
        }
        await(Future.join(all).otherwiseEmpty());
        long looked = all.stream()
                .map(Future::cause)
                .filter(cause -> ((Refused) cause).refusal().kind() != Refusal.Kind.TOO_MANY)
                .count();
        assertThat(looked).isLessThanOrEqualTo(5);
    }
}
