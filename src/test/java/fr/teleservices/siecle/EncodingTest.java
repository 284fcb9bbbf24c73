package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.LATIN9;
import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.refusal;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("trust-22")
class EncodingTest {
    private static final String PUPIL = "<ELEVE ELEVE_ID=\"1\"><NOM_DE_FAMILLE>Martin</NOM_DE_FAMILLE></ELEVE>";

    private static final String PUPILS = pupils("<ELEVES>" + PUPIL + "</ELEVES>");

    @TempDir
    Path dir;

    private static String pupil(int id, String fields) {
        return "<ELEVE ELEVE_ID=\"" + id + "\" ELENOET=\"5\">" + fields + "</ELEVE>\n";
    }

    private void refused(SiecleRefusal refusal, String code, int line, String words) {
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.sentence()).contains(words);
        assertThat(refusal.message()).contains(refusal.file()).contains("ligne " + line);
    }

    @Test
    void latinBytesInAFileThatClaimsToBeUtf8AreRefused() throws IOException {
        byte[] bytes = PUPILS.replace("Martin", "Hélène").getBytes(StandardCharsets.ISO_8859_1);
        refused(refusal(source(dir, "a.xml", bytes)), "wrong-encoding", 5, "UTF-8");
    }

    @Test
    void anUndecodableByteFarBehindIsRefusedWithItsLine() throws IOException {
        StringBuilder rows = new StringBuilder("<ELEVES>");
        for (int i = 0; i < 5_000; i++) {
            rows.append("\n").append(PUPIL.replace("\"1\"", "\"" + i + "\""));
        }
        byte[] bytes = pupils(rows + "\n<ELEVE>\u00E9</ELEVE></ELEVES>").getBytes(StandardCharsets.ISO_8859_1);
        refused(refusal(source(dir, "a.xml", bytes)), "wrong-encoding", 5_006, "UTF-8");
    }

    @Test
    void utf8BytesInAFileThatClaimsToBeLatinAreRefused() throws IOException {
        String text = xml("ISO-8859-15", "BEE_ELEVES", "<ELEVES>\n" + PUPIL.replace("Martin", "Hélène") + "</ELEVES>");
        refused(
                refusal(source(dir, "a.xml", text.getBytes(StandardCharsets.UTF_8))),
                "wrong-encoding",
                6,
                "en réalité en UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-7", "EBCDIC-CP-FR", "X-UNKNOWN", "ISO-2022-JP"})
    void anotherEncodingIsRefused(String encoding) throws IOException {
        refused(refusal(source(dir, xml(encoding, "BEE_ELEVES", ""))), "wrong-encoding", 1, "« " + encoding + " »");
    }

    @Test
    void utf16IsRefused() throws IOException {
        byte[] bytes = PUPILS.getBytes(StandardCharsets.UTF_16);
        refused(refusal(source(dir, "a.xml", bytes)), "wrong-encoding", 1, "UTF-16");
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-15,ŒŸé€", "iso-8859-1,ÿé", "windows-1252,Œ’é", "UTF-8,Nguyễn"})
    void theDeclaredEncodingIsTrusted(String encoding, String name) throws IOException {
        String text = xml(
                encoding,
                "BEE_ELEVES",
                "<ELEVES>" + pupil(1, "<NOM_DE_FAMILLE>" + name + "</NOM_DE_FAMILLE>") + "</ELEVES>");
        CollectedRows rows = read(source(dir, "a.xml", text.getBytes(Charset.forName(encoding))));
        assertThat(rows.pupils.get(0).familyName()).isEqualTo(name);
    }

    @Test
    void lettersOfWindowsInALatinFileAreRead() throws IOException {
        String text = xml(
                LATIN9.name(),
                "BEE_ELEVES",
                "<ELEVES>" + pupil(1, "<NOM_DE_FAMILLE>d’Œuvé</NOM_DE_FAMILLE>") + "</ELEVES>");
        CollectedRows rows = read(source(dir, "a.xml", text.getBytes(Charset.forName("windows-1252"))));
        assertThat(rows.pupils.get(0).familyName()).isEqualTo("d’Œuvé");
    }

    @Test
    void aByteOrderMarkIsNoFault() throws IOException {
        byte[] bytes = ("\uFEFF" + pupils("<ELEVES/>")).getBytes(StandardCharsets.UTF_8);
        assertThat(read(source(dir, "a.xml", bytes)).parameters).hasSize(1);
    }
}
