package fr.teleservices.bench;

import fr.teleservices.kernel.Uai;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the SIECLE exports of a collège that does not exist, of any size, in constant memory: the same options, the same
 * bytes. The mix is that of real schools, see {@link SampleCase}; all mail addresses are under reserved domains.
 */
public final class SampleSchool {
    /** The school year begins in this one. */
    public static final int YEAR = 2026;

    private static final Charset LATIN = Charset.forName("ISO-8859-15");

    private SampleSchool() {}

    /**
     * @param pupils present ones; up to 2 % more have left, up to 2 % of them have no division
     * @param dir is created
     */
    public record Options(int pupils, Uai uai, long seed, Path dir) {
        public Options {
            if (pupils < 1 || pupils > 5_000_000) {
                throw new IllegalArgumentException("pupils: 1 to 5,000,000");
            }
        }
    }

    /** The five zips, as named by the export. Blocking. */
    public static List<Path> write(Options options) throws IOException {
        Files.createDirectories(options.dir());
        SampleFamilies families = new SampleFamilies(options);
        SamplePeopleFiles people = new SamplePeopleFiles(families, options.uai());
        SampleSchoolFiles school = new SampleSchoolFiles(families.slots(), options.uai());
        try (SampleXml xml = new SampleXml(options.dir(), "ElevesAvecAdresses", LATIN)) {
            people.pupils(xml);
        }
        // In UTF-8, which exports also come in: names that Latin-9 cannot write appear here only.
        try (SampleXml xml = new SampleXml(options.dir(), "ResponsablesAvecAdresses", StandardCharsets.UTF_8)) {
            people.guardians(xml);
        }
        try (SampleXml xml = new SampleXml(options.dir(), "Structures", LATIN)) {
            school.structures(xml);
        }
        try (SampleXml xml = new SampleXml(options.dir(), "Nomenclature", LATIN)) {
            school.nomenclature(xml);
        }
        try (SampleXml xml = new SampleXml(options.dir(), "Communs", LATIN)) {
            school.common(xml);
        }
        return List.of("ElevesAvecAdresses", "ResponsablesAvecAdresses", "Structures", "Nomenclature", "Communs")
                .stream()
                .map(name -> options.dir().resolve("ExportXML_" + name + ".zip"))
                .toList();
    }
}
