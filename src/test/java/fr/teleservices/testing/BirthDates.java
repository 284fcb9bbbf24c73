package fr.teleservices.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** What a family knows and the letter does not say, read from the sample's own export. */
public final class BirthDates {
    private static final Pattern PUPIL = Pattern.compile("<NOM_DE_FAMILLE>([^<]+)</NOM_DE_FAMILLE>"
            + "(?:(?!</ELEVE>).)*?<PRENOM>([^<]+)</PRENOM>(?:(?!</ELEVE>).)*?<DATE_NAISS>([^<]+)</DATE_NAISS>");

    private final Map<String, LocalDate> byName = new HashMap<>();

    /** @param pupils {@code ExportXML_ElevesAvecAdresses.zip} */
    public static BirthDates of(Path pupils) throws IOException {
        BirthDates dates = new BirthDates();
        Set<String> twice = new HashSet<>();
        try (ZipFile zip = new ZipFile(pupils.toFile())) {
            String xml = new String(
                    zip.getInputStream(zip.entries().nextElement()).readAllBytes(), "ISO-8859-15");
            Matcher pupil = PUPIL.matcher(xml);
            while (pupil.find()) {
                String name = plain(pupil.group(2) + " " + pupil.group(1));
                LocalDate born = LocalDate.parse(pupil.group(3), DateTimeFormatter.ofPattern("dd/MM/uuuu"));
                if (dates.byName.put(name, born) != null) {
                    twice.add(name);
                }
            }
        }
        dates.byName.keySet().removeAll(twice);
        return dates;
    }

    /** The birth date of a pupil whom this mail or letter names, where the name is one pupil's alone. */
    public Optional<LocalDate> ofOneNamedIn(String text) {
        String plain = plain(text);
        return byName.entrySet().stream()
                .filter(one -> Pattern.compile("(?<![a-z-])" + Pattern.quote(one.getKey()) + "(?![a-z-])")
                        .matcher(plain)
                        .find())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[\\s\\u00a0\\u202f]+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
