package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.refusal;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static fr.teleservices.siecle.Exports.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("trust-22")
class HostileFilesTest {
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
    void aZipBombIsRefusedByItsRatio() throws IOException {
        Path path = dir.resolve("bomb.zip");
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("ElevesAvecAdresses.xml"));
            zip.write(PUPILS.substring(0, PUPILS.indexOf("<ELEVES>") + 8).getBytes(StandardCharsets.UTF_8));
            byte[] row = "<a></a>\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1_500; i++) {
                zip.write(row);
            }
            zip.closeEntry();
        }
        assertThat(Files.size(path)).isLessThan(1_000_000);
        SiecleRefusal refusal = refusal(new SiecleSource(path, "bomb.zip"));
        assertThat(refusal.code()).isEqualTo("zip-bomb");
        assertThat(refusal.line()).isGreaterThan(1_000_000);
        assertThat(refusal.sentence()).contains("démesuré");
    }

    @Test
    void aZipBombInAnEntryThatIsSkippedIsRefusedToo() throws IOException {
        SiecleSource zip = zip(dir, "a.zip", "readme.txt", " ".repeat(1_000_000), "a.xml", PUPILS);
        assertThat(read(zip).pupils).hasSize(1);
        refused(refusal(SiecleLimits.DEFAULT.withRatio(100_000, 200), zip), "zip-bomb", 1, "démesuré");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../Eleves.xml", "a/../../b.xml", "/etc/Eleves.xml", "..\\Eleves.xml", "C:\\Eleves.xml", "a/.."})
    void anEntryThatLeavesItsFolderIsRefused(String name) throws IOException {
        SiecleRefusal refusal = refusal(zip(dir, "slip.zip", "ok.txt", "x", name, PUPILS));
        refused(refusal, "zip-slip", 1, "sort de son dossier");
    }

    @Test
    void anEntryThatLeavesItsFolderIsRefusedBehindTheXmlToo() throws IOException {
        SiecleRefusal refusal = refusal(zip(dir, "slip.zip", "Eleves.xml", PUPILS, "../x.sh", "rm"));
        assertThat(refusal.code()).isEqualTo("zip-slip");
        assertThat(dir.getParent().resolve("x.sh")).doesNotExist();
    }

    @Test
    void anArchiveWithSeveralXmlOrNoneIsRefused() throws IOException {
        assertThat(refusal(zip(dir, "two.zip", "a.xml", PUPILS, "b.xml", PUPILS))
                        .code())
                .isEqualTo("several-xml-in-zip");
        refused(refusal(zip(dir, "none.zip", "a.txt", "a")), "no-xml-in-zip", 1, "aucun");
        refused(refusal(zip(dir, "empty.zip")), "no-xml-in-zip", 1, "vide");
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

    @Test
    void aGigabyteThatInflatesIsCutOffWhereTheLimitIs() throws IOException {
        Path path = dir.resolve("huge.zip");
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("a.xml"));
            String head = xml("UTF-8", "BEE_ELEVES", "<ELEVES>").split("</DONNEES>", -1)[0];
            zip.write(head.getBytes(StandardCharsets.UTF_8));
            Random random = new Random(1);
            for (int i = 0; i < 50_000; i++) {
                zip.write(("<ELEVE ELEVE_ID=\"" + i + "\"><NOM>" + Long.toHexString(random.nextLong())
                                + "</NOM></ELEVE>\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        SiecleRefusal refusal =
                refusal(SiecleLimits.DEFAULT.withMaxBytes(2_000_000), new SiecleSource(path, "huge.zip"));
        assertThat(refusal.code()).isEqualTo("too-large");
        assertThat(refusal.line()).isBetween(10_000, 49_000);
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
            SiecleRefused refused = org.assertj.core.api.Assertions.catchThrowableOfType(SiecleRefused.class, () -> {
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
    @ValueSource(ints = {1, 5, 20, 60})
    void aTruncatedFileIsRefusedAtItsLastLine(int missing) throws IOException {
        String text = PUPILS.substring(0, PUPILS.length() - missing - 1);
        int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
        refused(refusal(source(dir, text)), "truncated", lines, "tronqué");
    }

    @Test
    void aTruncatedArchiveIsRefused() throws IOException {
        StringBuilder rows = new StringBuilder("<ELEVES>");
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            rows.append(
                    "\n<ELEVE ELEVE_ID=\"" + i + "\"><NOM>" + Long.toHexString(random.nextLong()) + "</NOM></ELEVE>");
        }
        SiecleSource whole = zip(dir, "a.zip", "a.xml", pupils(rows + "</ELEVES>"));
        byte[] bytes = Files.readAllBytes(whole.path());
        SiecleRefusal refusal = refusal(source(dir, "b.zip", Arrays.copyOf(bytes, bytes.length / 2)));
        assertThat(refusal.code()).isEqualTo("broken-zip");
        assertThat(refusal.line()).isGreaterThan(5_000);
    }

    @Test
    void aDamagedArchiveIsRefused() throws IOException {
        SiecleSource whole = zip(dir, "a.zip", "a.xml", PUPILS);
        byte[] bytes = Files.readAllBytes(whole.path());
        bytes[60] ^= 0x55;
        SiecleRefusal refusal = refusal(source(dir, "b.zip", bytes));
        assertThat(refusal.code()).isIn("broken-zip", "malformed", "truncated", "wrong-encoding", "not-xml");
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
}
