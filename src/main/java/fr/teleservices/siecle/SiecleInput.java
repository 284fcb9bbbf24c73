package fr.teleservices.siecle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;

/** Opens a file as the stream of its XML, whether it is zipped or not: its first bytes tell. */
final class SiecleInput {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};

    private SiecleInput() {}

    static InputStream open(SiecleSource source, SiecleLimits limits) {
        try {
            if (Files.size(source.path()) > limits.maxBytes()) {
                throw tooLarge(limits);
            }
            byte[] magic = magic(source);
            if (Arrays.equals(magic, EMPTY_ZIP)) {
                throw new InputFault("no-xml-in-zip", "l’archive est vide.");
            }
            InputStream file = Files.newInputStream(source.path());
            try {
                return Arrays.equals(magic, ZIP) ? new ZippedXml(file, limits) : new Bounded(file, limits);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw InputFault.at(source, 1, e);
        }
    }

    private static byte[] magic(SiecleSource source) throws IOException {
        try (InputStream file = Files.newInputStream(source.path())) {
            return file.readNBytes(ZIP.length);
        }
    }

    static InputFault tooLarge(SiecleLimits limits) {
        return new InputFault(
                "too-large", "le fichier dépasse " + limits.maxBytes() / 1_000_000 + " Mo, la taille permise.");
    }

    /** A file that grows while it is read (or is no file: a pipe). */
    private static final class Bounded extends FilterInputStream {
        private final SiecleLimits limits;
        private long count;

        Bounded(InputStream in, SiecleLimits limits) {
            super(in);
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int got = super.read(bytes, from, length);
            count += Math.max(got, 0);
            if (count > limits.maxBytes()) {
                throw tooLarge(limits);
            }
            return got;
        }
    }
}
