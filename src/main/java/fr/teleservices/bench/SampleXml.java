package fr.teleservices.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one XML into one zip as a stream, the same bytes at any hour and in any time zone. */
final class SampleXml implements AutoCloseable {
    private static final LocalDateTime EXPORTED = LocalDateTime.of(2026, 9, 1, 8, 0);

    private final Writer out;

    /** The zip is {@code ExportXML_<name>.zip}, the XML in it {@code <name>.xml}. */
    SampleXml(Path dir, String name, Charset charset) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(
                new BufferedOutputStream(Files.newOutputStream(dir.resolve("ExportXML_" + name + ".zip")), 65_536));
        ZipEntry entry = new ZipEntry(name + ".xml");
        // setTime() would depend on the time zone of the machine.
        entry.setTimeLocal(EXPORTED);
        zip.putNextEntry(entry);
        // An encoder of its own fails on what it cannot encode, instead of writing a question mark.
        out = new BufferedWriter(new OutputStreamWriter(zip, charset.newEncoder()), 65_536);
        raw("<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>\n");
    }

    SampleXml raw(String markup) {
        try {
            out.write(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Nothing where there is no value. */
    SampleXml field(String name, @Nullable Object value) {
        return value == null
                ? this
                : raw("<").raw(name)
                        .raw(">")
                        .raw(escaped(value.toString()))
                        .raw("</")
                        .raw(name)
                        .raw(">");
    }

    static String escaped(String text) {
        if (text.indexOf('&') < 0 && text.indexOf('<') < 0 && text.indexOf('>') < 0 && text.indexOf('"') < 0) {
            return text;
        }
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
