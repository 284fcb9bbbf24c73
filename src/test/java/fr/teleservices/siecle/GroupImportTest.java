package fr.teleservices.siecle;

import static fr.teleservices.siecle.ImportedSchool.guardian;
import static fr.teleservices.siecle.ImportedSchool.legal;
import static fr.teleservices.siecle.ImportedSchool.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anne has a child at each of two schools and one account for both; children leave and come back. */
class GroupImportTest {
    private static final String ZOE = pupil(1, "Martin", "Zoé");
    private static final String EVA = pupil(3, "Durand", "Eva");
    private static final String ANNE = guardian(11, "Martin", "Anne");
    private static final String LUC = guardian(12, "Durand", "Luc");

    @TempDir
    Path dir;

    private ImportedSchool school;
    private long there;
    private long group;
    private long part;

    @BeforeEach
    void oneAccountForBoth() {
        school = new ImportedSchool(dir);
        school.run(school.pupils(ZOE, EVA), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
        there = school.school("0750002V");
        school.database.execute(
                "INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, content_hash) VALUES ("
                        + there + ", 'GUARDIAN', '77', 'MARTIN', 'Anne', '\\x00'), (" + there
                        + ", 'PUPIL', '7', 'MARTIN', 'Tom', '\\x00');"
                        + "INSERT INTO guardianship (school_id, guardian_id, pupil_id, responsibility) SELECT " + there
                        + ", g.id, p.id, 'LEGAL' FROM person g, person p WHERE g.siecle_id = '77' AND p.siecle_id = '7'");
        group = number("SELECT id FROM account WHERE person_id = (SELECT id FROM person WHERE siecle_id = '11')");
        part = number(
                "INSERT INTO account (school_id, person_id, holder, login, state, closed_reason, closed_at, grouped_into)"
                        + " SELECT school_id, id, holder, 'a.martin.autre', 'CLOSED', 'GROUPED', now(), " + group
                        + " FROM person WHERE siecle_id = '77' RETURNING id");
        school.database.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'h' WHERE id = " + group + ";"
                + "INSERT INTO session (token_hash, account_id, school_id, created_at, seen_at, expires_at) VALUES ('\\x01', "
                + group + ", " + school.id + ", now(), now(), now() + interval '1 day')");
    }

    @AfterEach
    void close() {
        school.close();
    }

    private long number(String sql) {
        return school.database.number(sql);
    }

    private String row(long account) {
        return school.database.value(
                "SELECT a.state || coalesce(' ' || closed_reason, '') || ' at ' || a.school_id || ' '"
                        + " || siecle_id || coalesce(' in ' || grouped_into, '') || CASE WHEN current THEN '' ELSE ' old' END"
                        + " FROM account a JOIN person p ON p.id = person_id WHERE a.id = " + account);
    }

    private void zoeLeaves() {
        school.run(school.pupils(EVA), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
    }

    @Test
    void theAccountStaysOpenAndItsHomeIsTheNextSchool() {
        zoeLeaves();
        assertThat(row(group)).isEqualTo("ACTIVE at " + there + " 77");
        assertThat(row(part)).isEqualTo("CLOSED LEFT at " + school.id + " 11");
        assertThat(number("SELECT count(*) FROM session WHERE account_id = " + group + " AND school_id = " + there))
                .isEqualTo(1);
        assertThat(school.database.value("SELECT password_hash FROM account WHERE id = " + group))
                .isEqualTo("h");
        assertThat(school.account("state", 12)).as("nobody else moved").isEqualTo("NOT_NOTIFIED");
        assertThat(number("SELECT count(*) FROM audit_event WHERE action = 'account.group-home' AND school_id = "
                        + there))
                .isEqualTo(1);
    }

    @Test
    void whoComesBackIsThatSchoolsAgainAndTheGroupGoesOnWithoutThem() {
        zoeLeaves();
        school.run(school.pupils(ZOE, EVA), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
        assertThat(row(group)).isEqualTo("ACTIVE at " + there + " 77");
        assertThat(row(part)).isEqualTo("NOT_NOTIFIED at " + school.id + " 11");
        assertThat(
                        number(
                                "SELECT count(*) FROM account WHERE person_id = (SELECT id FROM person WHERE siecle_id = '11')"))
                .isEqualTo(1);
    }

    @Test
    void aPartWhoseChildrenLeaveIsClosedAndTheGroupGoesOn() {
        // the same two accounts the other way round: the group's home is the other school
        school.database.execute("UPDATE account SET state = 'CLOSED', closed_reason = 'GROUPED', grouped_into = " + part
                + " WHERE id = " + group
                + "; UPDATE account SET state = 'ACTIVE', closed_reason = NULL, grouped_into = NULL"
                + " WHERE id = " + part);
        zoeLeaves();
        assertThat(row(group)).isEqualTo("CLOSED LEFT at " + school.id + " 11");
        assertThat(row(part)).isEqualTo("ACTIVE at " + there + " 77");
        school.run(school.pupils(ZOE, EVA), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
        assertThat(row(group)).isEqualTo("NOT_NOTIFIED at " + school.id + " 11");
    }

    @Test
    void whereNoPartIsLeftItClosesAsEver() {
        school.database.execute(
                "UPDATE account SET state = 'NOT_NOTIFIED', closed_reason = NULL, grouped_into = NULL WHERE id = "
                        + part);
        zoeLeaves();
        assertThat(row(group)).isEqualTo("CLOSED LEFT at " + school.id + " 11");
        assertThat(row(part)).isEqualTo("NOT_NOTIFIED at " + there + " 77");
        assertThat(school.count("session")).isZero();
    }

    @Test
    void partsOfTheSameSchoolLeaveWithTheirHome() {
        school.database.execute(
                "UPDATE account SET state = 'NOT_NOTIFIED', closed_reason = NULL, grouped_into = NULL WHERE id = "
                        + part + "; UPDATE account SET state = 'CLOSED', closed_reason = 'GROUPED', grouped_into = "
                        + group
                        + " WHERE person_id = (SELECT id FROM person WHERE siecle_id = '12')");
        String noa = pupil(5, "Petit", "Noa");
        school.run(school.pupils(noa), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
        assertThat(row(group)).isEqualTo("CLOSED LEFT at " + school.id + " 11");
        assertThat(school.account("closed_reason || coalesce(grouped_into::text, '')", 12))
                .isEqualTo("LEFT");
    }

    @Test
    void aRehearsalMovesNothing() {
        school.rehearse(school.pupils(EVA), school.guardians(ANNE, LUC, legal(1, 11), legal(3, 12)));
        assertThat(row(group)).isEqualTo("ACTIVE at " + school.id + " 11");
    }
}
