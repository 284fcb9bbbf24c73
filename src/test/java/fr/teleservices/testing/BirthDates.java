package fr.teleservices.testing;

import fr.teleservices.kernel.Uai;
import fr.teleservices.siecle.PupilDivisionRow;
import fr.teleservices.siecle.PupilRow;
import fr.teleservices.siecle.SiecleFile;
import fr.teleservices.siecle.SiecleFiles;
import fr.teleservices.siecle.SiecleLimits;
import fr.teleservices.siecle.SiecleReader;
import fr.teleservices.siecle.SiecleSink;
import fr.teleservices.siecle.SiecleSource;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a family knows and the API does not tell: the birth dates in the files of an import. Homonyms have several. */
public final class BirthDates {
    private final Map<String, Set<LocalDate>> byName = new HashMap<>();

    private BirthDates() {}

    public static BirthDates in(List<Path> files, String uai) {
        BirthDates dates = new BirthDates();
        Map<Long, PupilRow> pupils = new HashMap<>();
        Map<Long, String> divisions = new HashMap<>();
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        List<SiecleSource> sources = files.stream().map(SiecleSource::of).toList();
        for (SiecleFile file : SiecleFiles.recognise(sources, Uai.parse(uai).orElseThrow(), SiecleLimits.DEFAULT, today)
                .all()) {
            new SiecleReader(SiecleLimits.DEFAULT, today).read(file, new SiecleSink() {
                @Override
                public void pupil(PupilRow row) {
                    pupils.put(row.id(), row);
                }

                @Override
                public void pupilDivision(PupilDivisionRow row) {
                    divisions.put(row.pupilId(), row.division());
                }
            });
        }
        pupils.forEach((id, row) -> {
            if (row.birthDate() != null) {
                dates.byName
                        .computeIfAbsent(
                                name(row.familyName(), row.givenName(), divisions.get(id)), n -> new LinkedHashSet<>())
                        .add(row.birthDate());
            }
        });
        return dates;
    }

    /** Of a pupil. */
    public Set<LocalDate> of(String familyName, String givenName, String division) {
        return byName.getOrDefault(name(familyName, givenName, division), Set.of());
    }

    /** Of the children of an account as the API tells them. */
    public Set<LocalDate> ofChildren(JsonObject account) {
        Set<LocalDate> all = new LinkedHashSet<>();
        for (Object child : account.getJsonArray("children")) {
            JsonObject json = (JsonObject) child;
            all.addAll(of(json.getString("familyName"), json.getString("givenName"), json.getString("division")));
        }
        return all;
    }

    private static String name(String family, String given, String division) {
        return family + "|" + (given == null ? "" : given) + "|" + division;
    }
}
