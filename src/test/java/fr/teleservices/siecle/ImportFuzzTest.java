package fr.teleservices.siecle;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sample exports, damaged at random, are imported for as long as {@code fuzz.seconds} says: each either imports with counts,
 * or is refused with file, line and reason and nothing is written. What is neither is kept below {@code target/fuzz}. See
 * docs/security.md.
 */
@Tag("trust-22")
class ImportFuzzTest {
    private static final long HEAP = 400L << 20;
    private static final long SLOWEST_MILLIS = 20_000;
    private static final int FINDINGS = 20;

    private static final String EVERYTHING = "SELECT md5(coalesce(string_agg(t, '' ORDER BY t), '')) FROM ("
            + "SELECT p::text t FROM person p UNION ALL SELECT a::text FROM account a UNION ALL SELECT g::text FROM guardianship g"
            + " UNION ALL SELECT d::text FROM division d UNION ALL SELECT m::text FROM mef m UNION ALL SELECT s::text FROM school s"
            + " UNION ALL SELECT i::text FROM school_import i UNION ALL SELECT e::text FROM audit_event e) x";

    /** Each counts what there may be none of. */
    private static final Map<String, String> NEVER = never();

    private static final String ALL_OF_NEVER = NEVER.values().stream()
            .map(from -> "(SELECT count(*) FROM " + from + ")")
            .collect(Collectors.joining(" + ", "SELECT ", ""));

    @TempDir
    Path dir;

    private final Map<String, String> findings = new LinkedHashMap<>();
    private final Map<String, Integer> outcomes = new java.util.TreeMap<>();
    private int files;

    private static Map<String, String> never() {
        Map<String, String> never = new LinkedHashMap<>();
        never.put(
                "somebody present without an account that can be used",
                "person p WHERE present AND NOT EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.current AND a.state <> 'CLOSED')");
        never.put(
                "two current accounts",
                "(SELECT person_id FROM account WHERE current GROUP BY person_id HAVING count(*) > 1) x");
        never.put(
                "a guardian without a child",
                "person g WHERE holder = 'GUARDIAN' AND present AND NOT EXISTS (SELECT FROM guardianship l JOIN person c"
                        + " ON c.id = l.pupil_id AND c.present WHERE l.guardian_id = g.id)");
        never.put("a login of another form", "account WHERE login !~ '^([a-z]\\.)?[a-z]{1,30}[1-9][0-9]*$'");
        never.put(
                "a name that is empty, too long or not clean",
                "person WHERE family_name = '' OR char_length(family_name) > 100 OR char_length(given_name) > 100"
                        + " OR family_name ~ '[\\x01-\\x1f\\x7f\\u202e\\u200b]' OR given_name ~ '[\\x01-\\x1f\\x7f\\u202e\\u200b]'");
        never.put("an impossible birth date", "person WHERE birth_date < '1900-01-01' OR birth_date > '2026-11-24'");
        never.put("a mail address that is none", "person WHERE email !~ '^[^\\s@]+@[^\\s@]+$'");
        return never;
    }

    @Test
    @Tag("fuzz")
    void whateverTheDamageAnImportEndsWithCountsOrWithAReason() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + Integer.getInteger("fuzz.seconds", 900) * 1_000_000_000L;
        System.out.println("fuzz: -Dfuzz.seed=" + seed);
        int tries = run(seed, Integer.MAX_VALUE, end);
        System.out.println("fuzz: " + tries + " imports, " + outcomes);
        assertThat(tries).isGreaterThan(10);
        assertThat(findings).as("seed %s, files below target/fuzz", seed).isEmpty();
    }

    /** The same, short and always the same, in every build. */
    @Test
    void fiftyDamagedExportsEndWithCountsOrWithAReason() throws IOException {
        run(22, 50, Long.MAX_VALUE);
        assertThat(findings).isEmpty();
        assertThat(outcomes).containsKey("imported").hasSizeGreaterThan(3);
    }

    private int run(long seed, int most, long end) throws IOException {
        Random random = new Random(seed);
        List<byte[]> sample = sample();
        int tries = 0;
        try (ImportedSchool school = new ImportedSchool(dir)) {
            SiecleSource[] whole = sources(sample);
            school.run(whole);
            while (tries < most && findings.size() < FINDINGS && (end == Long.MAX_VALUE || System.nanoTime() < end)) {
                if (tries % 10 == 9) {
                    check("the sample itself is refused", whole, () -> school.run(whole));
                }
                one(school, damaged(sample, random), random);
                tries++;
                if (tries % 500 == 0) {
                    boundedHeap();
                }
            }
        }
        return tries;
    }

    /** Without the zips around them. */
    private List<byte[]> sample() throws IOException {
        List<byte[]> sample = new ArrayList<>();
        Path folder = Files.createDirectory(dir.resolve("sample"));
        for (Path path : SampleSchool.write(new SampleSchool.Options(12, Exports.SCHOOL, 7, folder))) {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                sample.add(zip.getInputStream(zip.entries().nextElement()).readAllBytes());
            }
        }
        return sample;
    }

    private SiecleSource[] sources(List<byte[]> contents) throws IOException {
        List<SiecleSource> sources = new ArrayList<>();
        for (byte[] content : contents) {
            String name = "export-" + ++files
                    + (content.length > 1 && content[0] == 'P' && content[1] == 'K' ? ".zip" : ".xml");
            sources.add(Exports.source(dir, name, content));
        }
        return sources.toArray(SiecleSource[]::new);
    }

    private SiecleSource[] damaged(List<byte[]> sample, Random random) throws IOException {
        List<byte[]> contents = new ArrayList<>(sample);
        Collections.shuffle(contents, random);
        int kept = random.nextInt(4) == 0 ? 1 + random.nextInt(contents.size()) : contents.size();
        contents = new ArrayList<>(contents.subList(0, kept));
        if (random.nextInt(20) == 0) {
            contents.add(contents.get(0));
        }
        int victims = 1 + random.nextInt(2);
        for (int i = 0; i < victims; i++) {
            int at = random.nextInt(contents.size());
            if (contents.get(at).length > 0 && contents.get(at)[0] == '<') {
                contents.set(at, damaged(contents.get(at), random));
            }
        }
        return sources(contents);
    }

    private static byte[] damaged(byte[] xml, Random random) {
        FuzzBytes bytes = new FuzzBytes(random);
        String tree;
        try {
            tree = new FuzzTree(xml, random).damaged(random.nextInt(5));
        } catch (AssertionError damagedBefore) {
            return bytes.bitten(xml);
        }
        byte[] encoded = bytes.encode(tree, random.nextInt(3) == 0);
        return random.nextInt(3) == 0 ? bytes.zipped("Export.xml", encoded, random.nextBoolean()) : encoded;
    }

    private void one(ImportedSchool school, SiecleSource[] sources, Random random) throws IOException {
        String before = school.database.value(EVERYTHING);
        long start = System.nanoTime();
        boolean rehearsed = random.nextInt(4) == 0;
        try {
            ImportReport said = rehearsed ? school.rehearse(sources) : null;
            if (rehearsed && !before.equals(school.database.value(EVERYTHING))) {
                found("a rehearsal has written", sources, null);
            }
            ImportReport report = school.run(sources);
            outcomes.merge("imported", 1, Integer::sum);
            if (rehearsed && !report.equals(said)) {
                found("the import did something else than its rehearsal", sources, null);
            }
            imported(school, sources, report, random);
        } catch (Refused refused) {
            outcomes.merge(refused.refusal().code(), 1, Integer::sum);
            refused(refused.refusal(), sources);
            if (!before.equals(school.database.value(EVERYTHING))) {
                found("refused, but something was written: " + refused.refusal().code(), sources, refused);
            }
        } catch (RuntimeException | AssertionError e) {
            found("not refused: " + name(e), sources, e);
        }
        if (System.nanoTime() - start > SLOWEST_MILLIS * 1_000_000) {
            found("slow", sources, null);
        }
        for (SiecleSource source : sources) {
            if (findings.isEmpty()) {
                Files.deleteIfExists(source.path());
            }
        }
    }

    private void imported(ImportedSchool school, SiecleSource[] sources, ImportReport report, Random random)
            throws IOException {
        if (report.added() < 0 || report.changed() < 0 || report.left() < 0) {
            found("counts below zero", sources, null);
        }
        if (school.database.number(ALL_OF_NEVER) != 0) {
            for (Map.Entry<String, String> one : NEVER.entrySet()) {
                if (school.count(one.getValue()) != 0) {
                    found(one.getKey(), sources, null);
                }
            }
        }
        if (random.nextInt(3) == 0) {
            ImportReport again = school.run(sources);
            if (again.added() + again.changed() + again.left() != 0) {
                found("the same files again change something", sources, null);
            }
        }
    }

    private void refused(Refusal refusal, SiecleSource[] sources) throws IOException {
        String file = refusal.fields().getOrDefault("file", "");
        int line = Integer.parseInt(refusal.fields().getOrDefault("line", "0"));
        boolean named = java.util.Arrays.stream(sources)
                .anyMatch(source -> source.name().equals(file));
        if (!named || line < 1 || refusal.sentence().isBlank() || refusal.kind() != Refusal.Kind.INVALID) {
            found("refused without file, line or reason: " + refusal.code(), sources, null);
        }
    }

    private void check(String what, SiecleSource[] sources, Runnable work) throws IOException {
        try {
            work.run();
        } catch (RuntimeException e) {
            found(what + ": " + name(e), sources, e);
        }
    }

    private static String name(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage())
                .replaceAll("\\d+", "0")
                .lines()
                .findFirst()
                .orElse("");
        return root.getClass().getSimpleName() + " " + message.substring(0, Math.min(120, message.length()));
    }

    private void found(String what, SiecleSource[] sources, Throwable thrown) throws IOException {
        if (findings.containsKey(what)) {
            return;
        }
        Path kept = Files.createDirectories(Path.of("target", "fuzz", "finding-" + (findings.size() + 1)));
        for (SiecleSource source : sources) {
            Files.copy(source.path(), kept.resolve(source.name()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        java.io.StringWriter trace = new java.io.StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new java.io.PrintWriter(trace));
        }
        Files.writeString(kept.resolve("what.txt"), what + "\n" + trace);
        findings.put(what, kept.toString());
    }

    private void boundedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        if (used > HEAP) {
            findings.put("the heap has grown to " + used, "");
        }
    }
}
