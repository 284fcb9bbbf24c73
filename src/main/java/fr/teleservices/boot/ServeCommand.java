package fr.teleservices.boot;

import fr.teleservices.bus.Membership;
import fr.teleservices.bus.Relay;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import fr.teleservices.meter.Traces;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The real service. */
@CommandLine.Command(
        name = "serve",
        description = "Runs the service with the configuration in conf/ and the environment.")
final class ServeCommand extends Command {
    /** Of the oldest key, which all nodes have, also while a newer one is being handed round. */
    private static final String CLUSTER_KEY = "cluster";

    @Option(names = "--cluster", description = "Joins the other nodes (cluster-seeds), which share the database.")
    private boolean cluster;

    @Override
    public Integer call() throws Exception {
        Vertx first = Vertx.vertx();
        Config config = cluster ? Config.ofNode(await(sources(first))) : config(first);
        await(first.close());
        Traces traces =
                config.traces().map(to -> to.open(config.web().behindProxy())).orElse(null);
        UnaryOperator<VertxBuilder> traced = builder -> traces == null ? builder : traces.into(builder);
        Deque<AutoCloseable> after = new ArrayDeque<>();
        if (traces != null) {
            after.add(traces);
        }
        if (!cluster) {
            return serve(traced.apply(Vertx.builder()).build(), config, traces, after);
        }
        Keyring keyring = Keyring.open(config.keys());
        byte[] key = keyring.key(keyring.ids().iterator().next(), CLUSTER_KEY);
        Membership member = await(Membership.join(config.cluster(), key, traced));
        await(member.vertx().deployVerticle(new Relay(key)));
        after.addFirst(member);
        return serve(member.vertx(), config, traces, after);
    }

    private int serve(Vertx vertx, Config config, @Nullable Traces traces, Deque<AutoCloseable> after)
            throws Exception {
        String admin = config.adminUri();
        if (admin != null) {
            Migrations.migrate(admin, config.databaseUri());
        }
        Keyring keyring = Keyring.open(config.keys());
        Node node = traces == null
                ? new Node(vertx, config, keyring, Map.of())
                : new Node(vertx, config, keyring, Map.of(), traces);
        Lasting lasting = new Lasting(node, after.toArray(AutoCloseable[]::new));
        int listening = await(node.start());
        say("READY http://localhost:" + listening);
        return lasting.untilStopped();
    }
}
