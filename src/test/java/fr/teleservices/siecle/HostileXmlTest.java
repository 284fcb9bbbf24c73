package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.refusal;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("trust-22")
class HostileXmlTest {
    private static final String PUPIL = "<ELEVE ELEVE_ID=\"1\"><NOM_DE_FAMILLE>Martin</NOM_DE_FAMILLE></ELEVE>";

    private static final String PUPILS = pupils("<ELEVES>" + PUPIL + "</ELEVES>");

    @TempDir
    Path dir;

    private void refused(SiecleRefusal refusal, String code, int line, String words) {
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.sentence()).contains(words);
        assertThat(refusal.message()).contains(refusal.file()).contains("ligne " + line);
    }

    /** A start, then the same for ever. */
    private static final class Endless extends InputStream {
        private final byte[] head;
        private final byte[] rest;
        private long count;

        Endless(String head, String rest) {
            this.head = head.getBytes(StandardCharsets.UTF_8);
            this.rest = rest.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            long at = count++;
            return at < head.length ? head[(int) at] : rest[(int) ((at - head.length) % rest.length)];
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            for (int i = 0; i < length; i++) {
                bytes[from + i] = (byte) read();
            }
            return length;
        }
    }

    @Test
    void aHarmlessFileIsRead() throws IOException {
        assertThat(read(source(dir, PUPILS)).pupils).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE BEE_ELEVES>",
                "<!DOCTYPE BEE_ELEVES SYSTEM \"http://127.0.0.1:9/x.dtd\">",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>"
            })
    void aDtdIsRefusedWhateverIsInIt(String dtd) throws IOException {
        String text = PUPILS.replace("?>\n", "?>\n\n" + dtd);
        refused(refusal(source(dir, text)), "dtd", 3, "DTD");
    }

    @Test
    void aBillionLaughsAreRefusedAtOnce() throws IOException {
        StringBuilder dtd = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">\n");
        for (int i = 1; i < 30; i++) {
            dtd.append("<!ENTITY a%d \"%s\">\n".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        }
        String text = PUPILS.replace("?>\n", "?>\n" + dtd + "]>").replace("Martin", "&a29;");
        refused(refusal(source(dir, text)), "dtd", 2, "DTD");
    }

    @Test
    void aDtdHiddenBehindAnOddCommentIsRefused() throws IOException {
        String text = PUPILS.replace("?>\n", "?>\n<!-- > <a> --><!-- <!DOCTYPE y> -->\n<!DOCTYPE x>");
        refused(refusal(source(dir, text)), "dtd", 3, "DTD");
    }

    @Test
    void anUndeclaredEntityIsRefused() throws IOException {
        SiecleRefusal refusal = refusal(source(dir, PUPILS.replace("Martin", "&chr;")));
        assertThat(refusal.code()).isIn("malformed", "entity");
        assertThat(refusal.line()).isEqualTo(5);
    }

    @Test
    void aGigabyteIsRefusedBeforeItIsRead() throws IOException {
        Path path = dir.resolve("huge.xml");
        Files.writeString(path, PUPILS);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1_000_000_000);
        }
        refused(refusal(new SiecleSource(path, "huge.xml")), "too-large", 1, "800 Mo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<NOM_DE_FAMILLE>",
                "<NOM_DE_FAMILLE><![CDATA[",
                "<NOM_DE_FAMILLE><![CDATA[<",
                "<!--",
                "<!-->",
                "<NOM_DE_FAMILLE a='",
                "<NOM_DE_FAMILLE ",
                "<"
            })
    void aGigabyteInOnePieceIsRefusedAfterAFewKilobytes(String start) {
        // Read as a stream that never ends: what is refused was not kept.
        String head = pupils("<ELEVES><ELEVE>" + start).split("\n</DONNEES>", -1)[0];
        Endless endless = new Endless(head, "a>".repeat(start.contains("!") ? 1 : 0) + "a");
        try (SiecleXml xml = new SiecleXml(endless, new SiecleSource(dir, "x"), SiecleLimits.DEFAULT)) {
            SiecleRefused refused = catchThrowableOfType(SiecleRefused.class, () -> {
                while (true) {
                    xml.next();
                }
            });
            assertThat(refused.refusal().code()).isIn("too-long", "malformed");
            assertThat(refused.refusal().line()).isEqualTo(5);
        }
        assertThat(endless.count).isLessThan(300_000);
    }

    @Test
    void millionsOfDifferentElementsAreRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            text.append("<e").append(i).append("/>");
        }
        assertThat(refusal(source(dir, pupils(text.toString()))).code()).isEqualTo("not-siecle");
    }

    @Test
    void elementsInsideElementsWithoutEndAreRefused() throws IOException {
        refused(refusal(source(dir, pupils("<a>".repeat(100_000)))), "too-deep", 5, "imbriqués");
    }

    @Test
    void millionsOfRowsAreRefused() throws IOException {
        StringBuilder text = new StringBuilder("<ELEVES>");
        for (int i = 0; i < 20; i++) {
            text.append("\n").append(PUPIL.replace("\"1\"", "\"" + i + "\""));
        }
        SiecleSource source = source(dir, pupils(text + "</ELEVES>"));
        refused(refusal(SiecleLimits.DEFAULT.withMaxRows(10), source), "too-many-rows", 16, "10 lignes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void aTruncatedFileIsRefusedAtItsLastLine(int missing) throws IOException {
        String text = PUPILS.substring(0, PUPILS.length() - missing - 1);
        int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
        refused(refusal(source(dir, text)), "truncated", lines, "tronqué");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nom;prenom\nMartin;Paul\n", "%PDF-1.4", "\u0001\u0002"})
    void whatIsNoXmlIsRefused(String text) throws IOException {
        refused(refusal(source(dir, text)), "not-xml", 1, "ni un XML ni une archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n  \n"})
    void anEmptyFileIsRefused(String text) throws IOException {
        refused(refusal(source(dir, text)), "empty", 1, "vide");
    }

    @Test
    void malformedXmlIsRefusedWithItsLine() throws IOException {
        refused(refusal(source(dir, PUPILS.replace("</ELEVE>", "\n</ELEVES>"))), "malformed", 6, "bien formé");
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        refused(refusal(new SiecleSource(dir.resolve("absent"), "absent")), "unreadable", 1, "illisible");
    }

    @Test
    void aFileThatStopsAnywhereIsRefused() throws IOException {
        int end = PUPILS.lastIndexOf('>');
        for (int length = 0; length <= end; length++) {
            String start = PUPILS.substring(0, length);
            int lines = (int) start.chars().filter(c -> c == '\n').count() + 1;
            assertThat(refusal(source(dir, start)).line()).isBetween(1, lines);
        }
    }

    @Test
    void manyHarmlessReferencesAreNoBomb() throws IOException {
        StringBuilder rows = new StringBuilder("<ELEVES>");
        for (int i = 0; i < 5_000; i++) {
            rows.append(PUPIL.replace("\"1\"", "\"" + i + "\"").replace("Martin", "&amp;&#233;&lt;".repeat(20)));
        }
        assertThat(read(source(dir, pupils(rows + "</ELEVES>"))).pupils).hasSize(5_000);
    }
}
