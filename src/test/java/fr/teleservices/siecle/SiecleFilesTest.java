package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.SCHOOL;
import static fr.teleservices.siecle.Exports.TODAY;
import static fr.teleservices.siecle.Exports.guardians;
import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.refusal;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static fr.teleservices.siecle.Exports.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiecleFilesTest {
    @TempDir
    Path dir;

    private SiecleSource named(String name, String text) throws IOException {
        return source(dir, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private SiecleFiles recognise(SiecleSource... sources) {
        return SiecleFiles.recognise(List.of(sources), SCHOOL, SiecleLimits.DEFAULT, TODAY);
    }

    @Test
    void filesAreKnownByTheirRootNotByTheirName() throws IOException {
        SiecleFiles files = recognise(
                named("eleves.xml", guardians("")),
                zip(dir, "responsables.zip", "Structures.xml", pupils("")),
                named("c", xml("UTF-8", "BEE_COMMUN", "")),
                named("d.pdf", xml("UTF-8", "BEE_NOMENCLATURES", "")),
                named("e.zip", xml("UTF-8", "BEE_STRUCTURES", "")));
        assertThat(files.all()).extracting(SiecleFile::kind).containsExactly(SiecleKind.values());
        assertThat(files.of(SiecleKind.GUARDIANS).orElseThrow().source().name()).isEqualTo("eleves.xml");
        assertThat(files.schoolYear()).isEqualTo(2026);
    }

    @Test
    void aFileSaysOfWhatSchoolYearAndDayItIs() throws IOException {
        assertThat(recognise(source(dir, pupils("")))
                        .of(SiecleKind.PUPILS)
                        .orElseThrow()
                        .parameters())
                .isEqualTo(new ParametersRow(3, SiecleKind.PUPILS, "0750001U", 2026, LocalDate.of(2026, 9, 1), "2.1"));
    }

    @Test
    void parametersMayComeLast() throws IOException {
        String text = "<BEE_ELEVES><DONNEES><ELEVES/></DONNEES>\n" + Exports.parameters() + "</BEE_ELEVES>";
        assertThat(recognise(source(dir, text)).schoolYear()).isEqualTo(2026);
    }

    @Test
    @Tag("trust-22")
    void anotherSchoolsFileIsRefused() throws IOException {
        SiecleRefusal refusal = refusal(source(dir, pupils("").replace("0750001U", "0750002V")));
        assertThat(refusal.message())
                .isEqualTo("« Export.xml », ligne 3 : "
                        + "le fichier est celui de l’établissement 0750002V, et non de 0750001U.");
        assertThat(refusal.code()).isEqualTo("wrong-school");
        assertThat(refusal.toRefusal().code()).isEqualTo("siecle-wrong-school");
    }

    @Test
    @Tag("trust-22")
    void pupilsAndGuardiansOfTwoSchoolsAreRefused() throws IOException {
        SiecleRefusal refusal =
                refusal(named("p.xml", pupils("")), named("g.xml", guardians("").replace("0750001U", "0750002V")));
        assertThat(refusal.code()).isEqualTo("wrong-school");
        assertThat(refusal.file()).isEqualTo("g.xml");
    }

    @Test
    void aFileWithoutSchoolOrYearIsRefused() throws IOException {
        assertThat(refusal(source(dir, pupils("").replace("0750001U", ""))).code())
                .isEqualTo("no-school");
        assertThat(refusal(source(dir, pupils("").replace("2026", "x"))).code()).isEqualTo("no-year");
    }

    @Test
    void filesOfTwoYearsAreRefused() throws IOException {
        SiecleRefusal refusal = refusal(
                named("p.xml", pupils("")),
                named("g.xml", guardians("").replace("<ANNEE_SCOLAIRE>2026", "<ANNEE_SCOLAIRE>2025")));
        assertThat(refusal.message())
                .contains("g.xml")
                .contains("ligne 3")
                .contains("2025")
                .contains("2026");
    }

    @Test
    void twoFilesOfOneSortAreRefused() throws IOException {
        SiecleRefusal refusal = refusal(named("a.xml", pupils("")), named("b.xml", pupils("")));
        assertThat(refusal.message()).contains("b.xml").contains("élèves").contains("a.xml");
    }

    @Test
    void anotherXmlIsRefused() throws IOException {
        SiecleRefusal refusal = refusal(source(dir, "\n<html><body/></html>"));
        assertThat(refusal.code()).isEqualTo("not-siecle");
        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.sentence()).contains("« html »");
    }

    @Test
    void noFileIsRefused() {
        assertThat(refusal().code()).isEqualTo("no-file");
    }

    @Test
    void aNameFromOutsideIsShownWithoutItsFoldersAndMarks() {
        assertThat(new SiecleSource(dir, "C:\\x\\a\u202E\n<b>.xml").name()).isEqualTo("a <b>.xml");
        assertThat(new SiecleSource(dir, "../../etc/passwd").name()).isEqualTo("passwd");
        assertThat(new SiecleSource(dir, "/").name()).isEqualTo("fichier");
    }
}
