package fr.teleservices.bus;

import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the others know where this node listens. When nodes that had lost sight of each other are together again, what one
 * side knew is kept and what the others knew is gone, their own places too: nobody would speak to them any more.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final ClusterManager cluster;
    private @Nullable RegistrationInfo mine;

    Presence(ClusterManager cluster) {
        this.cluster = cluster;
    }

    /** On one thread. Tells again what is not known any more. */
    void look() {
        if (!cluster.isActive()) {
            return;
        }
        Promise<NodeInfo> known = Promise.promise();
        cluster.getNodeInfo(cluster.getNodeId(), known);
        known.future().onFailure(unknown -> {
            LOG.info("the cluster does not know any more where this node is, it is told again");
            cluster.setNodeInfo(cluster.getNodeInfo(), told("place"));
        });
        Promise<List<RegistrationInfo>> ears = Promise.promise();
        cluster.getRegistrations(Relay.EVERYBODY, ears);
        ears.future().onSuccess(this::listenAgain).onFailure(failure -> LOG.debug("no look at who listens", failure));
    }

    private void listenAgain(List<RegistrationInfo> listening) {
        RegistrationInfo here = listening.stream()
                .filter(one -> one.nodeId().equals(cluster.getNodeId()))
                .findFirst()
                .orElse(null);
        if (here != null) {
            mine = here;
        } else if (mine != null) {
            LOG.info("the cluster does not know any more that this node listens, it is told again");
            cluster.addRegistration(Relay.EVERYBODY, mine, told("listening"));
        }
    }

    private static Promise<Void> told(String what) {
        Promise<Void> told = Promise.promise();
        told.future().onFailure(failure -> LOG.warn("the cluster could not be told of this node's {}", what, failure));
        return told;
    }
}
