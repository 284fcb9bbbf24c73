package fr.teleservices.assistance;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** How long the dashboards take over 200,000 accounts in one school: prints milliseconds. Run by hand. */
final class DashboardSpeed {
    private static final int FAMILIES = 66_667;

    private DashboardSpeed() {}

    public static void main(String[] arguments) throws SQLException {
        try (TestSite site = new TestSite();
                Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_nestloop = off"); // nothing is known yet of the rows that are filled in
            School school = site.school("0750001U", "Collège d’essai");
            site.staff("chef", Role.CHEF, school);
            site.staff("academie", Role.ACADEMIE, null);
            SchoolRows.fill(
                    sql -> {
                        try {
                            statement.execute(sql);
                        } catch (SQLException e) {
                            throw new AssertionError(e);
                        }
                    },
                    school.id(),
                    FAMILIES);
            statement.execute(
                    "UPDATE account SET state = 'ACTIVE', activated_at = timestamptz '2026-09-01' + id % 5 * interval '1 day'"
                            + " WHERE id % 3 = 0");
            statement.execute(
                    "UPDATE account SET state = 'NOTIFIED', notified_at = '2026-08-01', credential_at = '2026-08-01' WHERE id % 3 = 1");
            Browser chef = site.signedIn("chef");
            Browser academy = site.signedIn("academie");
            for (int round = 0; round < 3; round++) {
                if (round == 1) {
                    statement.execute("VACUUM ANALYZE");
                }
                time(chef, "/gestion");
                time(academy, "/gestion/academie");
                time(academy, "/gestion/etablissements");
            }
        }
    }

    private static void time(Browser browser, String path) {
        long begun = System.nanoTime();
        int status = browser.get(path).status();
        System.out.println(path + " " + status + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }
}
