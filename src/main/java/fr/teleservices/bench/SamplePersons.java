package fr.teleservices.bench;

import fr.teleservices.bench.SampleFamily.Child;
import fr.teleservices.bench.SampleFamily.Home;
import fr.teleservices.bench.SampleFamily.Person;
import fr.teleservices.bench.SamplePlaces.Place;
import fr.teleservices.kernel.Uai;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes the grown-ups of a family and where they live. */
final class SamplePersons {
    private static final long FIRST_PERSON = 10_000_000;
    private static final long FIRST_HOME = 40_000_000;
    private static final int IDS_PER_FAMILY = 5;
    /** All reserved: no mail ever leaves. The shares make some destinations more common than others. */
    private static final List<String> DOMAINS =
            List.of("example.org", "example.org", "courriel.test", "messagerie.test", "poste.example.org");

    private final Uai uai;
    private final List<Place> near;
    private final Map<String, String> folded = new HashMap<>();

    SamplePersons(Uai uai) {
        this.uai = uai;
        int town = Math.floorMod(uai.value().hashCode(), SamplePlaces.FRANCE.size());
        near = List.of(SamplePlaces.FRANCE.get(town));
    }

    /** The name of the children, who looks after them, and their homes (the first is the children's). */
    record Household(String childName, List<Person> persons, List<Home> homes, long ownPersonId) {}

    Household household(int number, SampleCase special, SplittableRandom random) {
        long firstId = FIRST_PERSON + (long) number * IDS_PER_FAMILY;
        Draft draft = new Draft(firstId, FIRST_HOME + (long) number * IDS_PER_FAMILY, special, random);
        String name = familyName(special, random);
        switch (special) {
            case NO_GUARDIAN, ADULT -> draft.home();
            case ORGANISATION -> draft.add("", "AIDE SOCIALE A L'ENFANCE", null, null, draft.home(), "51", 1);
            case TUTOR -> draft.add("MME", name, null, pick(SampleNames.MOTHERS, random), draft.home(), "50", 1);
            case VIETNAMESE -> vietnamese(draft, random);
            default -> parents(draft, name, special, random);
        }
        extras(draft, special, random);
        return new Household(special == SampleCase.VIETNAMESE ? "NGUYEN" : name, draft.persons, draft.homes, firstId);
    }

    private void parents(Draft draft, String name, SampleCase special, SplittableRandom random) {
        boolean homonym = special == SampleCase.HOMONYM;
        boolean shared = special == SampleCase.SHARED_MAILBOX;
        boolean two = shared || random.nextInt(1000) < 875;
        boolean apart = two && !shared && random.nextInt(1000) < 410;
        String born = homonym ? name : familyName(SampleCase.USUAL, random);
        Home home = special == SampleCase.NO_ADDRESS ? null : draft.home();
        String mother = homonym ? "Sophie" : pick(SampleNames.MOTHERS, random);
        String father = homonym ? "Nicolas" : pick(SampleNames.FATHERS, random);
        if (two || random.nextInt(5) > 0) {
            boolean married = !apart && random.nextInt(2) == 0;
            draft.add("MME", born, married ? name : null, mother, home, "10", 1);
        }
        if (two || draft.persons.isEmpty()) {
            Home other = apart && home != null ? draft.home() : home;
            draft.add("M.", name, null, father, other, "20", 1);
        }
        if (shared) {
            draft.shareMailbox(name);
        }
    }

    private void vietnamese(Draft draft, SplittableRandom random) {
        String[] names = pick(SampleNames.VIETNAMESE, random).split("\\|", -1);
        Home home = draft.home();
        draft.add("MME", names[0], null, names[1], home, "10", 1);
        draft.add("M.", "NGUYỄN", null, names[2], home, "20", 1);
    }

    private void extras(Draft draft, SampleCase special, SplittableRandom random) {
        String name = familyName(SampleCase.USUAL, random);
        switch (special) {
            case WITH_CONTACT -> draft.add("MME", name, null, pick(SampleNames.MOTHERS, random), draft.home(), "38", 3);
            case WITH_PERSON_IN_CHARGE ->
                draft.add("M.", name, null, pick(SampleNames.FATHERS, random), draft.home(), "42", 2);
            default -> {}
        }
    }

    /** An adult pupil is listed as a person of their own. */
    Person self(Child child, Household household) {
        return new Person(
                household.ownPersonId(),
                child.girl() ? "MME" : "M.",
                child.familyName(),
                null,
                child.givenName(),
                child.email(),
                null,
                child.home(),
                "70",
                1);
    }

    static String pick(List<String> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    /** Mostly in capitals, as SIECLE has them; where a small letter begins, or at times, as in the register of births. */
    private static String familyName(SampleCase special, SplittableRandom random) {
        String name = pick(SampleNames.FAMILY, random);
        int draw = random.nextInt(100);
        return switch (special) {
            case HOMONYM -> "MARTIN";
            case ONE_LETTER -> SampleNames.ONE_LETTER;
            case HUNDRED_LETTERS -> SampleNames.HUNDRED;
            case PARTICULAR_NAME -> pick(SampleNames.PARTICULAR, random);
            default -> {
                String whole = draw < 6 ? name + "-" + pick(SampleNames.FAMILY, random) : name;
                yield draw > 90 ? whole : whole.toUpperCase(Locale.FRENCH);
            }
        };
    }

    /** One person's own: the number is in it, and the school. */
    String mail(@Nullable String givenName, String familyName, long id) {
        String local = givenName == null ? ascii(familyName) : ascii(givenName) + "." + ascii(familyName);
        return local + "." + id + "@" + uai.value().toLowerCase(Locale.ROOT) + "."
                + DOMAINS.get((int) (id % DOMAINS.size()));
    }

    /** Names come from short lists, so each is folded once. */
    private String ascii(String name) {
        return folded.computeIfAbsent(name, SamplePersons::fold);
    }

    private static String fold(String name) {
        String letters = Normalizer.normalize(name.replace("œ", "oe").replace("Œ", "oe"), Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]", "");
        return letters.isEmpty() ? "x" : letters.substring(0, Math.min(letters.length(), 18));
    }

    /** A household as it grows. */
    private final class Draft {
        private final List<Person> persons = new ArrayList<>(3);
        private final List<Home> homes = new ArrayList<>(2);
        private final long firstPerson;
        private final long firstHome;
        private final SampleCase special;
        private final SplittableRandom random;

        Draft(long firstPerson, long firstHome, SampleCase special, SplittableRandom random) {
            this.firstPerson = firstPerson;
            this.firstHome = firstHome;
            this.special = special;
            this.random = random;
        }

        void add(
                String title,
                String family,
                @Nullable String usage,
                @Nullable String given,
                @Nullable Home home,
                String kinship,
                int responsibility) {
            long id = firstPerson + persons.size();
            String email = random.nextInt(100) < 58 ? mail(given, family, id) : null;
            String mobile = random.nextInt(10) < 8
                    ? "06 39 98 " + (10 + random.nextInt(90)) + " " + (10 + random.nextInt(90))
                    : null;
            persons.add(new Person(id, title, family, usage, given, email, mobile, home, kinship, responsibility));
        }

        void shareMailbox(String name) {
            String shared = mail("famille", name, firstPerson);
            persons.replaceAll(p -> new Person(
                    p.id(),
                    p.title(),
                    p.familyName(),
                    p.usageName(),
                    p.givenName(),
                    shared,
                    p.mobile(),
                    p.home(),
                    p.kinship(),
                    p.responsibility()));
        }

        Home home() {
            List<Place> places = switch (special) {
                case ABROAD -> SamplePlaces.ABROAD;
                case OVERSEAS -> SamplePlaces.OVERSEAS;
                default -> random.nextInt(10) < 7 ? near : SamplePlaces.FRANCE;
            };
            String street = (1 + random.nextInt(199)) + " " + pick(SamplePlaces.STREETS, random);
            String complement = random.nextInt(4) == 0
                    ? "BATIMENT " + (char) ('A' + random.nextInt(6)) + " APPARTEMENT " + (1 + random.nextInt(60))
                    : null;
            Home home =
                    new Home(firstHome + homes.size(), street, complement, places.get(random.nextInt(places.size())));
            homes.add(home);
            return home;
        }
    }
}
