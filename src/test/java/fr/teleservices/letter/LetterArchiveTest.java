package fr.teleservices.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;

class LetterArchiveTest {
    private static final LetterRenderer RENDERER = new LetterRenderer();

    /** Letters from a number on, as many for each division as said, in one part. */
    private static byte[] part(int from, String... divisions) {
        List<LetterPage> pages = new ArrayList<>();
        for (String division : divisions) {
            pages.add(SampleLetters.numbered(from + pages.size(), division));
        }
        return RENDERER.render("Partie", pages).pdf();
    }

    private static List<byte[]> parts() {
        return List.of(part(0, "3 A", "3 A", "3 B"), new byte[0], part(3, "3 B", "3 B"), part(5, "10 Été", "10 Été"));
    }

    private static byte[] pdf(ArchiveOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LetterArchive.pdf("Courriers", parts().iterator(), options, out);
        return out.toByteArray();
    }

    private static Map<String, byte[]> zip(Iterator<byte[]> parts, ArchiveOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int files = LetterArchive.zip("Courriers", parts, options, out);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        assertThat(files).isEqualTo(entries.size());
        return entries;
    }

    @Test
    void onePdfHasTheLettersOfAllPartsInOrder() throws Exception {
        byte[] pdf = pdf(ArchiveOptions.PLAIN);
        assertThat(PdfText.pages(pdf)).isEqualTo(7);
        for (int i = 0; i < 7; i++) {
            assertThat(PdfText.lines(pdf, i + 1))
                    .contains("Identifiant : p.nom" + i, "Mot de passe temporaire : K7PM-X4RT-QW9D");
        }
    }

    @Test
    void aDivisionOverTwoPartsHasOneBookmark() throws Exception {
        assertThat(PdfText.bookmarks(pdf(ArchiveOptions.PLAIN))).containsExactly("3 A@1", "3 B@3", "10 Été@6");
    }

    @Test
    void theAssembledPdfSaysItsTitleAndItsLanguage() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(ArchiveOptions.PLAIN))) {
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Courriers");
            assertThat(document.getDocumentCatalog().getViewerPreferences().getDuplex())
                    .as("two families on one sheet")
                    .isEqualTo("Simplex");
            assertThat(document.getDocumentCatalog().getViewerPreferences().getPrintScaling())
                    .isEqualTo("None");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("fr-FR");
        }
    }

    @Test
    void coversAndBlankBacksAreCountedIntoTheBookmarks() throws Exception {
        byte[] pdf = pdf(new ArchiveOptions(true, true));
        assertThat(PdfText.pages(pdf)).isEqualTo(2 * (7 + 3));
        assertThat(PdfText.bookmarks(pdf)).containsExactly("3 A@1", "3 B@7", "10 Été@15");
        assertThat(PdfText.lines(pdf, 1)).containsExactly("3 A");
        assertThat(PdfText.lines(pdf, 3)).contains("Identifiant : p.nom0");
        assertThat(String.join("", PdfText.lines(pdf, 4))).isBlank();
    }

    @Test
    void theZipHasOnePdfForEachDivision() throws Exception {
        Map<String, byte[]> entries = zip(parts().iterator(), ArchiveOptions.PLAIN);
        assertThat(entries).containsOnlyKeys("Lettres_3_A.pdf", "Lettres_3_B.pdf", "Lettres_10_Ete.pdf");
        byte[] second = entries.get("Lettres_3_B.pdf");
        assertThat(PdfText.pages(second)).isEqualTo(3);
        assertThat(PdfText.bookmarks(second)).containsExactly("3 B@1");
        for (int i = 0; i < 3; i++) {
            assertThat(PdfText.lines(second, i + 1)).contains("Identifiant : p.nom" + (i + 2));
        }
    }

    @Test
    void entryNamesCannotLeaveTheFolderOrMeet() {
        EntryNames names = new EntryNames();
        List<String> given = Stream.of("../../etc/passwd", "3 A", "3_a", "3 Á", "", "///", "C:\\x", "é".repeat(300))
                .map(names::forDivision)
                .toList();
        assertThat(given)
                .doesNotHaveDuplicates()
                .allMatch(n -> n.matches("Lettres_[A-Za-z0-9_-]{1,70}\\.pdf"))
                .contains("Lettres_3_A.pdf", "Lettres_3_a_2.pdf", "Lettres_3_A_3.pdf", "Lettres_sans_division.pdf");
    }

    @Test
    void anArchiveThatBreaksOffDoesNotLookWhole() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<byte[]> broken = Stream.of(1, 2)
                .map(i -> {
                    if (i == 2) {
                        throw new SealBroken();
                    }
                    return part(0, "3 A");
                })
                .iterator();
        assertThatThrownBy(() -> LetterArchive.zip("Courriers", broken, ArchiveOptions.PLAIN, out))
                .isInstanceOf(SealBroken.class);
        // The central directory, without which no reader opens a zip, begins with these bytes.
        assertThat(new String(out.toByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("PK\u0001\u0002");
    }

    @Test
    void withoutLettersNothingIsWritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(LetterArchive.pdf("Courriers", List.of(new byte[0]).iterator(), ArchiveOptions.PLAIN, out))
                .isZero();
        assertThat(out.size()).isZero();
    }

    @Test
    void theOutputIsWrittenWhilePartsAreStillToCome() throws Exception {
        long[] written = {0};
        long[] seen = new long[4];
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int b) {
                written[0]++;
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                written[0] += length;
            }
        };
        byte[] part = part(0, "3 A", "3 A", "3 B");
        Iterator<byte[]> parts = Stream.of(0, 1, 2, 3)
                .map(i -> {
                    seen[i] = written[0];
                    return part;
                })
                .iterator();
        LetterArchive.pdf("Courriers", parts, ArchiveOptions.PLAIN, counting);
        assertThat(seen[1]).isGreaterThan(part.length / 2);
        assertThat(seen[3]).isGreaterThan(2L * part.length);
    }
}
