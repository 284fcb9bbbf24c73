package fr.teleservices.letter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Reads PDFs back with another library than the one that wrote them. */
final class PdfText {
    private static final float POINTS_PER_MM = 72 / 25.4f;

    private PdfText() {}

    static List<String> lines(byte[] pdf, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            return stripper.getText(document).lines().map(String::stripTrailing).toList();
        }
    }

    static int pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        }
    }

    /** {@code title@page}, page from 1. */
    static List<String> bookmarks(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<String> found = new ArrayList<>();
            for (PDOutlineItem item :
                    document.getDocumentCatalog().getDocumentOutline().children()) {
                int page = document.getPages().indexOf(item.findDestinationPage(document)) + 1;
                found.add(item.getTitle() + "@" + page);
            }
            return found;
        }
    }

    /** A character and where it is, millimetres from the top left corner; top is that of a capital. */
    record Placed(String text, double left, double right, double top, double baseline) {}

    static List<Placed> characters(byte[] pdf, int page) throws IOException {
        List<Placed> placed = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition t) {
                    if (!t.getUnicode().isBlank()) {
                        placed.add(new Placed(
                                t.getUnicode(),
                                t.getXDirAdj() / POINTS_PER_MM,
                                (t.getXDirAdj() + t.getWidthDirAdj()) / POINTS_PER_MM,
                                (t.getYDirAdj() - 0.714 * t.getFontSizeInPt()) / POINTS_PER_MM,
                                t.getYDirAdj() / POINTS_PER_MM));
                    }
                }
            };
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            stripper.getText(document);
        }
        return placed;
    }
}
