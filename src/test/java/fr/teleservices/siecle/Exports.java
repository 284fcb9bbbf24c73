package fr.teleservices.siecle;

import fr.teleservices.kernel.Uai;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.Assertions;

/** Files for tests, and short ways to read them. */
final class Exports {
    static final Uai SCHOOL = new Uai("0750001U");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    static final Charset LATIN9 = Charset.forName("ISO-8859-15");

    private Exports() {}

    static String parameters() {
        return "<PARAMETRES><UAJ>0750001U</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>"
                + "<DATE_EXPORT>01/09/2026</DATE_EXPORT></PARAMETRES>\n";
    }

    static String xml(String encoding, String root, String blocks) {
        return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>\n<" + root + " VERSION=\"2.1\">\n" + parameters()
                + "<DONNEES>\n" + blocks + "\n</DONNEES>\n</" + root + ">\n";
    }

    static String pupils(String blocks) {
        return xml("UTF-8", "BEE_ELEVES", blocks);
    }

    static String guardians(String blocks) {
        return xml("UTF-8", "BEE_RESPONSABLES", blocks);
    }

    static SiecleSource source(Path dir, String name, byte[] content) throws IOException {
        return new SiecleSource(Files.write(dir.resolve(name), content), name);
    }

    static SiecleSource source(Path dir, String content) throws IOException {
        return source(dir, "Export.xml", content.getBytes(StandardCharsets.UTF_8));
    }

    /** Names and contents in turn. */
    static SiecleSource zip(Path dir, String name, String... entries) throws IOException {
        Path path = dir.resolve(name);
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return new SiecleSource(path, name);
    }

    static CollectedRows read(SiecleSource... sources) {
        return read(SiecleLimits.DEFAULT, sources);
    }

    static CollectedRows read(SiecleLimits limits, SiecleSource... sources) {
        CollectedRows rows = new CollectedRows();
        SiecleFiles files = SiecleFiles.recognise(List.of(sources), SCHOOL, limits, TODAY);
        SiecleReader reader = new SiecleReader(limits, TODAY);
        files.all().forEach(file -> reader.read(file, rows));
        return rows;
    }

    static SiecleRefusal refusal(SiecleSource... sources) {
        return refusal(SiecleLimits.DEFAULT, sources);
    }

    static SiecleRefusal refusal(SiecleLimits limits, SiecleSource... sources) {
        return Assertions.catchThrowableOfType(SiecleRefused.class, () -> read(limits, sources))
                .refusal();
    }
}
