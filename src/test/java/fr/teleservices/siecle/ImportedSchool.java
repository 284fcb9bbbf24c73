package fr.teleservices.siecle;

import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A school on a database of its own, and short ways to write and import its files. */
final class ImportedSchool implements AutoCloseable {
    final TestDatabase database = TestDatabase.fresh();
    final MovableClock clock = MovableClock.at("2026-11-24T08:00:00Z");
    final ImportService service = new ImportService(database.vertx(), database.database(), clock);
    final long id = school(Exports.SCHOOL.value());
    private final Path dir;
    private int files;

    ImportedSchool(Path dir) {
        this.dir = dir;
    }

    long school(String uai) {
        return database.number(
                "INSERT INTO school (uai, name) VALUES ('" + uai + "', 'Collège " + uai + "') RETURNING id");
    }

    ImportReport run(SiecleSource... sources) {
        return run(id, Exports.SCHOOL, false, sources);
    }

    ImportReport rehearse(SiecleSource... sources) {
        return run(id, Exports.SCHOOL, true, sources);
    }

    ImportReport run(long school, Uai uai, boolean dryRun, SiecleSource... sources) {
        return TestDatabase.await(service.run(school, uai, List.of(sources), dryRun, null));
    }

    ImportPreview preview(SiecleSource... sources) {
        return TestDatabase.await(service.preview(id, Exports.SCHOOL, List.of(sources)));
    }

    String refusal(SiecleSource... sources) {
        return Assertions.catchThrowableOfType(Refused.class, () -> run(sources))
                .refusal()
                .sentence();
    }

    /** @param more elements of the row, {@code DATE_SORTIE} for one */
    static String pupil(int id, String family, String given, String... more) {
        return "<ELEVE ELEVE_ID=\"" + id + "\"><NOM_DE_FAMILLE>" + family + "</NOM_DE_FAMILLE><PRENOM>" + given
                + "</PRENOM><DATE_NAISS>02/03/2013</DATE_NAISS><CODE_MEF>10110001110</CODE_MEF>" + String.join("", more)
                + "</ELEVE>\n";
    }

    static String guardian(int id, String family, String given, String... more) {
        return "<PERSONNE PERSONNE_ID=\"" + id + "\"><NOM_DE_FAMILLE>" + family + "</NOM_DE_FAMILLE><PRENOM>" + given
                + "</PRENOM>" + String.join("", more) + "</PERSONNE>\n";
    }

    static String link(int pupil, int guardian, String kinship, String level) {
        return "<RESPONSABLE_ELEVE><ELEVE_ID>" + pupil + "</ELEVE_ID><PERSONNE_ID>" + guardian
                + "</PERSONNE_ID><CODE_PARENTE>" + kinship + "</CODE_PARENTE>" + level + "</RESPONSABLE_ELEVE>\n";
    }

    static String legal(int pupil, int guardian) {
        return link(pupil, guardian, "10", "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>");
    }

    /** All in the division 5 A. */
    SiecleSource pupils(String... rows) {
        StringBuilder divisions = new StringBuilder();
        for (String row : rows) {
            divisions
                    .append("<STRUCTURES_ELEVE ")
                    .append(row, row.indexOf("ELEVE_ID"), row.indexOf('>'))
                    .append(
                            "><STRUCTURE><CODE_STRUCTURE>5 A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>\n");
        }
        return file(Exports.pupils(
                "<ELEVES>\n" + String.join("", rows) + "</ELEVES><STRUCTURES>" + divisions + "</STRUCTURES>"));
    }

    /** Persons and links in any order. */
    SiecleSource guardians(String... rows) {
        List<String> persons = new ArrayList<>();
        List<String> links = new ArrayList<>();
        Arrays.stream(rows).forEach(row -> (row.startsWith("<PERSONNE") ? persons : links).add(row));
        return file(Exports.guardians("<PERSONNES>\n" + String.join("", persons) + "</PERSONNES>\n<RESPONSABLES>\n"
                + String.join("", links) + "</RESPONSABLES>"));
    }

    SiecleSource file(String xml) {
        try {
            return Exports.source(dir, "export-" + ++files + ".xml", xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SiecleSource truncated(SiecleSource whole) {
        try {
            byte[] bytes = Files.readAllBytes(whole.path());
            return Exports.source(dir, "coupe-" + ++files + ".xml", Arrays.copyOf(bytes, bytes.length * 2 / 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A column of the account of the person with that number. */
    String account(String column, int siecleId) {
        return database.value("SELECT " + column
                + " FROM account WHERE current AND person_id = (SELECT id FROM person WHERE siecle_id = '" + siecleId
                + "')");
    }

    String person(String column, int siecleId) {
        return database.value("SELECT " + column + " FROM person WHERE siecle_id = '" + siecleId + "'");
    }

    long count(String from) {
        return database.number("SELECT count(*) FROM " + from);
    }

    @Override
    public void close() {
        database.close();
    }
}
