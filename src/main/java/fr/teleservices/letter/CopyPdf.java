package fr.teleservices.letter;

import com.lowagie.text.Document;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PdfCopy;
import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.PdfWriter;
import com.lowagie.text.pdf.SimpleBookmark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One PDF put together from pages of parts and written as it grows; keeps an offset for each object, no content. */
final class CopyPdf implements AutoCloseable {
    private final Document document;
    private final PdfCopy copy;
    private final ArchiveOptions options;
    private final List<Map<String, Object>> bookmarks = new ArrayList<>();
    private int pages;

    /** @param out stays open */
    CopyPdf(String title, ArchiveOptions options, OutputStream out) {
        this.document = new Document();
        this.options = options;
        this.copy = new PdfCopy(document, out);
        copy.setCloseStream(false);
        PartPdf.catalog(copy, document, title, options.duplexBlanks());
        document.open();
    }

    /** A run of pages under one bookmark. */
    record Section(String title, int firstPage, int lastPage) {}

    /** The bookmarks of a part as page ranges, in order. */
    static List<Section> sections(PdfReader part) {
        List<Map<String, Object>> found = SimpleBookmark.getBookmarkList(part);
        List<Section> sections = new ArrayList<>();
        int last = part.getNumberOfPages();
        for (int i = found == null ? 0 : found.size(); i-- > 0; ) {
            Map<String, Object> bookmark = found.get(i);
            int first = Integer.parseInt(String.valueOf(bookmark.get("Page")).split(" ")[0]);
            sections.add(0, new Section(String.valueOf(bookmark.get("Title")), first, last));
            last = first - 1;
        }
        if (last > 0) {
            sections.add(0, new Section("", 1, last));
        }
        return sections;
    }

    /** Adds the pages; a section that goes on from the part before gets no second bookmark and no second cover. */
    void add(PdfReader part, Section section, boolean goesOn) throws IOException {
        if (!goesOn && !section.title.isEmpty()) {
            bookmarks.add(Map.of("Title", section.title, "Action", "GoTo", "Page", (pages + 1) + " Fit"));
            if (options.covers()) {
                cover(section.title);
            }
        }
        for (int page = section.firstPage; page <= section.lastPage; page++) {
            addPage(part, page);
        }
    }

    /** What was read of a part is forgotten; its fonts and forms have been written. */
    void forget(PdfReader part) throws IOException {
        copy.freeReader(part);
    }

    private void addPage(PdfReader part, int page) throws IOException {
        copy.addPage(copy.getImportedPage(part, page));
        pages++;
        if (options.duplexBlanks()) {
            copy.addPage(new Rectangle(Sheet.WIDTH, Sheet.HEIGHT), 0);
            pages++;
        }
    }

    private void cover(String title) throws IOException {
        PdfReader sheet = new PdfReader(coverSheet(title));
        addPage(sheet, 1);
        copy.freeReader(sheet);
        sheet.close();
    }

    private static byte[] coverSheet(String title) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Document document = new Document(new Rectangle(Sheet.WIDTH, Sheet.HEIGHT));
        PdfWriter writer = PdfWriter.getInstance(document, out);
        document.open();
        TextBlock.Box box = new TextBlock.Box(Sheet.TEXT_WIDTH, Sheet.mm(60), 40, 12, 1.3f);
        TextBlock block = TextBlock.fitOrCut(FontsPdf.BOLD.typeface(), List.of(title), box);
        new InkPdf(writer.getDirectContent()).centered(block, FontsPdf.BOLD, Sheet.WIDTH / 2, Sheet.mm(110));
        document.close();
        return out.toByteArray();
    }

    int pages() {
        return pages;
    }

    @Override
    public void close() {
        if (!bookmarks.isEmpty()) {
            copy.setOutlines(bookmarks);
        }
        document.close();
    }
}
