package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PupilRowsTest {
    @TempDir
    Path dir;

    private static String pupil(int id, String fields) {
        return "<ELEVE ELEVE_ID=\"" + id + "\" ELENOET=\"5\">" + fields + "</ELEVE>\n";
    }

    private CollectedRows readPupil(String fields) throws IOException {
        return read(source(dir, pupils("<ELEVES>\n" + pupil(1, fields) + "</ELEVES>")));
    }

    @Test
    void aPupilIsReadWithAllItsFields() throws IOException {
        CollectedRows rows = readPupil("<ID_NATIONAL>123456789AB</ID_NATIONAL><NOM_DE_FAMILLE>DUPONT</NOM_DE_FAMILLE>"
                + "<NOM_USAGE>DURAND</NOM_USAGE><PRENOM>Zoé</PRENOM><PRENOM2>Anne</PRENOM2><PRENOM3>Ève</PRENOM3>"
                + "<DATE_NAISS>03/05/2013</DATE_NAISS><CODE_SEXE>2</CODE_SEXE><MEL>zoe@EXAMPLE.org</MEL>"
                + "<TEL_PERSONNEL>01</TEL_PERSONNEL><TEL_PORTABLE>06</TEL_PORTABLE><CODE_STATUT>ST</CODE_STATUT>"
                + "<CODE_MEF>10110001110</CODE_MEF><DATE_ENTREE>01/09/2026</DATE_ENTREE>"
                + "<DATE_SORTIE>05/10/2026</DATE_SORTIE><CODE_MOTIF_SORTIE>10</CODE_MOTIF_SORTIE>"
                + "<ADRESSE_ID>77</ADRESSE_ID><ACCEPTE_SMS>true</ACCEPTE_SMS><INCONNU>x</INCONNU>");
        assertThat(rows.pupils)
                .containsExactly(new PupilRow(
                        6,
                        1,
                        "5",
                        "123456789AB",
                        "DUPONT",
                        "DURAND",
                        "Zoé",
                        "Anne",
                        "Ève",
                        LocalDate.of(2013, 5, 3),
                        Sex.FEMALE,
                        "zoe@example.org",
                        "01",
                        "06",
                        "ST",
                        "10110001110",
                        LocalDate.of(2026, 9, 1),
                        LocalDate.of(2026, 10, 5),
                        "10",
                        77L,
                        true));
        PupilRow pupil = rows.pupils.get(0);
        assertThat(pupil.displayedName()).isEqualTo("DURAND");
        assertThat(pupil.hasLeft(LocalDate.of(2026, 10, 5))).isFalse();
        assertThat(pupil.hasLeft(LocalDate.of(2026, 10, 6))).isTrue();
        assertThat(rows.refused).isEmpty();
    }

    @Test
    void aPupilIsReadWithItsNameAlone() throws IOException {
        CollectedRows rows = readPupil("<NOM_DE_FAMILLE>O</NOM_DE_FAMILLE><PRENOM/><MEL/><DATE_SORTIE></DATE_SORTIE>");
        assertThat(rows.pupils)
                .containsExactly(new PupilRow(
                        6, 1, "5", null, "O", null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null));
        assertThat(rows.warnings).isEmpty();
        assertThat(rows.pupils.get(0).hasLeft(Exports.TODAY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID_NATIONAL", "INE_RNIE", "INE_BEA"})
    void theNationalNumberHasThreeNames(String name) throws IOException {
        CollectedRows rows = readPupil("<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><%1$s>1A</%1$s>".formatted(name));
        assertThat(rows.pupils.get(0).nationalId()).isEqualTo("1A");
    }

    @Test
    void blocksComeInAnyOrder() throws IOException {
        String elements = "<ELEVES>" + pupil(1, "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE>") + "</ELEVES>";
        String structures =
                "<STRUCTURES><STRUCTURES_ELEVE ELEVE_ID=\"1\"><STRUCTURE><CODE_STRUCTURE>3 A</CODE_STRUCTURE>"
                        + "<TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE><STRUCTURE><CODE_STRUCTURE>LATIN</CODE_STRUCTURE>"
                        + "<TYPE_STRUCTURE>G</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE></STRUCTURES>";
        String addresses = "<ADRESSES><ADRESSE ADRESSE_ID=\"9\"><LIGNE1_ADRESSE>1 RUE X</LIGNE1_ADRESSE>"
                + "<CODE_POSTAL>75001</CODE_POSTAL><LIBELLE_POSTAL>PARIS</LIBELLE_POSTAL><CODE_PAYS>100</CODE_PAYS>"
                + "</ADRESSE></ADRESSES>";
        for (String blocks : List.of(
                elements + structures + addresses,
                structures + addresses + elements,
                addresses + elements + structures,
                addresses + structures + elements)) {
            CollectedRows rows = read(source(dir, pupils(blocks)));
            assertThat(rows.pupils).hasSize(1);
            assertThat(rows.pupilDivisions)
                    .extracting(PupilDivisionRow::division)
                    .containsExactly("3 A");
            assertThat(rows.addresses)
                    .extracting(AddressRow::id, AddressRow::origin, AddressRow::town)
                    .containsExactly(tuple(9L, SiecleKind.PUPILS, "PARIS"));
            assertThat(rows.refused).isEmpty();
        }
    }

    @Test
    void aSecondDivisionIsLeftOutWithAWarning() throws IOException {
        CollectedRows rows = read(source(
                dir,
                pupils("<STRUCTURES><STRUCTURES_ELEVE ELEVE_ID=\"1\">"
                        + "<STRUCTURE><CODE_STRUCTURE>3 A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE>"
                        + "<STRUCTURE><CODE_STRUCTURE>3 B</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE>"
                        + "</STRUCTURES_ELEVE></STRUCTURES>")));
        assertThat(rows.pupilDivisions).extracting(PupilDivisionRow::division).containsExactly("3 A");
        assertThat(rows.warnings).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "<PRENOM>A</PRENOM>, nom manquant",
        "<NOM_DE_FAMILLE> &#x202E; </NOM_DE_FAMILLE>, nom manquant",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><DATE_NAISS>31/02/2013</DATE_NAISS>, DATE_NAISS",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><DATE_NAISS>2013-02-01</DATE_NAISS>, DATE_NAISS",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><DATE_NAISS>25/11/2026</DATE_NAISS>, DATE_NAISS",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><DATE_NAISS>31/12/1899</DATE_NAISS>, DATE_NAISS",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><DATE_SORTIE>demain</DATE_SORTIE>, DATE_SORTIE",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><ADRESSE_ID>12a</ADRESSE_ID>, ADRESSE_ID",
        "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><ADRESSE_ID>1234567890123456789</ADRESSE_ID>, ADRESSE_ID"
    })
    void aRowThatCannotBeUsedIsRefusedAndTheRestGoesOn(String fields, String reason) throws IOException {
        CollectedRows rows = read(source(
                dir,
                pupils("<ELEVES>\n" + pupil(1, "<NOM_DE_FAMILLE>B</NOM_DE_FAMILLE>") + pupil(2, fields)
                        + pupil(3, "<NOM_DE_FAMILLE>C</NOM_DE_FAMILLE>") + "</ELEVES>")));
        assertThat(rows.pupils).extracting(PupilRow::id).containsExactly(1L, 3L);
        assertThat(rows.refused).hasSize(1);
        assertThat(rows.refused.get(0).file()).isEqualTo("Export.xml");
        assertThat(rows.refused.get(0).line()).isEqualTo(7);
        assertThat(rows.refused.get(0).reason()).contains(reason);
    }

    @Test
    void aNameOfAHundredIsTakenAndALongerOneRefused() throws IOException {
        String hundred = "\uD83D\uDE00é".repeat(50);
        assertThat(readPupil("<NOM_DE_FAMILLE>" + hundred + "</NOM_DE_FAMILLE>")
                        .pupils
                        .get(0)
                        .familyName())
                .isEqualTo(hundred);
        assertThat(readPupil("<NOM_DE_FAMILLE>" + hundred + "x</NOM_DE_FAMILLE>")
                        .refused
                        .get(0)
                        .reason())
                .contains("trop long");
        assertThat(readPupil("<NOM_DE_FAMILLE>" + "x".repeat(10_000) + "</NOM_DE_FAMILLE>").refused)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-1", "1.5", "99999999999999999999"})
    void anIdentifierThatIsNoNumberIsRefused(String id) throws IOException {
        CollectedRows rows = read(source(
                dir,
                pupils("<ELEVES><ELEVE ELEVE_ID=\"" + id + "\"><NOM_DE_FAMILLE>A</NOM_DE_FAMILLE></ELEVE></ELEVES>")));
        assertThat(rows.pupils).isEmpty();
        assertThat(rows.refused).hasSize(1);
    }

    @Test
    void anIdentifierThatWasThereIsRefused() throws IOException {
        String row = pupil(0, "<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE>");
        CollectedRows rows = read(source(dir, pupils("<ELEVES>\n" + row + row + "</ELEVES>")));
        assertThat(rows.pupils).hasSize(1);
        assertThat(rows.refused).extracting(RowNote::line).containsExactly(7);
    }

    @Test
    void aBadMailAddressIsLeftOutWithAWarning() throws IOException {
        CollectedRows rows = readPupil("<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><MEL>a@b@c.fr</MEL>");
        assertThat(rows.pupils.get(0).email()).isNull();
        assertThat(rows.warnings)
                .containsExactly(
                        new RowNote("Export.xml", 6, "adresse électronique ignorée : elle n’est pas valable (MEL)."));
        assertThat(rows.refused).isEmpty();
    }

    @Test
    void markupInANameIsText() throws IOException {
        CollectedRows rows =
                readPupil("<NOM_DE_FAMILLE>&lt;script&gt;<![CDATA[<b>&amp;]]>{{x}} =cmd ?</NOM_DE_FAMILLE>");
        assertThat(rows.pupils.get(0).familyName()).isEqualTo("<script><b>&amp;{{x}} =cmd ?");
    }

    @Test
    void whatTheSinkThrowsEndsTheReading() throws IOException {
        SiecleSource source = source(dir, pupils("<ELEVES>" + pupil(1, "<NOM>A</NOM>") + "</ELEVES>"));
        SiecleFile file = SiecleFiles.recognise(List.of(source), Exports.SCHOOL, SiecleLimits.DEFAULT, Exports.TODAY)
                .all()
                .get(0);
        SiecleSink failing = new SiecleSink() {
            @Override
            public void pupil(PupilRow row) {
                throw new IllegalStateException("the database is away");
            }
        };
        assertThatThrownBy(() -> new SiecleReader(SiecleLimits.DEFAULT, Exports.TODAY).read(file, failing))
                .hasMessage("the database is away");
    }
}
