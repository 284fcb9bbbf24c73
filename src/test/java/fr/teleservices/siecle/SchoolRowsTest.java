package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchoolRowsTest {
    @TempDir
    Path dir;

    @Test
    void divisionsKeepTheirSpacesAndTheirProgrammes() throws IOException {
        CollectedRows rows = read(source(
                dir,
                xml(
                        "UTF-8",
                        "BEE_STRUCTURES",
                        "<DIVISIONS><DIVISION CODE_STRUCTURE=\"3  A\"><LIBELLE_LONG>TROISIEME A</LIBELLE_LONG>"
                                + "<MEFS_APPARTENANCE><MEF_APPARTENANCE><CODE_MEF>10310019110</CODE_MEF></MEF_APPARTENANCE>"
                                + "<MEF_APPARTENANCE CODE_MEF=\"X\"/></MEFS_APPARTENANCE></DIVISION>"
                                + "<DIVISION CODE_STRUCTURE=\"3 B\"/></DIVISIONS>"
                                + "<GROUPES><GROUPE CODE_STRUCTURE=\"G\"/></GROUPES>")));
        assertThat(rows.divisions)
                .containsExactly(
                        new DivisionRow(5, "3  A", "TROISIEME A", List.of("10310019110", "X")),
                        new DivisionRow(5, "3 B", null, List.of()));
    }

    @Test
    void aProgrammeHasALevel() throws IOException {
        CollectedRows rows = read(source(
                dir,
                xml(
                        "UTF-8",
                        "BEE_NOMENCLATURES",
                        "<MEFS><MEF CODE_MEF=\"10110001110\"><FORMATION>5EME</FORMATION><LIBELLE_LONG>5EME</LIBELLE_LONG>"
                                + "<LIBELLE_EDITION>5eme</LIBELLE_EDITION><CODE_MEFSTAT>21120010001</CODE_MEFSTAT></MEF>"
                                + "<MEF CODE_MEF=\"99910001110\"><FORMATION>1ERE TECHNO</FORMATION></MEF>"
                                + "<MEF CODE_MEF=\"99920001110\"/></MEFS>")));
        assertThat(rows.mefs).extracting(MefRow::level).containsExactly("5e", "1re", null);
    }

    @Test
    void theSchoolSaysHowToReachIt() throws IOException {
        CollectedRows rows = read(
                source(
                        dir,
                        xml(
                                "UTF-8",
                                "BEE_COMMUN",
                                "<UAJ><DENOM_PRINC>COLLEGE</DENOM_PRINC><DENOM_COMPL>HUGO</DENOM_COMPL>"
                                        + "<CODE_POSTAL>75001</CODE_POSTAL><MEL_1>ce@example.org</MEL_1><MEL_2>x</MEL_2></UAJ>")));
        assertThat(rows.schools).hasSize(1);
        assertThat(rows.schools.get(0).email1()).isEqualTo("ce@example.org");
        assertThat(rows.schools.get(0).email2()).isNull();
        assertThat(rows.warnings).hasSize(1);
    }
}
