package fr.teleservices.letter;

import com.lowagie.text.pdf.PdfReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Downloads put together from parts in print order. Blocking; memory for one part and some hundred bytes a letter. The
 * parts come from an iterator that opens (unseals) each when it is asked for; the output is written all along and stays
 * open. When a part cannot be had, the exception leaves a torso that no reader takes for whole: break the connection off.
 */
public final class LetterArchive {
    private LetterArchive() {}

    /**
     * One PDF of all letters, with the bookmarks of the parts.
     *
     * @return number of pages; 0: there was no letter, and nothing was written
     */
    public static int pdf(String title, Iterator<byte[]> parts, ArchiveOptions options, OutputStream out)
            throws IOException {
        CopyPdf copy = null;
        String section = null;
        while (parts.hasNext()) {
            byte[] part = parts.next();
            if (part.length == 0) {
                continue;
            }
            copy = copy == null ? new CopyPdf(title, options, out) : copy;
            PdfReader reader = new PdfReader(part);
            for (CopyPdf.Section next : CopyPdf.sections(reader)) {
                copy.add(reader, next, next.title().equals(section));
                section = next.title();
            }
            copy.forget(reader);
            reader.close();
        }
        if (copy == null) {
            return 0;
        }
        copy.close();
        out.flush();
        return copy.pages();
    }

    /**
     * A zip with one PDF for each stretch of letters under the same bookmark.
     *
     * @param title of each document; the name of the division is added
     * @return number of files
     */
    public static int zip(String title, Iterator<byte[]> parts, ArchiveOptions options, OutputStream out)
            throws IOException {
        Zip zip = new Zip(title, options, new ZipOutputStream(out));
        while (parts.hasNext()) {
            byte[] part = parts.next();
            if (part.length > 0) {
                zip.add(part);
            }
        }
        return zip.finish();
    }

    private static final class Zip {
        private final String title;
        private final ArchiveOptions options;
        private final ZipOutputStream out;
        private final EntryNames names = new EntryNames();
        private @Nullable CopyPdf file;
        private String division = "";
        private int files;

        Zip(String title, ArchiveOptions options, ZipOutputStream out) {
            this.title = title;
            this.options = options;
            this.out = out;
            // The PDFs are compressed already.
            out.setLevel(Deflater.NO_COMPRESSION);
        }

        void add(byte[] part) throws IOException {
            PdfReader reader = new PdfReader(part);
            List<CopyPdf.Section> sections = CopyPdf.sections(reader);
            for (CopyPdf.Section section : sections) {
                CopyPdf current = file;
                boolean goesOn = current != null && section.title().equals(division);
                if (!goesOn || current == null) {
                    endFile();
                    current = begin(section.title());
                }
                current.add(reader, section, goesOn);
                current.forget(reader);
            }
            reader.close();
        }

        private CopyPdf begin(String name) throws IOException {
            out.putNextEntry(new ZipEntry(names.forDivision(name)));
            division = name;
            files++;
            CopyPdf begun = new CopyPdf(name.isEmpty() ? title : title + " – " + name, options, out);
            file = begun;
            return begun;
        }

        private void endFile() throws IOException {
            if (file != null) {
                file.close();
                file = null;
                out.closeEntry();
            }
        }

        /** Only here does the archive become readable: one that broke off on the way must not look whole. */
        int finish() throws IOException {
            endFile();
            out.finish();
            out.flush();
            return files;
        }
    }
}
