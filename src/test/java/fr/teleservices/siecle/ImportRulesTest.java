package fr.teleservices.siecle;

import static fr.teleservices.siecle.ImportedSchool.guardian;
import static fr.teleservices.siecle.ImportedSchool.legal;
import static fr.teleservices.siecle.ImportedSchool.link;
import static fr.teleservices.siecle.ImportedSchool.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import takes and what it refuses. */
class ImportRulesTest {
    @TempDir
    Path dir;

    private ImportedSchool school;

    @BeforeEach
    void empty() {
        school = new ImportedSchool(dir);
    }

    @AfterEach
    void close() {
        school.close();
    }

    private SiecleSource pupils(int count) {
        return school.pupils(IntStream.rangeClosed(1, count)
                .mapToObj(i -> pupil(i, "Martin", "Marie"))
                .toArray(String[]::new));
    }

    @Test
    @Tag("trust-22")
    void aTruncatedSecondFileWritesNothingOfTheFirst() {
        String[] rows = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> List.of(guardian(1000 + i, "Martin", "Anne"), legal(i, 1000 + i)))
                .flatMap(List::stream)
                .toArray(String[]::new);
        SiecleSource cut = school.truncated(school.guardians(rows));
        assertThat(school.refusal(pupils(60), cut)).startsWith("« " + cut.name() + " », ligne ");
        assertThat(school.count("person")).isZero();
        assertThat(school.count("account")).isZero();
        assertThat(school.run(pupils(60), school.guardians(rows)).added()).isEqualTo(120);
    }

    @Test
    @Tag("trust-22")
    void anotherSchoolsFilesAreRefused() {
        SiecleSource other = school.file(Exports.pupils("<ELEVES>" + pupil(1, "Martin", "Zoé") + "</ELEVES>")
                .replace("0750001U", "0750002V"));
        assertThat(school.refusal(other)).contains("0750002V").contains("0750001U");
        assertThat(school.count("person")).isZero();
    }

    @Test
    @Tag("trust-22")
    void aFileThatWouldCloseAWholeSchoolIsRefused() {
        school.run(pupils(3), school.guardians(guardian(11, "Martin", "Anne"), legal(1, 11)));
        assertThat(school.refusal(school.pupils()))
                .contains("aucun élève présent")
                .contains("ligne ");
        assertThat(school.refusal(school.pupils(pupil(1, "Martin", "Marie", "<DATE_SORTIE>01/07/2026</DATE_SORTIE>"))))
                .contains("aucun élève présent");
        assertThat(school.refusal(school.guardians())).contains("aucun responsable");
        assertThat(school.refusal(school.guardians(guardian(11, "Martin", "Anne"), legal(77, 11))))
                .contains("aucun responsable");
        assertThat(school.count("account WHERE state = 'CLOSED'")).isZero();
    }

    @Test
    void halfASchoolThatLeavesIsDoneAndSaidBefore() {
        school.run(pupils(60));
        ImportPreview preview = school.preview(pupils(20));
        assertThat(preview.alerts())
                .anySatisfy(alert -> assertThat(alert)
                        .contains("Plus de la moitié des élèves")
                        .contains("40"));
        assertThat(preview.report().warnings())
                .extracting(RowNote::reason)
                .anySatisfy(reason -> assertThat(reason).contains("moitié"));
        assertThat(school.run(pupils(20)).left()).isEqualTo(40);
    }

    @Test
    void filesOfAnEarlierYearAreSaidBefore() {
        school.run(pupils(3));
        SiecleSource old = school.file(Exports.pupils("<ELEVES>" + pupil(1, "Martin", "Marie") + "</ELEVES>")
                .replace("2026</ANNEE", "2025</ANNEE"));
        assertThat(school.preview(old).alerts())
                .anySatisfy(alert -> assertThat(alert).contains("2025").contains("2026"));
    }

    @Test
    void bothGenerationsOfResponsibilityAreUnderstood() {
        school.run(
                pupils(2),
                school.guardians(
                        guardian(11, "A", "A"),
                        guardian(12, "B", "B"),
                        guardian(13, "C", "C"),
                        guardian(14, "D", "D"),
                        guardian(15, "E", "E"),
                        guardian(16, "F", "F"),
                        link(1, 11, "10", "<RESP_LEGAL>1</RESP_LEGAL>"),
                        link(1, 12, "20", "<RESP_LEGAL>0</RESP_LEGAL><RESP_FINANCIER>1</RESP_FINANCIER>"),
                        link(1, 13, "90", "<RESP_LEGAL>0</RESP_LEGAL><PERS_CONTACT>1</PERS_CONTACT>"),
                        link(2, 14, "10", "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>"),
                        link(2, 15, "38", "<NIVEAU_RESPONSABILITE>2</NIVEAU_RESPONSABILITE>"),
                        link(2, 16, "90", "<NIVEAU_RESPONSABILITE>3</NIVEAU_RESPONSABILITE>")));
        assertThat(
                        school.database.value(
                                "SELECT string_agg(responsibility, ' ' ORDER BY guardian_id) FROM guardianship JOIN person g ON g.id = guardian_id"))
                .contains("LEGAL", "IN_CHARGE", "CONTACT");
        assertThat(school.count("guardianship WHERE responsibility = 'LEGAL'")).isEqualTo(2);
        assertThat(school.count("guardianship WHERE responsibility = 'CONTACT'"))
                .isEqualTo(2);
        assertThat(school.count("account WHERE holder = 'GUARDIAN'")).isEqualTo(6);
    }

    @Test
    void anAdultPupilHasAPupilsAccountOnly() {
        String adult = guardian(11, "Martin", "Marie");
        String self = link(1, 11, "70", "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>");
        assertThat(school.run(pupils(2), school.guardians(adult, self, guardian(12, "Martin", "Anne"), legal(2, 12)))
                        .added())
                .isEqualTo(3);
        assertThat(school.count("account WHERE holder = 'GUARDIAN'")).isEqualTo(1);
        // as the guardian of a little sister, the same person has one
        school.run(
                pupils(2), school.guardians(adult, self, guardian(12, "Martin", "Anne"), legal(2, 12), legal(2, 11)));
        assertThat(school.count("account WHERE holder = 'GUARDIAN'")).isEqualTo(2);
        assertThat(school.count("guardianship WHERE kinship = '70'")).isZero();
    }

    @Test
    void homonymsGetNumbersInOneGoAndNumbersAreNeverUsedAgain() {
        school.run(pupils(300));
        assertThat(school.count("account WHERE login ~ '^m\\.martin[0-9]+$'")).isEqualTo(300);
        assertThat(school.database.value("SELECT last FROM login_counter WHERE base = 'm.martin'"))
                .isEqualTo("300");
        school.database.execute("DELETE FROM account; DELETE FROM person");
        school.run(pupils(1));
        assertThat(school.account("login", 1)).isEqualTo("m.martin301");
    }

    @Test
    void namesOfAllSortsMakeLogins() {
        school.run(school.pupils(
                pupil(1, "d'Alembert", "Élise"),
                pupil(2, "Le Goff", "Œdipe"),
                pupil(3, "N'DIAYE", "A"),
                pupil(4, "王", "小明"),
                pupil(5, "Nguyễn", "Đức"),
                pupil(6, "Brontë-Smith", "")));
        assertThat(Stream.of(1, 2, 3, 4, 5, 6).map(id -> school.account("login", id)))
                .containsExactly("e.dalembert1", "o.legoff1", "a.ndiaye1", "compte1", "d.nguyen1", "brontesmith1");
    }

    @Test
    void divisionsAreInNaturalOrder() {
        assertThat(Stream.of("10 A", "3 B", "3 A", "6EME2", "6EME10", "TS")
                        .sorted(java.util.Comparator.comparing(DivisionKey::of)))
                .containsExactly("3 A", "3 B", "6EME2", "6EME10", "10 A", "TS");
        assertThat(DivisionKey.of("6 A")).isEqualTo("0006 A");
    }

    @Test
    void twoImportsAtOnceAreOneAfterTheOther() {
        var first = school.service.run(school.id, Exports.SCHOOL, List.of(pupils(200)), false, null);
        var second = school.service.run(school.id, Exports.SCHOOL, List.of(pupils(200)), false, null);
        assertThat(TestDatabase.await(first).added()
                        + TestDatabase.await(second).added())
                .isEqualTo(200);
        assertThat(school.count("account")).isEqualTo(200);
    }

    @Test
    void aFaultOfTheDatabaseWritesNothingAndIsTold() {
        school.database.execute("ALTER TABLE account ADD CONSTRAINT nobody CHECK (login <> 'm.martin7')");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> school.run(pupils(10))))
                .hasMessageContaining("nobody");
        assertThat(school.count("person")).isZero();
        school.database.execute("ALTER TABLE account DROP CONSTRAINT nobody");
        assertThat(school.run(pupils(10)).added()).isEqualTo(10);
    }
}
