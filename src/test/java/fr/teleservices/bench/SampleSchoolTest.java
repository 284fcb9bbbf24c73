package fr.teleservices.bench;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Uai;
import fr.teleservices.siecle.AddressRow;
import fr.teleservices.siecle.DivisionRow;
import fr.teleservices.siecle.GuardianLinkRow;
import fr.teleservices.siecle.MefRow;
import fr.teleservices.siecle.PersonRow;
import fr.teleservices.siecle.PupilDivisionRow;
import fr.teleservices.siecle.PupilRow;
import fr.teleservices.siecle.Responsibility;
import fr.teleservices.siecle.RowNote;
import fr.teleservices.siecle.SchoolRow;
import fr.teleservices.siecle.SiecleFiles;
import fr.teleservices.siecle.SiecleLimits;
import fr.teleservices.siecle.SiecleReader;
import fr.teleservices.siecle.SiecleSink;
import fr.teleservices.siecle.SiecleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSchoolTest {
    private static final Uai SCHOOL = new Uai("0750001U");
    private static final LocalDate TODAY = LocalDate.of(2026, 9, 2);

    @TempDir
    Path dir;

    private static final class Rows implements SiecleSink {
        final List<PupilRow> pupils = new ArrayList<>();
        final Map<Long, String> divisionOf = new HashMap<>();
        final Map<Long, PersonRow> persons = new HashMap<>();
        final List<GuardianLinkRow> links = new ArrayList<>();
        final Map<Long, AddressRow> addresses = new HashMap<>();
        final List<DivisionRow> divisions = new ArrayList<>();
        final List<MefRow> mefs = new ArrayList<>();
        final List<SchoolRow> schools = new ArrayList<>();
        final List<RowNote> notes = new ArrayList<>();

        @Override
        public void pupil(PupilRow row) {
            pupils.add(row);
        }

        @Override
        public void pupilDivision(PupilDivisionRow row) {
            divisionOf.put(row.pupilId(), row.division());
        }

        @Override
        public void person(PersonRow row) {
            persons.put(row.id(), row);
        }

        @Override
        public void link(GuardianLinkRow row) {
            links.add(row);
        }

        @Override
        public void address(AddressRow row) {
            addresses.put(row.id(), row);
        }

        @Override
        public void division(DivisionRow row) {
            divisions.add(row);
        }

        @Override
        public void mef(MefRow row) {
            mefs.add(row);
        }

        @Override
        public void school(SchoolRow row) {
            schools.add(row);
        }

        @Override
        public void refused(RowNote note) {
            notes.add(note);
        }

        @Override
        public void warning(RowNote note) {
            notes.add(note);
        }
    }

    private Rows rows(int pupils) throws IOException {
        List<Path> zips = SampleSchool.write(new SampleSchool.Options(pupils, SCHOOL, 42, dir.resolve("school")));
        Rows rows = new Rows();
        SiecleReader reader = new SiecleReader(SiecleLimits.DEFAULT, TODAY);
        SiecleFiles.recognise(zips.stream().map(SiecleSource::of).toList(), SCHOOL, SiecleLimits.DEFAULT, TODAY)
                .all()
                .forEach(file -> reader.read(file, rows));
        return rows;
    }

    private static byte[] bytes(List<Path> files) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (Path file : files) {
            all.write(Files.readAllBytes(file));
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 49, 50, 51, 52, 99, 460, 1_000, 3_000})
    void asManyPupilsAreThereAsAskedForAndFewHaveLeftOrHaveNoDivision(int count) throws IOException {
        Rows rows = rows(count);
        assertThat(rows.notes).isEmpty();
        List<PupilRow> present =
                rows.pupils.stream().filter(p -> !p.hasLeft(TODAY)).toList();
        assertThat(present).hasSize(count);
        assertThat(rows.pupils.size() - count).isBetween(0, count * 3 / 100);
        assertThat(present.stream()
                        .filter(p -> !rows.divisionOf.containsKey(p.id()))
                        .count())
                .isBetween(0L, count * 3L / 100);
        Set<String> codes = rows.divisions.stream().map(DivisionRow::code).collect(Collectors.toSet());
        assertThat(codes).containsAll(rows.divisionOf.values()).allMatch(code -> code.length() <= 8);
    }

    @Test
    void onlyTheFiveZipsAreWritten() throws IOException {
        rows(10);
        try (var files = Files.list(dir.resolve("school"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "ExportXML_ElevesAvecAdresses.zip",
                            "ExportXML_ResponsablesAvecAdresses.zip",
                            "ExportXML_Structures.zip",
                            "ExportXML_Nomenclature.zip",
                            "ExportXML_Communs.zip");
        }
    }

    @Test
    void allThatIsReferredToIsThere() throws IOException {
        Rows rows = rows(1_000);
        Set<Long> pupils = rows.pupils.stream().map(PupilRow::id).collect(Collectors.toSet());
        assertThat(rows.links).allSatisfy(link -> {
            assertThat(pupils).contains(link.pupilId());
            assertThat(rows.persons).containsKey(link.personId());
        });
        assertThat(rows.persons.values())
                .allMatch(p -> p.addressId() == null || rows.addresses.containsKey(p.addressId()));
        assertThat(rows.pupils).allMatch(p -> p.addressId() == null || rows.addresses.containsKey(p.addressId()));
        assertThat(rows.mefs).extracting(MefRow::level).containsExactly("6e", "5e", "4e", "3e");
        assertThat(rows.schools).hasSize(1);
        Set<Long> linked = rows.links.stream().map(GuardianLinkRow::personId).collect(Collectors.toSet());
        assertThat(linked).isEqualTo(rows.persons.keySet());
    }

    @Test
    void theMixIsThatOfRealSchools() throws IOException {
        Rows rows = rows(3_000);
        long legal = rows.links.stream()
                .filter(link -> link.responsibility() == Responsibility.LEGAL)
                .count();
        assertThat(legal / (double) rows.pupils.size()).isBetween(1.75, 1.85);
        long withoutMail =
                rows.persons.values().stream().filter(p -> p.email() == null).count();
        assertThat(withoutMail / (double) rows.persons.size()).isBetween(0.33, 0.50);
        Map<Long, Set<Long>> homes = new HashMap<>();
        rows.links.stream()
                .filter(link -> link.responsibility() == Responsibility.LEGAL)
                .forEach(link -> {
                    Long address = rows.persons.get(link.personId()).addressId();
                    homes.computeIfAbsent(link.pupilId(), id -> new HashSet<>()).add(address == null ? 0 : address);
                });
        long apart = homes.values().stream().filter(set -> set.size() > 1).count();
        assertThat(apart / (double) rows.pupils.size()).isBetween(0.28, 0.38);
        double ownMail = rows.pupils.stream().filter(p -> p.email() != null).count() / (double) rows.pupils.size();
        assertThat(ownMail).isBetween(0.28, 0.38);
        assertThat(rows.divisions.size()).isBetween(110, 130);
    }

    @Test
    void everyParticularCaseIsThere() throws IOException {
        Rows rows = rows(460);
        Set<Long> withGuardian =
                rows.links.stream().map(GuardianLinkRow::pupilId).collect(Collectors.toSet());
        assertThat(rows.pupils).anyMatch(p -> !withGuardian.contains(p.id()));
        assertThat(rows.links).anyMatch(GuardianLinkRow::isPupilItself);
        assertThat(rows.links).extracting(GuardianLinkRow::kinship).contains("10", "20", "38", "42", "50", "51", "70");
        assertThat(rows.links).extracting(GuardianLinkRow::responsibility).contains(Responsibility.values());
        assertThat(rows.addresses.values()).anyMatch(a -> !"100".equals(a.countryCode()));
        assertThat(rows.addresses.values())
                .anyMatch(a -> a.postcode() != null && a.postcode().startsWith("97"));
        List<String> names =
                rows.persons.values().stream().map(PersonRow::familyName).toList();
        assertThat(names)
                .anyMatch(n -> n.length() == 1)
                .anyMatch(n -> n.length() == 100)
                .anyMatch(n -> n.contains("Œ") || n.contains("œ"));
        assertThat(names)
                .anyMatch(n -> n.contains("'"))
                .anyMatch(n -> n.contains("-"))
                .contains("NGUYỄN");
        assertThat(rows.persons.values()).anyMatch(p -> p.addressId() == null);
        assertThat(rows.persons.values()).anyMatch(p -> p.givenName() == null);
        assertThat(rows.persons.values()).anyMatch(p -> p.usageName() != null);
        Map<Long, Long> children =
                rows.links.stream().collect(Collectors.groupingBy(GuardianLinkRow::personId, Collectors.counting()));
        assertThat(children.values()).contains(1L, 2L, 3L);
        Map<String, Long> homonyms = rows.pupils.stream()
                .collect(Collectors.groupingBy(p -> p.familyName() + p.givenName(), Collectors.counting()));
        assertThat(homonyms.get("MARTINCamille")).isGreaterThan(2);
        PersonRow adult = rows.links.stream()
                .filter(GuardianLinkRow::isPupilItself)
                .map(link -> rows.persons.get(link.personId()))
                .findFirst()
                .orElseThrow();
        assertThat(rows.pupils)
                .anyMatch(p -> p.familyName().equals(adult.familyName())
                        && p.birthDate().isBefore(TODAY.minusYears(18)));
    }

    @Test
    void mailboxesAreReservedOnesAndSharedByCouplesAlone() throws IOException {
        Rows rows = rows(3_000);
        Map<String, List<PersonRow>> byMail = rows.persons.values().stream()
                .filter(p -> p.email() != null)
                .collect(Collectors.groupingBy(PersonRow::email));
        assertThat(byMail.keySet()).allMatch(mail -> mail.endsWith(".example.org") || mail.endsWith(".test"));
        List<List<PersonRow>> shared =
                byMail.values().stream().filter(list -> list.size() > 1).toList();
        assertThat(shared).hasSizeGreaterThan(50).allSatisfy(couple -> {
            assertThat(couple).hasSize(2);
            assertThat(couple.get(0).addressId()).isEqualTo(couple.get(1).addressId());
        });
        assertThat(rows.pupils).extracting(PupilRow::nationalId).doesNotHaveDuplicates();
    }

    @Test
    void linesAreAsShortAsThePostWantsThem() throws IOException {
        assertThat(rows(3_000).addresses.values()).allSatisfy(a -> {
            assertThat(a.line1()).hasSizeLessThanOrEqualTo(38);
            assertThat(a.line2() == null ? "" : a.line2()).hasSizeLessThanOrEqualTo(38);
            assertThat(a.town() == null ? "" : a.town()).hasSizeLessThanOrEqualTo(32);
        });
    }

    @Test
    void theSameSeedWritesTheSameBytesInAnyTimeZone() throws IOException {
        byte[] first = bytes(SampleSchool.write(new SampleSchool.Options(300, SCHOOL, 7, dir.resolve("a"))));
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Noumea"));
        byte[] second;
        try {
            second = bytes(SampleSchool.write(new SampleSchool.Options(300, SCHOOL, 7, dir.resolve("b"))));
        } finally {
            TimeZone.setDefault(before);
        }
        byte[] other = bytes(SampleSchool.write(new SampleSchool.Options(300, SCHOOL, 8, dir.resolve("c"))));
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void divisionsAreNamedAfterTheSizeOfTheSchool() {
        assertThat(new SampleSlots(1_000).division(0, 9)).isEqualTo("6 J");
        assertThat(new SampleSlots(2_000).division(3, 0)).isEqualTo("301");
        assertThat(new SampleSlots(1_000_000).division(3, 9_000)).isEqualTo("3-09001");
    }

    @Test
    void noNumberOfPupilsIsTooSmallButNone() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new SampleSchool.Options(0, SCHOOL, 1, dir))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
