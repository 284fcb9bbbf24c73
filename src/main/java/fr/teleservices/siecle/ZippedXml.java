package fr.teleservices.siecle;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one XML inside a zip, inflated as it is read: nothing touches the disk. Bounded in size and in ratio. What stands
 * behind the XML in the archive is looked at when the XML has been read to its end.
 */
final class ZippedXml extends InputStream {
    private static final int MAX_ENTRIES = 50;

    private final Counting compressed;
    private final ZipInputStream zip;
    private final SiecleLimits limits;
    private long inflated;
    private int entries;
    private boolean ended;

    /** Stands at the XML after this. */
    ZippedXml(InputStream archive, SiecleLimits limits) throws IOException {
        this.limits = limits;
        compressed = new Counting(archive);
        // Names that are not marked as UTF-8 are in any old code page; Latin-1 cannot fail.
        zip = new ZipInputStream(new BufferedInputStream(compressed, 65_536), StandardCharsets.ISO_8859_1);
        if (!nextXml()) {
            throw new InputFault("no-xml-in-zip", "l’archive ne contient aucun fichier XML.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = inflate(bytes, from, length);
        if (count < 0) {
            ended = true;
            if (nextXml()) {
                throw new InputFault(
                        "several-xml-in-zip",
                        "l’archive contient plusieurs fichiers XML ; déposez chaque export tel qu’il a été produit.");
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private boolean nextXml() throws IOException {
        while (true) {
            ZipEntry entry = nextEntry();
            if (entry == null) {
                return false;
            }
            if (isXml(entry)) {
                return true;
            }
            // Not closeEntry(): it would inflate without a bound.
            byte[] skipped = new byte[8192];
            int count;
            do {
                count = inflate(skipped, 0, skipped.length);
            } while (count >= 0);
        }
    }

    private @Nullable ZipEntry nextEntry() throws IOException {
        ZipEntry entry;
        try {
            entry = zip.getNextEntry();
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            throw broken(broken);
        }
        if (entry == null) {
            return null;
        }
        if (++entries > MAX_ENTRIES) {
            throw new InputFault("too-many-entries", "l’archive contient trop de fichiers.");
        }
        if (isOutside(entry.getName())) {
            throw new InputFault("zip-slip", "l’archive contient un nom de fichier qui sort de son dossier.");
        }
        return entry;
    }

    private static boolean isXml(ZipEntry entry) {
        String name = entry.getName();
        String last = name.substring(name.lastIndexOf('/') + 1);
        return !entry.isDirectory()
                && last.toLowerCase(Locale.ROOT).endsWith(".xml")
                // What macOS adds beside each file.
                && !name.startsWith("__MACOSX/")
                && !last.startsWith("._");
    }

    private static boolean isOutside(String name) {
        String path = name.replace('\\', '/');
        return path.startsWith("/")
                || path.indexOf('\0') >= 0
                || (path.length() > 1 && path.charAt(1) == ':')
                || ("/" + path + "/").contains("/../");
    }

    private int inflate(byte[] bytes, int from, int length) throws IOException {
        int count;
        try {
            count = zip.read(bytes, from, length);
        } catch (ZipException | EOFException broken) {
            throw broken(broken);
        }
        inflated += Math.max(count, 0);
        if (inflated > limits.maxBytes()) {
            throw SiecleInput.tooLarge(limits);
        }
        if (inflated > limits.ratioFromBytes() && inflated / limits.maxRatio() > compressed.count) {
            throw new InputFault(
                    "zip-bomb", "l’archive se décompresse en un fichier démesuré (bombe de décompression).");
        }
        return count;
    }

    private static InputFault broken(Exception cause) {
        InputFault fault = new InputFault("broken-zip", "l’archive zip est abîmée, incomplète ou chiffrée.");
        fault.initCause(cause);
        return fault;
    }

    /** Counts the compressed bytes taken from the archive. */
    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int got = super.read(bytes, from, length);
            count += Math.max(got, 0);
            return got;
        }
    }
}
