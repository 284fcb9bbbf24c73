package fr.teleservices.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LetterTest {
    private static final LetterRenderer RENDERER = new LetterRenderer();

    private static byte[] pdf(LetterPage... pages) {
        RenderedPart part = RENDERER.render("Courriers", List.of(pages));
        assertThat(part.outcomes()).allMatch(RenderedPart.OnPage.class::isInstance);
        return part.pdf();
    }

    @Test
    void loginAndPasswordStandOnLinesOfTheirOwn() throws Exception {
        List<String> lines = PdfText.lines(pdf(SampleLetters.ordinary()), 1);
        assertThat(lines).contains("Identifiant : n.martin1", "Mot de passe temporaire : K7PM-X4RT-QW9D");
    }

    @Test
    void theLongestLoginIsWholeAndStaysLeftOfTheCode() throws Exception {
        byte[] pdf = pdf(SampleLetters.longNames());
        String login = SampleLetters.longNames().login();
        assertThat(PdfText.lines(pdf, 1)).contains("Identifiant : " + login);
        double qrLeft = FormLayout.QR_LEFT * 25.4 / 72;
        double baseline = PdfText.characters(pdf, 1).stream()
                .filter(c -> c.left() < 30 && c.text().equals("I"))
                .findFirst()
                .orElseThrow()
                .baseline();
        assertThat(PdfText.characters(pdf, 1).stream().filter(c -> Math.abs(c.baseline() - baseline) < 0.5))
                .hasSize(("Identifiant:" + login).length())
                .allMatch(c -> c.right() < qrLeft);
    }

    @Test
    void aReminderBearsNoPassword() throws Exception {
        List<String> lines = PdfText.lines(pdf(SampleLetters.reminder()), 1);
        assertThat(lines).contains("Identifiant : n.martin1");
        assertThat(String.join("\n", lines)).doesNotContain("temporaire", SampleLetters.PASSWORD);
    }

    @Test
    void theAddressBeginsWithinAMillimetreOfItsPlace() throws Exception {
        for (WindowPlacement window : List.of(
                WindowPlacement.STANDARD,
                new WindowPlacement(20, 50, 80, 30),
                new WindowPlacement(105, 45, 90, 40),
                new WindowPlacement(10, 40, 85, 33),
                new WindowPlacement(120, 67, 85, 33))) {
            LetterForm form = SampleLetters.FORM;
            LetterForm moved = new LetterForm(
                    form.sender(),
                    window,
                    form.placeAndDate(),
                    form.subject(),
                    form.greeting(),
                    form.portalUrl(),
                    form.accessNote(),
                    form.qrCaption(),
                    form.stepsTitle(),
                    form.steps(),
                    form.help(),
                    form.signature(),
                    form.footer());
            byte[] pdf = pdf(SampleLetters.with(SampleLetters.ordinary(), moved, SampleLetters.TEXT));
            List<PdfText.Placed> inWindow = inWindow(pdf, window);
            assertThat(inWindow).hasSize("MmeNathalieMARTIN12RUEDESLILAS75011PARIS".length());
            assertThat(inWindow.get(0).top()).isCloseTo(window.topMm(), within(1.0));
            assertThat(inWindow.get(0).left()).isCloseTo(window.leftMm(), within(1.0));
        }
    }

    @Test
    void hundredCharacterNamesAndAddressesStayInTheWindow() throws Exception {
        LetterPage page = SampleLetters.longNames();
        WindowPlacement window = WindowPlacement.STANDARD;
        List<PdfText.Placed> inWindow = inWindow(pdf(page), window);
        String expected = String.join("", page.addressee()).replace(" ", "");
        assertThat(inWindow).hasSize(expected.length());
        assertThat(inWindow)
                .allMatch(c -> c.right() <= window.leftMm() + window.widthMm() + 0.1)
                .allMatch(c -> c.baseline() <= window.topMm() + window.heightMm());
    }

    @Test
    void nothingRunsOverTheWindowOrOffTheSheet() throws Exception {
        WindowPlacement window = WindowPlacement.STANDARD;
        String name = "Wolfgang-Maximilien ".repeat(500);
        LetterPage absurd = SampleLetters.page(
                "W".repeat(300),
                name,
                AddressBlock.lines(new PostalAddress(name, List.of(name, name, name, name), "75011", name, name)),
                name,
                List.of(name, name),
                "p.nom1");
        for (LetterPage page : SampleLetters.all().values()) {
            assertInside(pdf(page, absurd), 1, window);
        }
        assertInside(pdf(absurd), 1, window);
    }

    private static void assertInside(byte[] pdf, int page, WindowPlacement window) throws Exception {
        double bottom = window.topMm() + window.heightMm();
        for (PdfText.Placed c : PdfText.characters(pdf, page)) {
            assertThat(c.left()).isGreaterThanOrEqualTo(19.5);
            assertThat(c.right()).isLessThanOrEqualTo(195.1);
            assertThat(c.baseline()).isLessThan(293);
            boolean besideWindow =
                    c.baseline() > window.topMm() && c.top() < bottom && c.left() < window.leftMm() - 0.1;
            assertThat(besideWindow && c.right() > window.leftMm()).isFalse();
        }
    }

    private static List<PdfText.Placed> inWindow(byte[] pdf, WindowPlacement window) throws Exception {
        return PdfText.characters(pdf, 1).stream()
                .filter(c -> c.left() >= window.leftMm() - 1 && c.left() <= window.leftMm() + window.widthMm() + 1)
                .filter(c -> c.baseline() >= window.topMm() && c.baseline() <= window.topMm() + window.heightMm() + 1)
                .toList();
    }

    @Test
    void withoutAnAddressItSaysForWhomToHandItOut() throws Exception {
        LetterPage page = SampleLetters.all().get("7-sans-adresse");
        List<String> lines = PdfText.lines(pdf(page), 1);
        assertThat(lines).contains("À remettre à", "Mme Awa DIALLO", "Élève : Moussa DIALLO", "Classe : 6 B");
    }

    @Test
    void theChildAndTheDivisionStandOutsideTheWindow() throws Exception {
        byte[] pdf = pdf(SampleLetters.ordinary());
        assertThat(PdfText.lines(pdf, 1)).contains("Élève : Léa MARTIN", "Classe : 3 A");
        WindowPlacement window = WindowPlacement.STANDARD;
        StringBuilder shown = new StringBuilder();
        inWindow(pdf, window).forEach(c -> shown.append(c.text()));
        assertThat(shown.toString()).isEqualTo("MmeNathalieMARTIN12RUEDESLILAS75011PARIS");
    }

    @Test
    void anOwnTextOfTwoThousandCharactersStaysOnItsPage() throws Exception {
        String text = SampleLetters.longText(2_000);
        LetterPage page = SampleLetters.with(SampleLetters.ordinary(), SampleLetters.FORM, List.of(text));
        byte[] pdf = pdf(page);
        assertThat(PdfText.pages(pdf)).isOne();
        String all = String.join(" ", PdfText.lines(pdf, 1));
        assertThat(all).contains(text.substring(1_900).strip(), "Identifiant : n.martin1", "Mme Claire Fontaine");
    }

    @Test
    void aTextThatFitsNoPageIsReportedNotCut() {
        LetterPage page = SampleLetters.with(
                SampleLetters.ordinary(), SampleLetters.FORM, List.of(SampleLetters.longText(9_000)));
        RenderedPart part = RENDERER.render("Courriers", List.of(page));
        assertThat(part.pdf()).isEmpty();
        assertThat(part.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        RenderedPart.NotPrinted.class, f -> assertThat(f.code()).isEqualTo("text-too-long"));
    }

    @Test
    void namesFromFrenchSchoolsCanBeReadBack() throws Exception {
        for (String name : List.of("NGUYỄN Thị Hằng", "Đặng Ðorđe Œillet Ÿves", "Łukasz Żółć", "Ŋgũgĩ Ǝwa Șerban")) {
            LetterPage page = SampleLetters.page("3 A", name, List.of(), name, List.of(), "p.nom1");
            assertThat(PdfText.lines(pdf(page), 1)).contains(name);
        }
    }

    @Test
    void unbreakableSpacesDoNotGetIntoTheTypedLines() throws Exception {
        LetterPage page = SampleLetters.with(
                SampleLetters.ordinary(), SampleLetters.FORM, List.of("\u00A0«\u202Fbonjour\u00A0» : voilà\u00A0!"));
        assertThat(PdfText.lines(pdf(page), 1)).contains("Identifiant : n.martin1");
    }

    @Test
    void aNameNoFontHasFailsAloneWithItsReason() throws Exception {
        LetterPage arabic =
                SampleLetters.page("3 A", "محمد علي", List.of(), "Léa MARTIN", List.of("Léa MARTIN — 3 A"), "m.ali1");
        RenderedPart part =
                RENDERER.render("Courriers", List.of(SampleLetters.ordinary(), arabic, SampleLetters.reminder()));
        assertThat(PdfText.pages(part.pdf())).isEqualTo(2);
        assertThat(part.outcomes().get(0)).isEqualTo(new RenderedPart.OnPage(1));
        assertThat(part.outcomes().get(2)).isEqualTo(new RenderedPart.OnPage(2));
        assertThat(part.outcomes().get(1)).isInstanceOfSatisfying(RenderedPart.NotPrinted.class, fault -> {
            assertThat(fault.code()).isEqualTo("missing-glyph");
            assertThat(fault.sentence()).contains("destinataire", "U+0645");
        });
    }

    @Test
    @Tag("trust-26")
    void theCodeLeadsToTheActivationPageAndHoldsNoPassword() throws Exception {
        for (LetterPage page : List.of(SampleLetters.ordinary(), SampleLetters.longNames())) {
            try (PDDocument document = Loader.loadPDF(pdf(page))) {
                var image = new PDFRenderer(document).renderImageWithDPI(0, 150);
                var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image)));
                String content = new MultiFormatReader()
                        .decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true))
                        .getText();
                assertThat(content).isEqualTo(page.qrContent()).doesNotContain("K7PM");
            }
        }
    }

    @Test
    void thereIsOnePageForEachLetterAndABookmarkForEachDivision() throws Exception {
        List<LetterPage> pages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pages.add(SampleLetters.numbered(i, i < 10 ? "3 A" : i < 25 ? "3 B" : "10 A"));
        }
        byte[] pdf = pdf(pages.toArray(LetterPage[]::new));
        assertThat(PdfText.pages(pdf)).isEqualTo(30);
        assertThat(PdfText.bookmarks(pdf)).containsExactly("3 A@1", "3 B@11", "10 A@26");
        for (int i = 0; i < 30; i++) {
            assertThat(PdfText.lines(pdf, i + 1)).contains("Identifiant : p.nom" + i);
        }
    }

    @Test
    void theDocumentSaysItsTitleAndItsLanguage() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(SampleLetters.ordinary()))) {
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Courriers");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("fr-FR");
        }
    }

    @Test
    void aPartOfTwoThousandStaysSmall() throws Exception {
        RenderedPart part = RENDERER.render("Courriers", LetterSpeed.pages(0, false));
        assertThat(part.pdf().length).isLessThan(4_000_000);
        assertThat(PdfText.pages(part.pdf())).isEqualTo(2_000);
    }
}
