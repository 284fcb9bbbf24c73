package fr.teleservices.trust;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/** The exports of a sample school, every nasty text in every element that holds a text. */
final class NastyExports {
    private static final Pattern LEAF = Pattern.compile("<([A-Z_0-9]+)>([^<]*)</\\1>");
    /** What the file says of itself: a wrong one refuses it whole, which is another row's. */
    private static final Set<String> HEAD =
            Set.of("UAJ", "ANNEE_SCOLAIRE", "DATE_EXPORT", "HORODATAGE", "NUMERO_UAJ", "CODE_UAJ");

    private static final List<String> TEXTS =
            Nasty.TEXTS.stream().filter(text -> text.indexOf(0) < 0).toList();

    private NastyExports() {}

    static List<Path> write(Uai uai, int pupils, Path dir) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path zip : SampleSchool.write(new SampleSchool.Options(pupils, uai, 21, dir))) {
            Path xml = dir.resolve(zip.getFileName().toString().replace(".zip", ".xml"));
            Files.write(xml, spoilt(zip));
            files.add(xml);
        }
        return files;
    }

    private static byte[] spoilt(Path zip) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            byte[] bytes = in.readAllBytes();
            String head = new String(bytes, 0, 80, StandardCharsets.US_ASCII);
            Charset charset = Charset.forName(head.replaceAll("(?s).*encoding=\"([^\"]+)\".*", "$1"));
            return spoilt(new String(bytes, charset)).getBytes(charset);
        }
    }

    /**
     * Where an element comes often, each of its texts goes into a record of its own, in which the rest is right: one is refused or
     * kept for this text alone.
     */
    private static String spoilt(String xml) {
        Map<String, Integer> count = new LinkedHashMap<>();
        LEAF.matcher(xml).results().forEach(leaf -> count.merge(leaf.group(1), 1, Integer::sum));
        List<String> names = List.copyOf(count.keySet());
        Map<String, Integer> at = new HashMap<>();
        Matcher leaf = LEAF.matcher(xml);
        StringBuilder out = new StringBuilder();
        while (leaf.find()) {
            String name = leaf.group(1);
            int nth = at.merge(name, 1, Integer::sum) - 1;
            int first = count.get(name) > names.size() * TEXTS.size() ? names.indexOf(name) * TEXTS.size() : 0;
            boolean often = count.get(name) > 2 * TEXTS.size();
            int text = nth - first;
            boolean spoil = text >= 0
                    && text < TEXTS.size()
                    && !HEAD.contains(name)
                    && (often || name.matches("(LL?_|LIBELLE|LIGNE|NOM|DENOM|MEL|VILLE|SIGLE).*"));
            leaf.appendReplacement(
                    out,
                    Matcher.quoteReplacement(
                            spoil ? "<" + name + ">" + escaped(TEXTS.get(text)) + "</" + name + ">" : leaf.group()));
        }
        return leaf.appendTail(out).toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ' || c > '~' || "&<>\"'".indexOf(c) >= 0) {
                out.append("&#").append(c).append(';');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
