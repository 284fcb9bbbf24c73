package fr.teleservices.siecle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes to characters, in the encoding that the XML declaration names. All characters before an undecodable byte are
 * handed over before that byte fails, so that the reader knows the line.
 */
interface TextDecoder {
    int HEAD = 1024;
    Pattern DECLARATION = Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]+)[\"']");

    /** At most {@code length}, at least one; -1 at the end. */
    int read(char[] into, int from, int length) throws IOException;

    /** The line where a file that claims to be Latin turns out to be UTF-8 from end to end; 0 where it does not. */
    default int misdeclaredLine() {
        return 0;
    }

    /** Looks at the first bytes. The stream is read to its end by the decoder. */
    static TextDecoder of(InputStream bytes) throws IOException {
        byte[] head = bytes.readNBytes(HEAD);
        int mark = startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        if (startsWith(head, 0xFE, 0xFF)
                || startsWith(head, 0xFF, 0xFE)
                || startsWith(head, 0, '<')
                || startsWith(head, '<', 0)) {
            throw unknown("UTF-16");
        }
        String start = new String(head, mark, head.length - mark, StandardCharsets.ISO_8859_1);
        if (start.isBlank()) {
            throw new InputFault("empty", "le fichier est vide.");
        }
        if (!start.stripLeading().startsWith("<")) {
            throw new InputFault("not-xml", "le fichier n’est ni un XML ni une archive zip d’export SIECLE.");
        }
        Matcher declaration = DECLARATION.matcher(start);
        String name = declaration.find() ? declaration.group(1).toUpperCase(Locale.ROOT) : "UTF-8";
        InputStream all =
                new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOfRange(head, mark, head.length)), bytes);
        if (mark > 0 && !name.equals("UTF-8") && !name.equals("UTF8")) {
            throw new InputFault(
                    "wrong-encoding", "l’encodage déclaré (" + name + ") contredit les premiers octets (UTF-8).");
        }
        return switch (name) {
            case "UTF-8", "UTF8", "US-ASCII", "ASCII" -> new Utf8Decoder(all);
            case "ISO-8859-15", "ISO8859-15", "LATIN9", "LATIN-9" ->
                new LatinDecoder(all, Charset.forName("ISO-8859-15"));
            case "ISO-8859-1", "ISO8859-1", "LATIN1" -> new LatinDecoder(all, StandardCharsets.ISO_8859_1);
            case "WINDOWS-1252", "CP1252" -> new LatinDecoder(all, Charset.forName("windows-1252"));
            default -> throw unknown(name);
        };
    }

    static InputFault undecodable(String encoding) {
        return new InputFault(
                "wrong-encoding",
                "un caractère ne peut pas être lu dans l’encodage déclaré (" + encoding
                        + ") ; exportez le fichier de nouveau, sans l’enregistrer avec un autre logiciel.");
    }

    private static InputFault unknown(String name) {
        String shown = name.length() > 30 ? name.substring(0, 30) : name;
        return new InputFault(
                "wrong-encoding",
                "l’encodage « " + shown
                        + " » n’est pas accepté ; les exports SIECLE sont en ISO-8859-15, ISO-8859-1, Windows-1252 ou UTF-8.");
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }
}
