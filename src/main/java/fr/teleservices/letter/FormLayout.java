package fr.teleservices.letter;

import static fr.teleservices.letter.Sheet.mm;

import fr.teleservices.letter.TextBlock.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The measured common part of letters: everything that does not depend on the person. */
final class FormLayout {
    static final float BOX_HEIGHT = mm(38);
    static final float QR_SIZE = mm(24);
    static final float QR_LEFT = Sheet.RIGHT - QR_SIZE - mm(6);
    static final float BOX_TEXT_LEFT = Sheet.LEFT + mm(5);
    static final float BOX_TEXT_WIDTH = QR_LEFT - mm(5) - BOX_TEXT_LEFT;
    private static final float STEP_INDENT = mm(7);
    private static final int REMEMBERED_TEXTS = 32;

    final LetterForm form;
    final float windowLeft;
    final float windowTop;
    final float windowWidth;
    final float windowHeight;
    final TextBlock senderName;
    final TextBlock senderLines;
    final TextBlock placeAndDate;
    final float placeAndDateTop;
    final TextBlock subject;
    final float subjectTop;
    final TextBlock greeting;
    final float greetingTop;
    /** Where the own text may begin. */
    final float bodyTop;

    final TextBlock portalUrl;
    final TextBlock accessNote;
    final TextBlock qrCaption;
    final TextBlock stepsTitle;
    final List<TextBlock> steps;
    final TextBlock help;
    final TextBlock signature;
    final TextBlock footer;
    private final Map<Key, Optional<TextBlock>> texts = new HashMap<>();

    private record Key(List<String> paragraphs, float height) {}

    FormLayout(LetterForm form) {
        this.form = form;
        requireGlyphs(form);
        WindowPlacement window = form.window();
        windowLeft = mm(window.leftMm());
        windowTop = mm(window.topMm());
        windowWidth = mm(window.widthMm());
        windowHeight = mm(window.heightMm());

        float senderWidth = mm(85);
        senderName = block(FontsPdf.BOLD, first(form.sender()), senderWidth, mm(10), 11.5f, 7);
        float senderRest = windowTop - mm(3) - Sheet.SENDER_TOP - senderName.height();
        senderLines = block(FontsPdf.REGULAR, joined(rest(form.sender())), senderWidth, senderRest, 9, 4);

        placeAndDateTop = windowTop + windowHeight + mm(5);
        placeAndDate = block(FontsPdf.REGULAR, List.of(form.placeAndDate()), mm(80), mm(9), 11, 7);
        subjectTop = placeAndDateTop + placeAndDate.height() + mm(3.5);
        List<String> object = form.subject().isBlank() ? List.of() : List.of("Objet : " + form.subject());
        subject = block(FontsPdf.BOLD, object, Sheet.TEXT_WIDTH, mm(11), 11.5f, 7);
        greetingTop = subjectTop + subject.height() + mm(3.5);
        greeting = block(FontsPdf.REGULAR, List.of(form.greeting()), Sheet.TEXT_WIDTH, mm(10), 11.5f, 7);
        bodyTop = greetingTop + greeting.height() + (greeting.isEmpty() ? 0 : mm(2.5));

        portalUrl = block(FontsPdf.BOLD, List.of(form.portalUrl()), BOX_TEXT_WIDTH, mm(6), 11, 4);
        accessNote = block(FontsPdf.REGULAR, List.of(form.accessNote()), BOX_TEXT_WIDTH, mm(9), 9.5f, 5);
        qrCaption = block(FontsPdf.REGULAR, List.of(form.qrCaption()), QR_SIZE + mm(10), mm(6.5), 8, 4);

        stepsTitle = block(FontsPdf.BOLD, List.of(form.stepsTitle()), Sheet.TEXT_WIDTH, mm(6), 11.5f, 6);
        steps = steps(form.steps());
        help = block(FontsPdf.REGULAR, joined(List.of(form.help())), Sheet.TEXT_WIDTH, mm(16), 10.5f, 6);
        signature = block(FontsPdf.REGULAR, joined(form.signature()), mm(75), mm(20), 11, 6);
        footer = block(FontsPdf.REGULAR, joined(List.of(form.footer())), Sheet.TEXT_WIDTH, mm(7), 7.5f, 4);
    }

    static float stepIndent() {
        return STEP_INDENT;
    }

    /** Box, steps and signature with the gaps between them: what has to stay free under the own text. */
    float tailHeight() {
        return BOX_HEIGHT + stepsHeight() + helpHeight() + (signature.isEmpty() ? 0 : mm(6) + signature.height());
    }

    /** Gap, title and numbered lines under the box. */
    float stepsHeight() {
        if (steps.isEmpty()) {
            return 0;
        }
        float sum = mm(5) + stepsTitle.height() + (stepsTitle.isEmpty() ? 0 : mm(1));
        for (TextBlock step : steps) {
            sum += step.height() + stepGap();
        }
        return sum;
    }

    private float helpHeight() {
        return help.isEmpty() ? 0 : helpGap() + help.height();
    }

    static float helpGap() {
        return mm(2.5);
    }

    static float stepGap() {
        return mm(0.9);
    }

    /** The school's own text at the largest size that fits; remembered, as most letters of a run bear the same. */
    TextBlock ownText(List<String> paragraphs, float height) {
        if (texts.size() >= REMEMBERED_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(new Key(paragraphs, height), key -> ownText(key))
                .orElseThrow(() -> new LetterFault(
                        "text-too-long", "Le texte du courrier est trop long pour tenir sur une page."));
    }

    private static Optional<TextBlock> ownText(Key key) {
        Box box = new Box(Sheet.TEXT_WIDTH, key.height, 11.5f, 6.5f, 1.32f);
        return TextBlock.fit(FontsPdf.REGULAR.typeface(), key.paragraphs, box);
    }

    private static List<TextBlock> steps(List<String> texts) {
        // All steps in one size: the largest at which together they take no more than 60 mm.
        for (float size = 10.5f; size >= 6; size -= 0.25f) {
            Box box = new Box(Sheet.TEXT_WIDTH - STEP_INDENT, mm(60), size, size, 1.28f);
            List<TextBlock> blocks = new ArrayList<>();
            float height = 0;
            for (String text : texts) {
                TextBlock block = TextBlock.fitOrCut(FontsPdf.REGULAR.typeface(), List.of(text), box);
                blocks.add(block);
                height += block.height() + stepGap();
            }
            if (height <= mm(60)) {
                return blocks;
            }
        }
        throw new LetterFault("text-too-long", "La marche à suivre est trop longue pour tenir sur une page.");
    }

    private static TextBlock block(
            FontsPdf font, List<String> paragraphs, float width, float height, float size, float smallest) {
        return TextBlock.fitOrCut(font.typeface(), paragraphs, new Box(width, height, size, smallest, 1.28f));
    }

    private static List<String> first(List<String> lines) {
        return lines.isEmpty() ? List.of() : lines.subList(0, 1);
    }

    private static List<String> rest(List<String> lines) {
        return lines.isEmpty() ? List.of() : lines.subList(1, lines.size());
    }

    /** Lines under each other, without the gap of paragraphs. */
    private static List<String> joined(List<String> lines) {
        return lines.isEmpty() ? List.of() : List.of(String.join("\n", lines));
    }

    private static void requireGlyphs(LetterForm form) {
        List<String> all = new ArrayList<>(form.sender());
        all.addAll(form.steps());
        all.addAll(form.signature());
        all.addAll(List.of(
                form.placeAndDate(),
                form.subject(),
                form.greeting(),
                form.portalUrl(),
                form.accessNote(),
                form.qrCaption(),
                form.stepsTitle(),
                form.help(),
                form.footer()));
        PageLayout.requireGlyphs("Le texte du courrier", String.join(" ", all));
    }
}
