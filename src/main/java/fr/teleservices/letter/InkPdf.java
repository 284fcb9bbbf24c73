package fr.teleservices.letter;

import com.lowagie.text.pdf.PdfContentByte;
import fr.teleservices.kernel.QrCode;
import java.util.List;

/** Draws measured text on a page or a template; all places are from the top left corner of the sheet. */
final class InkPdf {
    private final PdfContentByte canvas;

    InkPdf(PdfContentByte canvas) {
        this.canvas = canvas;
    }

    /** First line with its capitals a little under {@code top}; returns where the next block may begin. */
    float block(TextBlock block, FontsPdf font, float left, float top) {
        return block(block, font, left, top, block.leading());
    }

    float block(TextBlock block, FontsPdf font, float left, float top, float pitch) {
        if (block.isEmpty()) {
            return top;
        }
        canvas.beginText();
        canvas.setFontAndSize(font.font(), block.size());
        float y = top + baseline(block);
        for (String line : block.lines()) {
            if (line.isEmpty()) {
                y += pitch / 2;
            } else {
                show(line, left, y);
                y += pitch;
            }
        }
        canvas.endText();
        return y - baseline(block);
    }

    void centered(TextBlock block, FontsPdf font, float middle, float top) {
        float y = top;
        for (String line : block.lines()) {
            float left = middle - font.typeface().width(line, block.size()) / 2;
            TextBlock one = new TextBlock(List.of(line), block.face(), block.size(), block.leading());
            y = block(one, font, left, y);
        }
    }

    /** Label and value as one run of text, so that every reader gets them on one line with one space between. */
    void labelled(String label, float labelSize, String value, float valueSize, float left, float baseline) {
        canvas.beginText();
        canvas.setTextMatrix(left, Sheet.HEIGHT - baseline);
        canvas.setFontAndSize(FontsPdf.REGULAR.font(), labelSize);
        canvas.showText(label);
        canvas.setFontAndSize(FontsPdf.TYPED.font(), valueSize);
        canvas.showText(value);
        canvas.endText();
    }

    /** One baseline, no box. */
    void line(String text, FontsPdf font, float size, float left, float baseline) {
        canvas.beginText();
        canvas.setFontAndSize(font.font(), size);
        show(text, left, baseline);
        canvas.endText();
    }

    /** An image of one bit a module inside the page's own content: no object of its own, sharp at every size. */
    void code(QrCode code, float left, float top, float size) {
        canvas.saveState();
        canvas.concatCTM(size, 0, 0, size, left, Sheet.HEIGHT - top - size);
        canvas.getInternalBuffer()
                .append("BI/W " + code.side() + "/H " + code.side() + "/IM true/BPC 1/D[1 0]/F/AHx ID\n")
                .append(code.hex())
                .append(">\nEI\n");
        canvas.restoreState();
    }

    private void show(String line, float left, float baseline) {
        canvas.setTextMatrix(left, Sheet.HEIGHT - baseline);
        canvas.showText(plainSpaces(line));
    }

    /**
     * A font may use one glyph for both kinds of space; the first one drawn would then name it for the whole document,
     * and a copied {@code Identifiant : } would hold an unbreakable space.
     */
    private static String plainSpaces(String line) {
        return line.indexOf('\u00A0') < 0 && line.indexOf('\u202F') < 0
                ? line
                : line.replace('\u00A0', ' ').replace('\u202F', ' ');
    }

    private static float baseline(TextBlock block) {
        // Half of the extra leading above, then down to the foot of the capitals (0.714 of the size in Noto Sans).
        return 0.714f * block.size() + (block.leading() - block.size()) / 2;
    }
}
