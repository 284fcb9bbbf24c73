package fr.teleservices.trust;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.db.Scope;
import fr.teleservices.db.Sql;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A query without a school, a connection used again after an error: no rows. */
@Tag("trust-15")
class Row15NoSchoolNoRowsTest {
    private static final Sql PERSONS = Sql.app("SELECT count(*) AS n FROM person");
    private static final Sql FAULTY = Sql.app("SELECT 1 / (count(*) - count(*)) FROM person");

    private final TestDatabase test = TestDatabase.fresh();
    private long here;
    private long there;

    @BeforeEach
    void twoSchools() {
        here = SchoolRows.insert(test, "0750001U", 3);
        there = SchoolRows.insert(test, "0750002V", 5);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long persons(Scope scope) {
        return await(test.database().inScope(scope, tx -> tx.one(PERSONS, row -> row.getLong("n"))));
    }

    @Test
    void aTransactionSeesTheSchoolsOfItsScopeAndNoOthers() {
        assertThat(persons(Scope.of(here))).isEqualTo(9);
        assertThat(persons(Scope.of(there))).isEqualTo(15);
        assertThat(persons(Scope.of(List.of(here, there)))).isEqualTo(24);
        assertThat(persons(Scope.of(0))).isZero();
    }

    @Test
    void aScopeEndsWithItsTransactionAlsoAfterAnError() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> await(test.database().inScope(Scope.of(here), tx -> tx.run(FAULTY))))
                    .hasMessageContaining("division by zero");
        }
        assertThat(IntStream.range(0, 20).mapToLong(i -> persons(Scope.of(0))).sum())
                .isZero();
    }

    @Test
    void theTenantTablesAreUnderForcedPoliciesAndOwnedByNeitherRole() {
        assertThat(test.number("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                        + " WHERE c.relkind = 'r' AND r.rolname LIKE 'teleservices%'"))
                .isZero();
        List<String> open = new ArrayList<>();
        String names =
                test.value("SELECT string_agg(c.relname, ' ') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                        + " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'school_id'"
                        + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)");
        open.addAll(List.of(names.split(" ")));
        // staff and sessions are found before the school is known; the head of a chain names nobody
        assertThat(open).containsExactlyInAnyOrder("staff", "session", "audit_head");
    }

    @Test
    void theGateSeesNoNames() {
        for (String column : List.of("family_name", "given_name", "email")) {
            assertThat(test.value(
                            "SELECT has_column_privilege('teleservices_gate', 'person', '" + column + "', 'SELECT')"))
                    .isEqualTo("f");
        }
        assertThat(test.value("SELECT has_column_privilege('teleservices_gate', 'account', 'password_hash', 'SELECT')"))
                .isEqualTo("f");
    }
}
