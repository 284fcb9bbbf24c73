package fr.teleservices.db;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.TestDatabase;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void aLoginThatIsNotThereIsMadeAndOneThatIsThereKeepsItsPassword() {
        try (TestDatabase database = TestDatabase.fresh()) {
            URI admin = URI.create(database.uri());
            String login = "service_" + UUID.randomUUID().toString().substring(0, 8);
            String stored =
                    "SELECT rolpassword || rolsuper || rolcreaterole FROM pg_authid WHERE rolname = '" + login + "'";
            Migrations.migrate(database.uri(), of(admin, login, "one%27half"));
            String first = database.value(stored);
            Migrations.migrate(database.uri(), of(admin, login, "another"));
            try {
                assertThat(first).startsWith("SCRAM-SHA-256$").endsWith("falsefalse");
                assertThat(database.value(stored)).isEqualTo(first);
                assertThat(database.value("SELECT pg_has_role('" + login + "', 'teleservices_app', 'MEMBER')"))
                        .isEqualTo("t");
            } finally {
                database.execute("DROP ROLE " + login);
            }
        }
    }

    private static String of(URI admin, String user, String password) {
        return "postgresql://" + user + ":" + password + "@" + admin.getHost() + ":" + admin.getPort()
                + admin.getPath();
    }

    @Test
    void theNewestMigrationOfTheJarIsTheLastThatADatabaseHas() {
        try (TestDatabase database = TestDatabase.fresh()) {
            assertThat(Migrations.newest())
                    .isEqualTo(database.value(
                            "SELECT version FROM flyway_schema_history ORDER BY version::int DESC LIMIT 1"));
        }
    }
}
