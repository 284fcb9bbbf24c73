package fr.teleservices.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WakesTest {
    private static final byte[] KEY = new byte[32];

    private final Wakes here = new Wakes("here", KEY);
    private final Wakes there = new Wakes("there", KEY);

    @Test
    void whatIsSaidOftenInAMomentIsToldOnce() {
        assertThat(here.add(new Wakes.Wake(Addresses.RUN_CHANGED, 7))).isTrue();
        for (int i = 0; i < 100; i++) {
            here.add(new Wakes.Wake(Addresses.RUN_CHANGED, 7));
        }
        here.add(new Wakes.Wake(Addresses.MAILS_DUE, 1));
        assertThat(there.read(here.take()).orElseThrow())
                .containsExactly(new Wakes.Wake(Addresses.RUN_CHANGED, 7), new Wakes.Wake(Addresses.MAILS_DUE, 1));
        assertThat(here.add(new Wakes.Wake(Addresses.MAILS_DUE, 1))).isTrue();
    }

    @Test
    void onlyAddressesAndNumbersGoOverTheWire() {
        here.add(new Wakes.Wake(Addresses.MAILS_DUE, 42));
        assertThat(here.take().getString("said")).isEqualTo("{\"from\":\"here\",\"wakes\":[[\"mails.due\",42]]}");
    }

    @Test
    void nobodyWithoutTheKeyWakesANode() {
        here.add(new Wakes.Wake(Addresses.MAILS_DUE, 42));
        JsonObject word = here.take();
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new Wakes("there", other).read(word)).isEmpty();
        assertThat(there.read(word.copy().put("said", word.getString("said").replace("42", "43"))))
                .isEmpty();
        assertThat(there.read(new JsonObject())).isEmpty();
    }

    @Test
    void onesOwnWordAndUnknownAddressesArePassedOver() {
        here.add(new Wakes.Wake(Addresses.MAILS_DUE, 42));
        assertThat(here.read(here.take())).isEmpty();
        here.add(new Wakes.Wake(new Address("of.a.newer.version"), 1));
        assertThat(there.read(here.take()).orElseThrow()).isEmpty();
    }

    @Test
    void aFloodIsBoundedTheRestIsSeenByPolling() {
        for (int i = 0; i < 10_000; i++) {
            here.add(new Wakes.Wake(Addresses.RUN_CHANGED, i));
        }
        assertThat(there.read(here.take()).orElseThrow()).hasSize(1_000);
    }

    @Test
    void aSeedWithoutAPortIsNamed() {
        List<String> faults = new ArrayList<>();
        ClusterSettings.seeds("n1:7800,n2,:1,n3:99999", faults);
        assertThat(faults).hasSize(3).allSatisfy(fault -> assertThat(fault).contains("cluster-seeds"));
    }
}
