package fr.teleservices.letter;

import static fr.teleservices.letter.Sheet.mm;

import com.lowagie.text.Document;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfDestination;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfOutline;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.PdfWriter;
import java.io.ByteArrayOutputStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.zip.Deflater;

/** Writes measured letters as one PDF, one page each. */
final class PartPdf {
    private final PdfWriter writer;
    private final Document document;
    private final PdfContentByte canvas;
    private final IdentityHashMap<FormLayout, FormPdf> forms = new IdentityHashMap<>();
    private final IdentityHashMap<TextBlock, Integer> uses = new IdentityHashMap<>();
    private String bookmark = "";

    private PartPdf(String title, ByteArrayOutputStream out) {
        document = new Document(new Rectangle(Sheet.WIDTH, Sheet.HEIGHT));
        writer = PdfWriter.getInstance(document, out);
        catalog(writer, document, title, false);
        // A tenth more letters a second than the default, for three bytes in a hundred.
        writer.setCompressionLevel(Deflater.BEST_SPEED);
        document.open();
        canvas = writer.getDirectContent();
    }

    /** @param letters not empty */
    static byte[] write(String title, List<PageLayout> letters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024 + letters.size() * 1024);
        PartPdf part = new PartPdf(title, out);
        letters.forEach(letter -> part.uses.merge(letter.text(), 1, Integer::sum));
        for (PageLayout letter : letters) {
            part.document.newPage();
            part.page(letter);
        }
        part.document.close();
        return out.toByteArray();
    }

    /**
     * What every file of letters says about itself, also to the printer: as large as it is, and on one side only, so that no sheet
     * bears two families.
     *
     * @param backs whether it has a blank back behind each page: on both sides then
     */
    static void catalog(PdfWriter writer, Document document, String title, boolean backs) {
        document.addTitle(title);
        document.addCreator("Téléservices");
        writer.getExtraCatalog().put(PdfName.LANG, new PdfString("fr-FR"));
        writer.setViewerPreferences(
                PdfWriter.PageModeUseOutlines | PdfWriter.DisplayDocTitle | PdfWriter.PrintScalingNone);
        writer.addViewerPreference(PdfName.DUPLEX, backs ? PdfName.DUPLEXFLIPLONGEDGE : PdfName.SIMPLEX);
    }

    private void page(PageLayout letter) {
        bookmark(letter.page().bookmark());
        FormPdf form = forms.computeIfAbsent(letter.form(), layout -> new FormPdf(canvas, layout));
        InkPdf ink = new InkPdf(canvas);
        form.placeHead(canvas);
        address(ink, letter);
        reference(ink, letter);
        form.placeOpening(canvas);
        if (uses.getOrDefault(letter.text(), 1) > 1) {
            form.placeText(canvas, letter.text());
        } else {
            ink.block(letter.text(), FontsPdf.REGULAR, Sheet.LEFT, letter.form().bodyTop);
        }
        ink.block(letter.children(), FontsPdf.REGULAR, Sheet.LEFT, letter.childrenTop());
        form.placeAccess(canvas, letter.boxTop());
        typed(ink, letter);
        if (letter.code() != null) {
            ink.code(letter.code(), FormLayout.QR_LEFT, letter.boxTop() + mm(3.5), FormLayout.QR_SIZE);
        }
        form.placeClosing(canvas, letter.boxTop());
    }

    private static void address(InkPdf ink, PageLayout letter) {
        FormLayout form = letter.form();
        TextBlock block = letter.address();
        if (letter.page().addressee().isEmpty()) {
            ink.block(block, FontsPdf.REGULAR, form.windowLeft, form.windowTop);
            return;
        }
        // Capitals begin 0.6 mm under the upper edge of the block, so their accents stay inside.
        float y = form.windowTop + mm(0.6) + 0.714f * block.size();
        for (String line : block.lines()) {
            ink.line(line, FontsPdf.REGULAR, block.size(), form.windowLeft, y);
            y += letter.addressPitch();
        }
    }

    /** Beside the window: whoever hands the letters out has to see it, the postman does not. */
    private static void reference(InkPdf ink, PageLayout letter) {
        FormLayout form = letter.form();
        boolean leftOfWindow = form.windowLeft >= mm(80);
        float left = leftOfWindow ? Sheet.LEFT : form.windowLeft + form.windowWidth + mm(5);
        ink.block(letter.reference(), FontsPdf.REGULAR, left, form.windowTop);
    }

    private static void typed(InkPdf ink, PageLayout letter) {
        float left = FormLayout.BOX_TEXT_LEFT;
        LetterPage page = letter.page();
        float login = letter.boxTop() + mm(16);
        ink.labelled(PageLayout.LOGIN_LABEL, PageLayout.LABEL_SIZE, page.login(), letter.loginSize(), left, login);
        if (page.temporaryPassword() != null) {
            float size = PageLayout.typedSize();
            float password = letter.boxTop() + mm(24.5);
            ink.labelled(
                    PageLayout.PASSWORD_LABEL, PageLayout.LABEL_SIZE, page.temporaryPassword(), size, left, password);
        }
    }

    /** One for each stretch of the same title, to the page that is open. */
    private void bookmark(String title) {
        if (!title.equals(bookmark)) {
            bookmark = title;
            new PdfOutline(canvas.getRootOutline(), new PdfDestination(PdfDestination.FIT), title);
        }
    }
}
