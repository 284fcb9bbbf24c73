package fr.teleservices.letter;

import static fr.teleservices.letter.Sheet.mm;

import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfTemplate;
import java.util.IdentityHashMap;
import java.util.List;

/** The common part of letters as form objects of one document; each is drawn once and referred to by every page. */
final class FormPdf {
    private final PdfContentByte canvas;
    private final FormLayout layout;
    private final PdfTemplate head;
    private final PdfTemplate opening;
    private final PdfTemplate access;
    private final PdfTemplate closing;
    private final PdfTemplate foot;
    private final IdentityHashMap<TextBlock, PdfTemplate> texts = new IdentityHashMap<>();

    /** @param canvas of the document, on which a page is open */
    FormPdf(PdfContentByte canvas, FormLayout layout) {
        this.canvas = canvas;
        this.layout = layout;
        this.head = head();
        this.opening = opening();
        this.access = access();
        this.closing = closing();
        this.foot = foot();
    }

    private PdfTemplate head() {
        PdfTemplate template = sheet();
        InkPdf ink = new InkPdf(template);
        float below = ink.block(layout.senderName, FontsPdf.BOLD, Sheet.LEFT, Sheet.SENDER_TOP);
        ink.block(layout.senderLines, FontsPdf.REGULAR, Sheet.LEFT, below);
        template.setGrayStroke(0.6f);
        template.setLineWidth(0.4f);
        for (float fold : Sheet.FOLDS) {
            template.moveTo(mm(4), Sheet.HEIGHT - fold);
            template.lineTo(mm(8), Sheet.HEIGHT - fold);
        }
        template.stroke();
        return template;
    }

    private PdfTemplate opening() {
        PdfTemplate template = sheet();
        InkPdf ink = new InkPdf(template);
        float dateLeft = Math.min(mm(110), Sheet.RIGHT - mm(80));
        ink.block(layout.placeAndDate, FontsPdf.REGULAR, dateLeft, layout.placeAndDateTop);
        ink.block(layout.subject, FontsPdf.BOLD, Sheet.LEFT, layout.subjectTop);
        ink.block(layout.greeting, FontsPdf.REGULAR, Sheet.LEFT, layout.greetingTop);
        return template;
    }

    /** Drawn as if the box began at the top of the sheet; placed by an offset. */
    private PdfTemplate access() {
        PdfTemplate template = sheet();
        template.setLineWidth(0.8f);
        template.setGrayStroke(0.35f);
        template.roundRectangle(
                Sheet.LEFT, Sheet.HEIGHT - FormLayout.BOX_HEIGHT, Sheet.TEXT_WIDTH, FormLayout.BOX_HEIGHT, mm(2));
        template.stroke();
        InkPdf ink = new InkPdf(template);
        ink.block(layout.portalUrl, FontsPdf.BOLD, FormLayout.BOX_TEXT_LEFT, mm(3.6));
        return template;
    }

    /** What follows the typed lines, again as from the top of the sheet. */
    private PdfTemplate closing() {
        PdfTemplate template = sheet();
        InkPdf ink = new InkPdf(template);
        ink.block(layout.accessNote, FontsPdf.REGULAR, FormLayout.BOX_TEXT_LEFT, mm(28.6));
        float qrMiddle = FormLayout.QR_LEFT + FormLayout.QR_SIZE / 2;
        ink.centered(layout.qrCaption, FontsPdf.REGULAR, qrMiddle, mm(30.6));
        float y = steps(ink, FormLayout.BOX_HEIGHT);
        y = layout.help.isEmpty() ? y : ink.block(layout.help, FontsPdf.REGULAR, Sheet.LEFT, y + FormLayout.helpGap());
        ink.block(layout.signature, FontsPdf.REGULAR, mm(115), y + mm(6));
        return template;
    }

    private PdfTemplate foot() {
        PdfTemplate template = sheet();
        new InkPdf(template).centered(layout.footer, FontsPdf.REGULAR, Sheet.WIDTH / 2, Sheet.FOOTER_TOP);
        return template;
    }

    private float steps(InkPdf ink, float top) {
        if (layout.steps.isEmpty()) {
            return top;
        }
        float y = ink.block(layout.stepsTitle, FontsPdf.BOLD, Sheet.LEFT, top + mm(5));
        y += layout.stepsTitle.isEmpty() ? 0 : mm(1);
        for (int i = 0; i < layout.steps.size(); i++) {
            TextBlock step = layout.steps.get(i);
            TextBlock number = new TextBlock(List.of((i + 1) + "."), step.face(), step.size(), step.leading());
            ink.block(number, FontsPdf.BOLD, Sheet.LEFT + mm(1), y);
            y = ink.block(step, FontsPdf.REGULAR, Sheet.LEFT + FormLayout.stepIndent(), y) + FormLayout.stepGap();
        }
        return y;
    }

    void placeHead(PdfContentByte page) {
        page.addTemplate(head, 0, 0);
    }

    void placeOpening(PdfContentByte page) {
        page.addTemplate(opening, 0, 0);
    }

    void placeAccess(PdfContentByte page, float top) {
        page.addTemplate(access, 0, -top);
    }

    void placeClosing(PdfContentByte page, float top) {
        page.addTemplate(closing, 0, -top);
        if (!layout.footer.isEmpty()) {
            page.addTemplate(foot, 0, 0);
        }
    }

    /** A text that several letters bear, drawn once. */
    void placeText(PdfContentByte page, TextBlock text) {
        page.addTemplate(texts.computeIfAbsent(text, this::text), 0, 0);
    }

    private PdfTemplate text(TextBlock text) {
        PdfTemplate template = sheet();
        new InkPdf(template).block(text, FontsPdf.REGULAR, Sheet.LEFT, layout.bodyTop);
        return template;
    }

    private PdfTemplate sheet() {
        return canvas.createTemplate(Sheet.WIDTH, Sheet.HEIGHT);
    }
}
