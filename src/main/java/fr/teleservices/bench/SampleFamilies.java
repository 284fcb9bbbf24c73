package fr.teleservices.bench;

import fr.teleservices.bench.SampleFamily.Child;
import fr.teleservices.bench.SampleFamily.Home;
import fr.teleservices.bench.SampleFamily.Person;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** All families of a sample school, one after the other, each made anew from the seed and its number: nothing is kept. */
final class SampleFamilies {
    /** Each special case comes once in so many families. */
    private static final int CYCLE = 60;

    private static final long FIRST_PUPIL = 1_000_000;
    private static final int FIRST_YEAR = 2015;
    /** Any large odd number but that of SplittableRandom, else two families share their draws. */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private final SampleSchool.Options options;
    private final SampleSlots slots;
    private final SamplePersons persons;
    private final long base;

    SampleFamilies(SampleSchool.Options options) {
        this.options = options;
        slots = new SampleSlots(options.pupils());
        persons = new SamplePersons(options.uai());
        base = new SplittableRandom(options.seed()).nextLong();
    }

    SampleSlots slots() {
        return slots;
    }

    void forEach(Consumer<SampleFamily> consumer) {
        int slot = 0;
        for (int number = 0; slot < slots.total(); number++) {
            SampleFamily family = family(number, slot);
            slot += family.children().size();
            consumer.accept(family);
        }
    }

    private SampleFamily family(int number, int firstSlot) {
        SplittableRandom random = new SplittableRandom(base ^ (number * SPREAD));
        SampleCase special = SampleCase.of(Math.floorMod(number + options.seed(), (long) CYCLE));
        SamplePersons.Household household = persons.household(number, special, random);
        int wanted = special == SampleCase.ADULT ? 1 : childCount(random);
        int count = Math.min(wanted, slots.total() - firstSlot);
        List<Child> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            children.add(child(firstSlot + i, children, special, household, random));
        }
        List<Person> all = new ArrayList<>(household.persons());
        if (special == SampleCase.ADULT) {
            all.add(0, persons.self(children.get(0), household));
        }
        return new SampleFamily(children, all, household.homes());
    }

    private static int childCount(SplittableRandom random) {
        int draw = random.nextInt(100);
        return draw < 76 ? 1 : draw < 96 ? 2 : 3;
    }

    private Child child(
            int slot,
            List<Child> children,
            SampleCase special,
            SamplePersons.Household household,
            SplittableRandom random) {
        boolean girl = random.nextBoolean();
        boolean homonym = children.isEmpty() && special == SampleCase.HOMONYM;
        String given = homonym ? "Camille" : given(girl, children, random);
        String second =
                random.nextInt(4) == 0 ? SamplePersons.pick(girl ? SampleNames.GIRLS : SampleNames.BOYS, random) : null;
        long id = FIRST_PUPIL + slot;
        int level = SampleSlots.level(slot);
        boolean left = SampleSlots.hasLeft(slot);
        String email = random.nextInt(3) == 0 ? persons.mail(given, household.childName(), id) : null;
        Home home = household.homes().isEmpty() ? null : household.homes().get(0);
        return new Child(
                id,
                nationalId(slot),
                household.childName(),
                given,
                second,
                girl,
                birthDate(level, special, random),
                email,
                level,
                slots.division(slot),
                left,
                home);
    }

    /** No two children of a family have the same. */
    private static String given(boolean girl, List<Child> children, SplittableRandom random) {
        while (true) {
            String given = SamplePersons.pick(girl ? SampleNames.GIRLS : SampleNames.BOYS, random);
            if (children.stream().noneMatch(child -> child.givenName().equals(given))) {
                return given;
            }
        }
    }

    /** Nine figures and two letters, different in all sample schools of some size. */
    private String nationalId(int slot) {
        int school = Integer.parseInt(options.uai().value().substring(0, 7));
        String figures = String.valueOf(1_000_000_000L + school % 1000 * 1_000_000L + slot % 1_000_000);
        return figures.substring(1) + (char) ('A' + slot / 1_000_000 % 26) + (char) ('A' + school / 1000 % 26);
    }

    private static LocalDate birthDate(int level, SampleCase special, SplittableRandom random) {
        int day = random.nextInt(365);
        if (special == SampleCase.ADULT) {
            return LocalDate.of(2007, 9, 1).plusDays(day % 300);
        }
        int draw = random.nextInt(100);
        int repeated = draw < 8 ? 1 : draw < 10 ? -1 : 0;
        return LocalDate.ofYearDay(FIRST_YEAR - level - repeated, day + 1);
    }
}
