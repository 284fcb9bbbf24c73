package fr.teleservices.siecle;

import fr.teleservices.kernel.Uai;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one import: recognised by their content, of one school and one school year, each sort once. */
public final class SiecleFiles {
    private final Map<SiecleKind, SiecleFile> files;

    private SiecleFiles(Map<SiecleKind, SiecleFile> files) {
        this.files = files;
    }

    /**
     * Reads the head of each file; throws {@link SiecleRefused} where the import cannot be of that school. Blocking.
     */
    public static SiecleFiles recognise(List<SiecleSource> sources, Uai school, SiecleLimits limits, LocalDate today) {
        if (sources.isEmpty()) {
            throw new SiecleRefused(
                    "no-file", new SiecleSource(Path.of("."), "aucun fichier"), 1, "déposez les exports SIECLE.");
        }
        Map<SiecleKind, SiecleFile> files = new EnumMap<>(SiecleKind.class);
        int year = 0;
        for (SiecleSource source : sources) {
            SiecleFile file = HeadReader.read(source, limits, today);
            checkSchool(file, school);
            year = checkYear(file, year);
            SiecleFile other = files.putIfAbsent(file.kind(), file);
            if (other != null) {
                throw refuse(
                        file,
                        "twice",
                        "un fichier " + file.kind().label() + " a déjà été déposé (« "
                                + other.source().name() + " »).");
            }
        }
        return new SiecleFiles(files);
    }

    /** In the order pupils, guardians, structures, nomenclature, common, however they were handed in. */
    public List<SiecleFile> all() {
        List<SiecleFile> all = new ArrayList<>(files.values());
        all.sort(Comparator.comparing(SiecleFile::kind));
        return all;
    }

    public Optional<SiecleFile> of(SiecleKind kind) {
        return Optional.ofNullable(files.get(kind));
    }

    /** 0 where none of the files says. */
    public int schoolYear() {
        return files.values().stream()
                .mapToInt(file -> file.parameters().year())
                .max()
                .orElse(0);
    }

    private static void checkSchool(SiecleFile file, Uai school) {
        String uaj = file.parameters().uaj();
        if (uaj == null) {
            if (file.kind() == SiecleKind.PUPILS || file.kind() == SiecleKind.GUARDIANS) {
                throw refuse(file, "no-school", "le fichier ne dit pas de quel établissement il est (UAJ manquant).");
            }
            return;
        }
        if (!uaj.equals(school.value())) {
            String shown = uaj.length() > 20 ? uaj.substring(0, 20) : uaj;
            throw refuse(
                    file,
                    "wrong-school",
                    "le fichier est celui de l’établissement " + shown + ", et non de " + school + ".");
        }
    }

    private static int checkYear(SiecleFile file, int year) {
        int own = file.parameters().year();
        if (own == 0) {
            if (file.kind() == SiecleKind.PUPILS || file.kind() == SiecleKind.GUARDIANS) {
                throw refuse(file, "no-year", "le fichier ne dit pas de quelle année scolaire il est.");
            }
            return year;
        }
        if (year != 0 && own != year) {
            throw refuse(
                    file,
                    "different-years",
                    "le fichier est de l’année scolaire " + own + ", un autre de " + year
                            + " ; exportez-les ensemble.");
        }
        return own;
    }

    private static SiecleRefused refuse(SiecleFile file, String code, String sentence) {
        return new SiecleRefused(code, file.source(), file.parameters().line(), sentence);
    }
}
