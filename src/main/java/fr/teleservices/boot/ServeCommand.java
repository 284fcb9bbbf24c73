package fr.teleservices.boot;

import fr.teleservices.bus.Membership;
import fr.teleservices.bus.Relay;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import io.vertx.core.Vertx;
import java.util.Map;
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
        Vertx alone = Vertx.vertx();
        if (!cluster) {
            return serve(alone, config(alone));
        }
        Config config = Config.ofNode(await(sources(alone)));
        await(alone.close());
        Keyring keyring = Keyring.open(config.keys());
        byte[] key = keyring.key(keyring.ids().iterator().next(), CLUSTER_KEY);
        Membership member = await(Membership.join(config.cluster(), key));
        await(member.vertx().deployVerticle(new Relay(key)));
        return serve(member.vertx(), config, member);
    }

    private int serve(Vertx vertx, Config config, AutoCloseable... after) throws Exception {
        String admin = config.adminUri();
        if (admin != null) {
            Migrations.migrate(admin, config.databaseUri());
        }
        Node node = new Node(vertx, config, Keyring.open(config.keys()), Map.of());
        Lasting lasting = new Lasting(node, after);
        int listening = await(node.start());
        say("READY http://localhost:" + listening);
        return lasting.untilStopped();
    }
}
