package fr.teleservices.siecle;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A collège as it comes, from beginning to end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleImportTest {
    @TempDir
    static Path dir;

    private static ImportedSchool school;
    private static SiecleSource[] files;
    private static ImportReport rehearsed;

    @BeforeAll
    static void sample() throws IOException {
        school = new ImportedSchool(dir);
        files = sources(new SampleSchool.Options(460, Exports.SCHOOL, 7, dir));
    }

    private static SiecleSource[] sources(SampleSchool.Options options) throws IOException {
        List<Path> paths = SampleSchool.write(options);
        return paths.stream().map(SiecleSource::of).toArray(SiecleSource[]::new);
    }

    @AfterAll
    static void close() {
        school.close();
    }

    @Test
    @Order(1)
    void aRehearsalSaysWhatWouldChangeAndWritesNothing() {
        rehearsed = school.rehearse(files);
        assertThat(rehearsed.added()).isGreaterThan(1_100);
        assertThat(rehearsed.changed()).isZero();
        assertThat(rehearsed.left()).isZero();
        for (String table : List.of(
                "person",
                "guardianship",
                "account",
                "division",
                "mef",
                "login_counter",
                "school_import",
                "audit_event")) {
            assertThat(school.count(table)).as(table).isZero();
        }
    }

    @Test
    @Order(2)
    void theImportDoesWhatTheRehearsalSaid() {
        ImportReport report = school.run(files);
        assertThat(report).isEqualTo(rehearsed);
        assertThat(report.refused()).isEmpty();
        assertThat(school.count("person WHERE present")).isEqualTo(report.added());
        assertThat(school.count("person WHERE holder = 'PUPIL'")).isEqualTo(460);
        assertThat(school.count("audit_event WHERE action = 'school.import'")).isEqualTo(1);
    }

    @Test
    @Order(3)
    void everybodyHasOneAccountWithALoginOfTheirOwn() {
        assertThat(school.count("account WHERE current AND state = 'NOT_NOTIFIED'"))
                .isEqualTo(rehearsed.added());
        assertThat(school.count("(SELECT DISTINCT login FROM account) l")).isEqualTo(rehearsed.added());
        assertThat(school.count("account WHERE login !~ '^([a-z]\\.)?[a-z]{1,30}[1-9][0-9]*$'"))
                .isZero();
        assertThat(
                        school.count(
                                "account a JOIN person p ON p.id = a.person_id WHERE a.holder <> p.holder OR a.school_id <> p.school_id"))
                .isZero();
    }

    @Test
    @Order(3)
    void everyGuardianHasAChildWhoIsThere() {
        assertThat(school.count(
                        "person g WHERE holder = 'GUARDIAN' AND NOT EXISTS (SELECT FROM guardianship l JOIN person c"
                                + " ON c.id = l.pupil_id AND c.present WHERE l.guardian_id = g.id)"))
                .isZero();
        assertThat(school.count("guardianship WHERE kinship = '70'")).isZero();
    }

    @Test
    @Order(3)
    void divisionsLevelsAddressesAndTheSchoolsSheetAreThere() {
        assertThat(school.count("division WHERE label IS NOT NULL AND sort_key ~ '^000[3-6]'"))
                .isBetween(16L, 24L);
        assertThat(school.database.value(
                        "SELECT string_agg(DISTINCT level, ' ' ORDER BY level) FROM person WHERE holder = 'PUPIL'"))
                .isEqualTo("3e 4e 5e 6e");
        assertThat(school.count("person WHERE holder = 'PUPIL' AND division IS NULL"))
                .isLessThan(14);
        assertThat(school.count("person WHERE address_line1 IS NOT NULL AND holder = 'PUPIL'"))
                .isGreaterThan(400);
        assertThat(school.count("person WHERE address_line1 IS NOT NULL AND holder = 'GUARDIAN'"))
                .isGreaterThan(600);
        assertThat(school.count("school_address")).isEqualTo(2);
        assertThat(school.database.value("SELECT denomination FROM school_sheet"))
                .isEqualTo("COLLEGE");
    }

    @Test
    @Order(4)
    void theSameFilesAgainChangeNothing() {
        String before = school.database.value(
                "SELECT md5(string_agg(p::text || a::text, '' ORDER BY a.id)) FROM account a JOIN person p ON p.id = a.person_id");
        ImportReport again = school.run(files);
        assertThat(List.of(again.added(), again.changed(), again.left(), again.refusedCount()))
                .containsExactly(0L, 0L, 0L, 0L);
        assertThat(
                        school.database.value(
                                "SELECT md5(string_agg(p::text || a::text, '' ORDER BY a.id)) FROM account a JOIN person p ON p.id = a.person_id"))
                .isEqualTo(before);
    }

    @Test
    @Order(5)
    void anotherSchoolWithTheSamePeopleHasPeopleAndLoginsOfItsOwn() throws IOException {
        Uai uai = new Uai("0750002V");
        long other = school.school("0750002V");
        ImportReport report =
                school.run(other, uai, false, sources(new SampleSchool.Options(460, uai, 7, dir.resolve("other"))));
        assertThat(report.added()).isGreaterThan(1_100);
        assertThat(school.count("person WHERE school_id = " + other)).isEqualTo(report.added());
        assertThat(school.count("person WHERE school_id = " + school.id)).isEqualTo(rehearsed.added());
        assertThat(school.count("account WHERE state = 'NOT_NOTIFIED'")).isEqualTo(report.added() + rehearsed.added());
    }
}
