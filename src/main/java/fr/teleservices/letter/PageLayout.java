package fr.teleservices.letter;

import static fr.teleservices.letter.Sheet.mm;

import fr.teleservices.kernel.QrCode;
import fr.teleservices.letter.TextBlock.Box;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One measured letter. Everything that can go wrong with a page goes wrong here, before a byte of it is written.
 *
 * @param address in the window: address lines, or for whom it is when handed out
 * @param addressPitch from line to line of the address
 * @param boxTop top of the access box; steps and signature follow it
 */
record PageLayout(
        LetterPage page,
        FormLayout form,
        TextBlock address,
        float addressPitch,
        TextBlock reference,
        TextBlock text,
        TextBlock children,
        float childrenTop,
        float boxTop,
        float loginSize,
        @Nullable QrCode code) {
    static final String LOGIN_LABEL = "Identifiant : ";
    static final String PASSWORD_LABEL = "Mot de passe temporaire : ";
    static final float LABEL_SIZE = 10.5f;
    private static final float TYPED_SIZE = 14;
    private static final int LONGEST_NAME = 160;

    static PageLayout of(LetterPage page, FormLayout form) {
        requireGlyphs(page);
        TextBlock children = children(page.children());
        float childrenHeight = children.isEmpty() ? 0 : children.height() + mm(2.5);
        float room = Sheet.BODY_END - form.bodyTop - mm(2.5) - childrenHeight - form.tailHeight();
        TextBlock text = form.ownText(page.paragraphs(), room);
        float childrenTop = form.bodyTop + text.height() + mm(2.5);
        return new PageLayout(
                page,
                form,
                address(page, form),
                Math.min(mm(5.3), (form.windowHeight - mm(4.5)) / 5),
                reference(page, form),
                text,
                children,
                childrenTop,
                childrenTop + childrenHeight,
                loginSize(page.login()),
                page.qrContent().isBlank() ? null : code(page.qrContent()));
    }

    private static QrCode code(String content) {
        return QrCode.of(content)
                .orElseThrow(() ->
                        new LetterFault("qr-too-long", "L’adresse d’activation est trop longue pour un code QR."));
    }

    static void requireGlyphs(String what, String text) {
        List<String> missing = Glyphs.missing(text);
        if (!missing.isEmpty()) {
            throw new LetterFault(
                    "missing-glyph",
                    what + " contient des caractères que les courriers ne savent pas imprimer : "
                            + Glyphs.named(missing) + ".");
        }
    }

    private static void requireGlyphs(LetterPage page) {
        requireGlyphs("Le nom du destinataire", page.recipient());
        for (String line : page.addressee()) {
            requireGlyphs("L’adresse", line);
        }
        requireGlyphs("Le nom de l’élève", page.child());
        requireGlyphs("La division", page.division());
        for (String child : page.children()) {
            requireGlyphs("Le nom d’un enfant", child);
        }
        for (String paragraph : page.paragraphs()) {
            for (String line : TextBlock.lines(paragraph)) {
                requireGlyphs("Le texte du courrier", line);
            }
        }
        requireTyped(page.login());
        if (page.temporaryPassword() != null) {
            requireTyped(page.temporaryPassword());
        }
    }

    /** What has to be typed is plain ASCII on one line, or something is badly wrong with the account. */
    private static void requireTyped(String text) {
        if (text.isEmpty() || text.length() > 90 || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new LetterFault("login-not-printable", "L’identifiant ou le mot de passe n’est pas imprimable.");
        }
    }

    private static TextBlock address(LetterPage page, FormLayout form) {
        Typeface face = FontsPdf.REGULAR.typeface();
        if (page.addressee().isEmpty()) {
            Box box = new Box(form.windowWidth, form.windowHeight, 10.5f, 5, 1.35f);
            return TextBlock.fitOrCut(face, List.of("À remettre à\n" + clip(page.recipient()), pupil(page)), box);
        }
        // One size for all lines: the widest one decides.
        List<String> lines = page.addressee().stream()
                .map(line -> Glyphs.clean(line).strip())
                .toList();
        float size = 10.5f;
        for (String line : lines) {
            size = Math.min(size, form.windowWidth * 1000 / Math.max(1, face.units(line, 0, line.length())));
        }
        return new TextBlock(lines, face, size, size * 1.3f);
    }

    private static TextBlock reference(LetterPage page, FormLayout form) {
        if (page.addressee().isEmpty() || pupil(page).isEmpty()) {
            // Handed out without an address, the block in the window already says so.
            return new TextBlock(List.of(), FontsPdf.REGULAR.typeface(), 10, 13);
        }
        float width = Math.max(form.windowLeft - mm(5), Sheet.RIGHT - form.windowLeft - form.windowWidth) - Sheet.LEFT;
        Box box = new Box(Math.min(width, mm(80)), mm(22), 10, 5, 1.35f);
        return TextBlock.fitOrCut(FontsPdf.REGULAR.typeface(), List.of(pupil(page)), box);
    }

    /** Through whom the letter is given out; a pupil's own letter does not name the pupil twice. */
    private static String pupil(LetterPage page) {
        boolean named = !page.child().isBlank()
                && !(page.addressee().isEmpty() && page.child().equals(page.recipient()));
        String child = named ? "Élève : " + clip(page.child()) : "";
        String division = page.division().isBlank() ? "" : "Classe : " + clip(page.division());
        return (child + "\n" + division).strip();
    }

    /** A name without end may not push the rest out of its box. */
    private static String clip(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
    }

    private static TextBlock children(List<String> children) {
        Typeface face = FontsPdf.REGULAR.typeface();
        if (children.isEmpty()) {
            return new TextBlock(List.of(), face, 10, 13);
        }
        String label = children.size() == 1 ? "Enfant rattaché à ce compte : " : "Enfants rattachés à ce compte : ";
        Box box = new Box(Sheet.TEXT_WIDTH, mm(14), 10, 5, 1.3f);
        return TextBlock.fitOrCut(
                face,
                List.of(label + children.stream().map(PageLayout::clip).collect(Collectors.joining("\u00a0; "))),
                box);
    }

    private static float loginSize(String login) {
        float label = FontsPdf.REGULAR.typeface().width(LOGIN_LABEL, LABEL_SIZE);
        int units = FontsPdf.TYPED.typeface().units(login, 0, login.length());
        return Math.min(TYPED_SIZE, (FormLayout.BOX_TEXT_WIDTH - label) * 1000 / units);
    }

    static float typedSize() {
        return TYPED_SIZE;
    }
}
