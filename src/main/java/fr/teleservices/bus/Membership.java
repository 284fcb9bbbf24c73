package fr.teleservices.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.SYM_ENCRYPT;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as one node of a cluster: Vert.x on a bus that reaches the others, over TCP, without multicast. What the cluster
 * manager sends is encrypted under a key that all nodes have; who has not that key is no member.
 */
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String GROUP = "teleservices";

    /** A node that says nothing for so long is looked for, and left out when it does not answer. */
    private static final long SILENT_MILLIS = 8_000;

    /** So long is a node not heard that was lost and found again. */
    private static final long LOOK_MILLIS = 5_000;

    private final DefaultCacheManager manager;
    private final Vertx vertx;

    private Membership(DefaultCacheManager manager, Vertx vertx) {
        this.manager = manager;
        this.vertx = vertx;
    }

    /**
     * Joins the cluster, or is its first node where no seed answers. Blocks for a second or two.
     *
     * @param key 32 bytes that all nodes have, and nobody else
     */
    public static Future<Membership> join(ClusterSettings settings, byte[] key) {
        return join(settings, key, builder -> builder);
    }

    /** @param more what else Vert.x is built with */
    public static Future<Membership> join(ClusterSettings settings, byte[] key, UnaryOperator<VertxBuilder> more) {
        DefaultCacheManager manager;
        try {
            manager = new DefaultCacheManager(caches(channel(settings, key)), true);
            say(manager.getMembers());
            manager.addListener(new Views());
        } catch (Exception e) {
            return Future.failedFuture(
                    new IOException("The cluster cannot be joined from " + settings.host() + ":" + settings.port(), e));
        }
        EventBusOptions bus = new EventBusOptions()
                .setHost(settings.host())
                .setPort(settings.busPort())
                .setClusterPublicHost(settings.publicHost());
        InfinispanClusterManager cluster = new InfinispanClusterManager(manager);
        return more.apply(Vertx.builder().with(new VertxOptions().setEventBusOptions(bus)))
                .withClusterManager(cluster)
                .buildClustered()
                .map(vertx -> {
                    Presence presence = new Presence(cluster);
                    vertx.setPeriodic(LOOK_MILLIS, timer -> presence.look());
                    // numbers and JSON alone: no class of another node's choosing is ever made here
                    vertx.eventBus().serializableChecker(name -> false).clusterSerializableChecker(name -> false);
                    return new Membership(manager, vertx);
                })
                .onFailure(failure -> manager.stop());
    }

    private static JChannel channel(ClusterSettings settings, byte[] key) throws Exception {
        TCP tcp = new TCP();
        tcp.setBindAddress(InetAddress.getByName(settings.host()))
                .setBindPort(settings.port())
                .setPortRange(0)
                .setExternalAddr(InetAddress.getByName(settings.publicHost()));
        tcp.getThreadPool().setMinThreads(0).setMaxThreads(64);
        List<InetSocketAddress> seeds = settings.seeds().stream()
                .map(seed -> new InetSocketAddress(seed.host(), seed.port()))
                .toList();
        return new JChannel(
                tcp,
                new TCPPING().<TCPPING>setInitialHosts(seeds).<TCPPING>setPortRange(0),
                new MERGE3().setMinInterval(2_000).setMaxInterval(6_000),
                new FD_ALL3().setTimeout(SILENT_MILLIS).setInterval(SILENT_MILLIS / 4),
                new VERIFY_SUSPECT2().setTimeout(1_500),
                new SYM_ENCRYPT()
                        .setSecretKey(new SecretKeySpec(key, "AES"))
                        .<SYM_ENCRYPT>symAlgorithm("AES/CBC/PKCS5Padding")
                        .<SYM_ENCRYPT>symIvLength(16),
                new NAKACK2().useMcastXmit(false),
                new UNICAST3(),
                new STABLE(),
                new GMS().printLocalAddress(false).setJoinTimeout(1_000),
                new UFC(),
                new MFC(),
                new FRAG4());
    }

    /** The few that the cluster manager of Vert.x asks for: which node listens at which address. */
    private static ConfigurationBuilderHolder caches(JChannel channel) {
        ConfigurationBuilderHolder holder = new ConfigurationBuilderHolder();
        GlobalConfigurationBuilder global = holder.getGlobalConfigurationBuilder();
        global.transport().transport(new JGroupsTransport(channel)).clusterName(GROUP);
        global.shutdown().hookBehavior(org.infinispan.configuration.global.ShutdownHookBehavior.DONT_REGISTER);
        Configuration everywhere = new ConfigurationBuilder()
                .clustering()
                .cacheMode(CacheMode.REPL_SYNC)
                .build();
        for (String name : List.of("__vertx.subs", "__vertx.haInfo", "__vertx.nodeInfo")) {
            holder.newConfigurationBuilder(name).read(everywhere);
        }
        holder.newConfigurationBuilder("__vertx.distributed.cache.configuration")
                .template(true)
                .clustering()
                .cacheMode(CacheMode.DIST_SYNC);
        return holder;
    }

    /** Says in the log who is there. */
    @Listener
    public static final class Views {
        @ViewChanged
        public void changed(ViewChangedEvent event) {
            say(event.getNewMembers());
        }

        @Merged
        public void merged(MergeEvent event) {
            say(event.getNewMembers());
        }
    }

    private static void say(List<Address> members) {
        LOG.info("the cluster has {} nodes: {}", members.size(), members);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** How many nodes this one sees, itself among them. */
    public int members() {
        return manager.getMembers() == null ? 1 : manager.getMembers().size();
    }

    /** Leaves; Vert.x is closed before. */
    @Override
    public void close() throws IOException {
        manager.close();
    }
}
