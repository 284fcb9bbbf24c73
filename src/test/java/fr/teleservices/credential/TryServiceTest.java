package fr.teleservices.credential;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import fr.teleservices.kernel.Refused;
import fr.teleservices.testing.TestSite;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TryServiceTest {
    private static TestSite site;

    @BeforeAll
    static void open() {
        site = new TestSite();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static int waitOf(String login, String address) {
        Throwable refused = catchThrowable(() -> await(site.tries.charge(login, address)));
        assertThat(refused).isInstanceOf(Refused.class);
        return ((Refused) refused).refusal().retryAfterSeconds();
    }

    @Test
    @Tag("trust-8")
    void theWaitDoublesUpToAQuarterOfAnHourAndIsNotCountedItself() {
        String login = "p.attente1";
        int[] expected = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900};
        for (int seconds : expected) {
            await(site.tries.charge(login, "192.0.2.1"));
            assertThat(waitOf(login, "192.0.2.1")).isEqualTo(seconds);
            assertThat(waitOf(login, "192.0.2.1")).isEqualTo(seconds);
            site.clock.advance(Duration.ofSeconds(seconds));
        }
    }

    @Test
    @Tag("trust-8")
    void anHourLaterOrAfterASuccessAllIsForgotten() {
        String login = "p.oubli1";
        for (int seconds : new int[] {1, 2, 4}) {
            await(site.tries.charge(login, "192.0.2.2"));
            site.clock.advance(Duration.ofSeconds(seconds));
        }
        await(await(site.tries.charge(login, "192.0.2.2")).succeeded());
        await(site.tries.charge(login, "192.0.2.2"));
        assertThat(waitOf(login, "192.0.2.2")).isEqualTo(1);
        site.clock.advance(Duration.ofMinutes(61));
        await(site.tries.charge(login, "192.0.2.2"));
        assertThat(waitOf(login, "192.0.2.2")).isEqualTo(1);
    }

    @Test
    @Tag("trust-8")
    void threeHundredFailuresOfOneAddressMakeItWaitAndItsTenMinutesEnd() {
        String address = "198.51.100.7";
        for (int i = 0; i < TryStore.FREE_OF_ADDRESS; i++) {
            await(await(site.tries.charge("p.ecole" + i, address)).failed());
        }
        assertThat(waitOf("p.autre1", address)).isEqualTo(60);
        assertThat(await(site.tries.charge("p.autre1", "198.51.100.8"))).isNotNull();
        site.clock.advance(Duration.ofMinutes(11));
        await(await(site.tries.charge("p.autre2", address)).failed());
        assertThat(await(site.tries.charge("p.autre3", address))).isNotNull();
    }

    @Test
    @Tag("trust-8")
    void allAddressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < TryStore.FREE_OF_ADDRESS; i++) {
            await(await(site.tries.charge("p.reseau" + i, "2001:db8:7:1::" + Integer.toHexString(i + 1)))
                    .failed());
        }
        assertThat(waitOf("p.autre4", "2001:db8:7:1:aaaa:bbbb:cccc:dddd")).isEqualTo(60);
        assertThat(waitOf("p.autre4", "2001:0DB8:0007:0001:0:0:0:9%eth0")).isEqualTo(60);
        assertThat(await(site.tries.charge("p.autre4", "2001:db8:7:2::1"))).isNotNull();
    }

    @Test
    void caseAndBlanksMakeNoOtherLogin() {
        await(site.tries.charge("p.casse1", "192.0.2.3"));
        assertThatThrownBy(() -> await(site.tries.charge(" P.CASSE1 ", "192.0.2.3")))
                .isInstanceOf(Refused.class);
    }
}
