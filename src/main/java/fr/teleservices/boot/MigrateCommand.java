package fr.teleservices.boot;

import fr.teleservices.db.Migrations;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine;

/** Brings the database to this version's schema. */
@CommandLine.Command(name = "migrate", description = "Brings the database to this version's schema (db-admin-uri).")
final class MigrateCommand extends Command {
    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Config config = config(vertx);
            String admin = config.adminUri();
            if (admin == null) {
                throw new ConfigFault(List.of("db-admin-uri is needed: the role that owns the schema"));
            }
            int applied = Migrations.migrate(admin, config.databaseUri());
            say("migrations applied: " + applied);
            return 0;
        } finally {
            await(vertx.close());
        }
    }
}
