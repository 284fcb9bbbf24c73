package fr.teleservices.trust;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.audit.AuditService;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.audit.AuditVerdict;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Sql;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changing or deleting the audit: denied to the service, found out with anybody else; it names nobody. */
@Tag("trust-25")
class Row25AuditIsKeptTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final AuditService audit = new AuditService(database.database());
    private long school;

    @BeforeEach
    void fiveEvents() {
        school = SchoolRows.insert(database, "0750001U", 1);
        for (int i = 0; i < 5; i++) {
            int n = i;
            await(database.database()
                    .inScope(
                            Scope.of(school),
                            tx -> AuditStore.append(
                                    tx,
                                    school,
                                    Instant.parse("2026-09-07T08:00:00Z").plusSeconds(n),
                                    "STAFF",
                                    7L,
                                    "account.notify",
                                    "ACCOUNT",
                                    (long) n,
                                    new JsonObject().put("mode", "EMAIL"))));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aChainThatNobodyTouchedIsWhole() {
        assertThat(await(audit.verify(school))).isEqualTo(new AuditVerdict(school, 5, null));
        assertThat(await(audit.verify(AuditStore.ACADEMY)).isWhole()).isTrue();
    }

    @Test
    void anEventThatWasChangedIsFound() {
        database.execute("UPDATE audit_event SET action = 'account.look' WHERE seq = 3");
        assertThat(await(audit.verify(school)).brokenAt()).isEqualTo(3);
    }

    @Test
    void anEventThatWasTakenOutIsFound() {
        database.execute("DELETE FROM audit_event WHERE seq = 2");
        assertThat(await(audit.verify(school)).brokenAt()).isEqualTo(3);
    }

    @Test
    void aTailThatWasCutOffIsFound() {
        database.execute("DELETE FROM audit_event WHERE seq = 5");
        assertThat(await(audit.verify(school)).brokenAt()).isEqualTo(5);
    }

    @Test
    void theServiceItselfCannotChangeOrDeleteAnEvent() {
        for (String statement : new String[] {
            "UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "UPDATE audit_head SET seq = 0"
        }) {
            assertThatThrownBy(() ->
                            await(database.database().inScope(Scope.of(school), tx -> tx.update(Sql.app(statement)))))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void anEventBearsNoNumberOfAPersonButAPseudonym() {
        assertThat(database.number("SELECT count(DISTINCT actor) FROM audit_event"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(DISTINCT subject) FROM audit_event"))
                .isEqualTo(5);
    }
}
