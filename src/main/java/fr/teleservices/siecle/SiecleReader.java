package fr.teleservices.siecle;

import java.time.LocalDate;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file once, in constant memory but for the identifiers it has met, and pushes its rows into a
 * {@link SiecleSink}. Blocking; a fault of the file as a whole throws {@link SiecleRefused}, also after rows were pushed.
 */
public final class SiecleReader {
    private final SiecleLimits limits;
    private final LocalDate today;

    /**
     * @param today birth dates lie before or on it
     */
    public SiecleReader(SiecleLimits limits, LocalDate today) {
        this.limits = limits;
        this.today = today;
    }

    /** Parameters first, then the rows in the order of the file. */
    public void read(SiecleFile file, SiecleSink sink) {
        sink.parameters(file.parameters());
        try (SiecleXml xml = SiecleXml.open(file.source(), limits)) {
            rows(xml, file.source(), records(file, sink), sink);
        }
    }

    private Records records(SiecleFile file, SiecleSink sink) {
        return switch (file.kind()) {
            case PUPILS -> new PupilRecords(file.source(), limits, sink);
            case GUARDIANS -> new GuardianRecords(file.source(), limits, sink);
            default -> new SchoolRecords(file.kind(), file.source(), limits, sink);
        };
    }

    private void rows(SiecleXml xml, SiecleSource source, Records records, SiecleSink sink) {
        int[] line = {1};
        Fields fields = new Fields(today, reason -> sink.warning(new RowNote(source.name(), line[0], reason)));
        String[] path = new String[limits.maxDepth() + 1];
        int depth = 0;
        int rowDepth = -1;
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = xml.name();
                if (rowDepth < 0 && depth > 0 && records.isRow(path[depth - 1], name)) {
                    rowDepth = depth;
                    line[0] = xml.line();
                    fields.clear(line[0]);
                }
                if (rowDepth >= 0) {
                    xml.attributes(fields);
                }
                path[depth++] = name;
                text.setLength(0);
                leaf = true;
            } else if (event == XMLStreamConstants.CHARACTERS) {
                if (rowDepth >= 0) {
                    xml.appendText(text);
                }
            } else {
                depth--;
                if (rowDepth >= 0) {
                    end(path[depth], depth == rowDepth, leaf ? text : null, records, fields);
                    rowDepth = depth == rowDepth ? -1 : rowDepth;
                }
                text.setLength(0);
                leaf = false;
            }
        }
    }

    private static void end(String name, boolean isRow, @Nullable StringBuilder text, Records records, Fields fields) {
        try {
            if (isRow) {
                records.row(name, fields);
                return;
            }
            if (text != null && !text.isEmpty()) {
                fields.put(name, text);
            }
            records.inner(name, fields);
        } catch (RowFault fault) {
            records.refuse(fields.line(), fault.reason());
            if (isRow) {
                records.spoiled(name, fields);
            }
        }
    }
}
