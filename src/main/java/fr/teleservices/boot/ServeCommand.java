package fr.teleservices.boot;

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
    @Option(names = "--cluster", description = "Joins the other nodes of the cluster.")
    private boolean cluster;

    @Override
    public Integer call() throws Exception {
        if (cluster) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(),
                    "--cluster is not there yet: several processes on one database do share the work,"
                            + " progress is seen with a delay.");
        }
        Vertx vertx = Vertx.vertx();
        Config config = config(vertx);
        String admin = config.adminUri();
        if (admin != null) {
            Migrations.migrate(admin, config.databaseUri());
        }
        Node node = new Node(vertx, config, Keyring.open(config.keys()), Map.of());
        Lasting lasting = new Lasting(node);
        int listening = await(node.start());
        say("READY http://localhost:" + listening);
        return lasting.untilStopped();
    }
}
