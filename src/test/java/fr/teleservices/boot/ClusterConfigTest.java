package fr.teleservices.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.bus.ClusterSettings;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    private static Values values() {
        return new Values()
                .put(Setting.DB_URI, "postgresql://u:p@localhost:5432/d")
                .put(Setting.BASE_URL, "https://services.example.org")
                .put(Setting.BEHIND_PROXY, "true");
    }

    @Test
    void everyFaultOfANodesConfigurationIsToldAtOnce() {
        Values values = values().put(Setting.BASE_URL, "")
                .put(Setting.CLUSTER_HOST, "0.0.0.0")
                .put(Setting.CLUSTER_BUS_PORT, "7800")
                .put(Setting.CLUSTER_SEEDS, "10.0.0.1:7800, 10.0.0.2");
        assertThatThrownBy(() -> Config.ofNode(values))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("base-url is empty: it is needed with --cluster")
                .hasMessageContaining("cluster-host is “0.0.0.0”: one address of this machine")
                .hasMessageContaining("cluster-bus-port is “7800”: another port than cluster-port")
                .hasMessageContaining("cluster-seeds is “10.0.0.1:7800, 10.0.0.2”: host:port of two nodes or more");
        assertThatThrownBy(() -> Config.ofNode(values()))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining(
                        "cluster-seeds is empty: host:port of two nodes or more, with commas between, is needed with --cluster");
    }

    @Test
    void aSingleProcessNeedsNothingOfIt() {
        assertThat(Config.read(values(), true).cluster().seeds()).isEmpty();
    }

    @Test
    void theOthersReachANodeAtItsOwnAddressUnlessAnotherOneIsGiven() {
        Values values =
                values().put(Setting.CLUSTER_HOST, "10.0.0.1").put(Setting.CLUSTER_SEEDS, "[fd00::1]:7800,n2:7801");
        ClusterSettings settings = Config.ofNode(values).cluster();
        assertThat(settings.publicHost()).isEqualTo("10.0.0.1");
        assertThat(settings.seeds())
                .containsExactly(new ClusterSettings.Seed("[fd00::1]", 7800), new ClusterSettings.Seed("n2", 7801));
        assertThat(Config.ofNode(values.put(Setting.CLUSTER_PUBLIC_HOST, "192.0.2.7"))
                        .cluster()
                        .publicHost())
                .isEqualTo("192.0.2.7");
    }
}
