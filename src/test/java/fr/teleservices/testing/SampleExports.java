package fr.teleservices.testing;

import fr.teleservices.kernel.Uai;
import fr.teleservices.siecle.PupilDivisionRow;
import fr.teleservices.siecle.PupilRow;
import fr.teleservices.siecle.SiecleFiles;
import fr.teleservices.siecle.SiecleLimits;
import fr.teleservices.siecle.SiecleReader;
import fr.teleservices.siecle.SiecleSink;
import fr.teleservices.siecle.SiecleSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a family knows and no page says, read from the sample's own files. */
public final class SampleExports {
    private SampleExports() {}

    public static LocalDate birthDate(List<Path> files, Uai uai, String familyName, String givenName, String division) {
        Map<Long, PupilRow> pupils = new HashMap<>();
        Map<Long, String> divisions = new HashMap<>();
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        SiecleFiles.recognise(files.stream().map(SiecleSource::of).toList(), uai, SiecleLimits.DEFAULT, today)
                .all()
                .forEach(file -> new SiecleReader(SiecleLimits.DEFAULT, today).read(file, new SiecleSink() {
                    @Override
                    public void pupil(PupilRow row) {
                        pupils.put(row.id(), row);
                    }

                    @Override
                    public void pupilDivision(PupilDivisionRow row) {
                        divisions.put(row.pupilId(), row.division());
                    }
                }));
        return pupils.values().stream()
                .filter(row -> row.familyName().equals(familyName)
                        && givenName.equals(row.givenName() == null ? "" : row.givenName())
                        && division.equals(divisions.get(row.id())))
                .map(PupilRow::birthDate)
                .findFirst()
                .orElseThrow();
    }
}
