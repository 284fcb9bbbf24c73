package fr.teleservices.siecle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damages an export below its elements: prolog, encoding, bytes, archive. */
final class FuzzBytes {
    private static final List<String> DECLARED =
            List.of("UTF-8", "ISO-8859-15", "ISO-8859-1", "utf-8", "UTF-16", "windows-1252", "US-ASCII", "KLINGON", "");

    private static final List<Charset> WRITTEN = List.of(
            StandardCharsets.UTF_8,
            Exports.LATIN9,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.ISO_8859_1);

    private final Random random;

    FuzzBytes(Random random) {
        this.random = random;
    }

    /** @param harsh whether prolog and bytes are damaged, too */
    byte[] encode(String root, boolean harsh) {
        if (!harsh) {
            boolean latin = random.nextBoolean();
            return ("<?xml version=\"1.0\" encoding=\"" + (latin ? "ISO-8859-15" : "UTF-8") + "\"?>\n" + root)
                    .getBytes(latin ? Exports.LATIN9 : StandardCharsets.UTF_8);
        }
        String declared = DECLARED.get(random.nextInt(DECLARED.size()));
        String prolog = declared.isEmpty() ? "" : "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>\n";
        String[] between = {
            "", "", "", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\"> %p;]>", "\uFEFF", " ", "<!-- a -->", "<?pi?>"
        };
        byte[] bytes = (prolog + between[random.nextInt(between.length)] + root)
                .getBytes(WRITTEN.get(random.nextInt(random.nextBoolean() ? WRITTEN.size() : 2)));
        return random.nextBoolean() ? bytes : bitten(bytes);
    }

    /** Some bytes lost, changed, doubled. */
    byte[] bitten(byte[] whole) {
        if (whole.length == 0) {
            return whole;
        }
        int at = random.nextInt(whole.length);
        int more = Math.min(whole.length - at, 1 + random.nextInt(200));
        switch (random.nextInt(5)) {
            case 0:
                return Arrays.copyOf(whole, at);
            case 1:
                return joined(Arrays.copyOf(whole, at), Arrays.copyOfRange(whole, at + more, whole.length));
            case 2:
                return joined(Arrays.copyOf(whole, at + more), Arrays.copyOfRange(whole, at, whole.length));
            case 3:
                return new byte[0];
            default:
                byte[] changed = whole.clone();
                for (int i = 0; i < 1 + random.nextInt(5); i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                return changed;
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** @param harsh whether the archive itself is damaged */
    byte[] zipped(String name, byte[] xml, boolean harsh) {
        if (!harsh) {
            return zip(new String[] {name}, new byte[][] {xml}, random.nextBoolean());
        }
        byte[] archive = switch (random.nextInt(8)) {
            case 0 -> zip(new String[] {"../../" + name}, new byte[][] {xml}, true);
            case 1 -> zip(new String[] {name, "autre.xml"}, new byte[][] {xml, xml}, true);
            case 2 -> zip(new String[] {"dossier/"}, new byte[][] {new byte[0]}, true);
            case 3 -> zip(new String[] {"lisezmoi.txt", name}, new byte[][] {{65}, xml}, false);
            case 4 -> zip(new String[] {"dedans.zip"}, new byte[][] {zipped(name, xml, false)}, true);
            case 5 -> zip(new String[] {name}, new byte[][] {new byte[3_000_000]}, true);
            case 6 -> zip(new String[0], new byte[0][], true);
            default -> zip(new String[] {name}, new byte[][] {xml}, true);
        };
        return random.nextBoolean() ? archive : bitten(archive);
    }

    private static byte[] zip(String[] names, byte[][] contents, boolean deflated) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < names.length; i++) {
                ZipEntry entry = new ZipEntry(names[i]);
                if (!deflated) {
                    CRC32 sum = new CRC32();
                    sum.update(contents[i]);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(contents[i].length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(contents[i]);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
