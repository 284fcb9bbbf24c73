package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.pupils;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.refusal;
import static fr.teleservices.siecle.Exports.source;
import static fr.teleservices.siecle.Exports.xml;
import static fr.teleservices.siecle.Exports.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
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
class HostileArchivesTest {
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
}
