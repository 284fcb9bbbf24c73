package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.RenderedPart;
import fr.teleservices.setting.LetterWindow;
import fr.teleservices.setting.SchoolMessages;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.LetterText;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.junit.jupiter.api.Test;

/**
 * Letters and mails as a table of people whose names and addresses are out of the ordinary. With {@code -Dscreenshots=true} each
 * goes to {@code target/letters} and {@code target/mails} as a picture, and the first to the guide.
 */
class MessageCasesTest {
    private static final String BASE = "https://teleservices.exemple.fr";
    private static final Keyring KEYS =
            Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
    private static final double POINTS = 72 / 25.4;
    private static final String HUNDRED =
            "Marie-Antoinette Joséphine Apolline Philippine Clémentine de la Rochefoucauld-Montmorency-Laval Fils";

    /** @param state of the account: NOT_NOTIFIED has a password, ACTIVE a reminder */
    private record Case(
            String name,
            Holder holder,
            String civility,
            String family,
            String given,
            List<Child> children,
            String login,
            String state,
            List<String> street,
            String postcode,
            String city,
            String country) {
        Recipient recipient() {
            return new Recipient(0, holder, civility, family, given);
        }

        boolean withPassword() {
            return !state.equals("ACTIVE");
        }
    }

    private static final List<Case> CASES = List.of(
            guardian(
                    "ordinaire",
                    "MME",
                    "MARTIN",
                    "Nathalie",
                    "n.martin1",
                    List.of("12 RUE DES LILAS"),
                    "75011",
                    "PARIS",
                    "",
                    new Child("MARTIN", "Léa", "3 A")),
            guardian(
                    "court", "M", "O", "Li", "l.o1", List.of("1 RUE X"), "80190", "Y", "", new Child("O", "An", "6 A")),
            guardian(
                    "cent-caracteres",
                    "M",
                    "DE LA ROCHEFOUCAULD-MONTMORENCY",
                    HUNDRED,
                    "marieantoinettejosephineapolli.delarochefoucauldmontmorency12",
                    List.of(
                            "Résidence du Parc de la Grande Châtaigneraie, bâtiment C, escalier 4, appartement 1204 bis",
                            "27 bis avenue du Général-de-Gaulle-et-de-la-Libération prolongée",
                            "Lieu-dit Les Trois-Fontaines-du-Haut"),
                    "97320",
                    "Saint-Laurent-du-Maroni Cedex",
                    "",
                    new Child("DE LA ROCHEFOUCAULD-MONTMORENCY", HUNDRED, "10 TERMINALE STMG")),
            guardian(
                    "deux-enfants",
                    "M",
                    "BENALI",
                    "Karim",
                    "k.benali1",
                    List.of("Appartement 12", "Bâtiment C", "8 bis avenue de la Gare", "BP 40012"),
                    "59000",
                    "Lille",
                    "FRANCE",
                    new Child("BENALI", "Sofiane", "10 B"),
                    new Child("BENALI", "Inès", "6 A")),
            guardian(
                    "huit-enfants",
                    "MME",
                    "TRAORÉ",
                    "Aminata",
                    "a.traore1",
                    List.of("3 ALLÉE DES ÉRABLES"),
                    "93200",
                    "SAINT-DENIS",
                    "",
                    new Child("TRAORÉ", "Moussa", "3 A"),
                    new Child("TRAORÉ", "Fatoumata", "4 B"),
                    new Child("TRAORÉ", "Ibrahim", "4 C"),
                    new Child("TRAORÉ", "Mariam", "5 A"),
                    new Child("TRAORÉ", "Sékou", "5 A"),
                    new Child("TRAORÉ", "Kadiatou", "6 A"),
                    new Child("TRAORÉ", "Oumar", "6 B"),
                    new Child("TRAORÉ", "Awa", "6 C")),
            guardian(
                    "outre-mer",
                    "M",
                    "HOAREAU",
                    "Jean-Yves",
                    "j.hoareau1",
                    List.of("45 CHEMIN DES FLAMBOYANTS", "Ravine-des-Cabris"),
                    "97432",
                    "SAINT-PIERRE",
                    "",
                    new Child("HOAREAU", "Maëva", "2NDE 4")),
            guardian(
                    "etranger",
                    "MME",
                    "WEIß",
                    "Anna",
                    "a.weiss1",
                    List.of("Hauptstraße 7"),
                    "66117",
                    "Saarbrücken",
                    "Allemagne",
                    new Child("WEIß", "Max", "3 A")),
            guardian(
                    "vietnam",
                    "M",
                    "NGUYỄN",
                    "Đức Thắng",
                    "d.nguyen1",
                    List.of("3 RUE DE L’ŒILLET"),
                    "31000",
                    "TOULOUSE",
                    "",
                    new Child("NGUYỄN", "Thị Hằng", "3 A")),
            guardian(
                    "apostrophes",
                    "MME",
                    "D’ALEMBERT N'DIAYE",
                    "Françoise-Noëlle",
                    "f.dalembertndiaye1",
                    List.of("2 PLACE DE L’HÔTEL-DE-VILLE"),
                    "56700",
                    "L'ÎLE-D'YEU",
                    "",
                    new Child("N'DIAYE", "Aïssata", "4 B")),
            guardian(
                    "sans-adresse",
                    "MME",
                    "DIALLO",
                    "Awa",
                    "a.diallo1",
                    List.of(),
                    "",
                    "",
                    "",
                    new Child("DIALLO", "Moussa", "6 B")),
            new Case(
                    "rappel",
                    Holder.GUARDIAN,
                    "MME",
                    "MARTIN",
                    "Nathalie",
                    List.of(new Child("MARTIN", "Léa", "3 A")),
                    "n.martin1",
                    "ACTIVE",
                    List.of("12 RUE DES LILAS"),
                    "75011",
                    "PARIS",
                    ""),
            new Case(
                    "eleve",
                    Holder.PUPIL,
                    "",
                    "MARTIN",
                    "Léa",
                    List.of(),
                    "l.martin1",
                    "NOT_NOTIFIED",
                    List.of("12 RUE DES LILAS"),
                    "75011",
                    "PARIS",
                    ""),
            new Case(
                    "eleve-rappel",
                    Holder.PUPIL,
                    "",
                    "MARTIN",
                    "Léa",
                    List.of(),
                    "l.martin1",
                    "ACTIVE",
                    List.of(),
                    "",
                    "",
                    ""));

    private static Case guardian(
            String name,
            String civility,
            String family,
            String given,
            String login,
            List<String> street,
            String postcode,
            String city,
            String country,
            Child... children) {
        return new Case(
                name,
                Holder.GUARDIAN,
                civility,
                family,
                given,
                List.of(children),
                login,
                "NOT_NOTIFIED",
                street,
                postcode,
                city,
                country);
    }

    private static SchoolFacts school(SchoolMessages messages) {
        return new SchoolFacts(
                "Collège Jeanne-d’Arc-de-la-Rivière",
                ZoneId.of("Europe/Paris"),
                List.of("12 rue de la République"),
                "75011 PARIS",
                "01 43 57 00 00",
                "Mme Claire Fontaine",
                "La principale",
                "secretariat@college.example.org",
                messages);
    }

    private static RenderedPart rendered(SchoolMessages messages) {
        LetterComposer composer = LetterComposer.ofSpecimens(KEYS, BASE, school(messages), LocalDate.of(2026, 9, 7));
        return new LetterRenderer()
                .render(
                        "Cas",
                        CASES.stream()
                                .map(one -> {
                                    String division = one.children.isEmpty()
                                            ? "3 A"
                                            : one.children.get(0).division();
                                    return composer.compose(
                                            item(one, division), one.children, one.withPassword(), division);
                                })
                                .toList());
    }

    private static LetterQueueStore.Item item(Case one, String division) {
        return new LetterQueueStore.Item(
                0,
                0,
                null,
                0,
                one.login,
                one.state,
                false,
                0,
                one.recipient(),
                division,
                one.street,
                one.postcode,
                one.city,
                one.country,
                null,
                false,
                division);
    }

    @Test
    void everyLetterIsOnePageWithLoginAndPasswordWhole() throws IOException {
        RenderedPart part = rendered(SchoolMessages.STANDARD);
        assertThat(part.outcomes()).hasSize(CASES.size()).allMatch(RenderedPart.OnPage.class::isInstance);
        List<LetterText> letters = LetterText.pages(part.pdf());
        for (int i = 0; i < CASES.size(); i++) {
            Case one = CASES.get(i);
            assertThat(letters.get(i).login()).as(one.name).isEqualTo(one.login);
            if (one.withPassword()) {
                assertThat(letters.get(i).password()).as(one.name).isEqualTo(Specimen.PASSWORD);
            }
        }
        if (Chromium.PICTURES) {
            letterPictures(part.pdf(), "");
            letterPictures(
                    rendered(new SchoolMessages(null, false, new LetterWindow(20, 45), Map.of()))
                            .pdf(),
                    "-gauche");
        }
    }

    @Test
    void theAddressStandsWhereTheSchoolsWindowIs() throws IOException {
        for (LetterWindow window : List.of(LetterWindow.STANDARD, new LetterWindow(20, 45))) {
            try (PDDocument document = Loader.loadPDF(
                    rendered(new SchoolMessages(null, false, window, Map.of())).pdf())) {
                PDFTextStripperByArea area = new PDFTextStripperByArea();
                area.addRegion(
                        "window",
                        new Rectangle2D.Double(
                                (window.leftMm() - 1) * POINTS, window.topMm() * POINTS, 86 * POINTS, 33 * POINTS));
                area.extractRegions(document.getPage(0));
                assertThat(area.getTextForRegion("window").strip().replaceAll("\\s+", " "))
                        .isEqualToIgnoringCase("Mme Nathalie MARTIN 12 RUE DES LILAS 75011 PARIS");
            }
        }
    }

    private static void letterPictures(byte[] pdf, String suffix) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "letters"));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int i = 0; i < CASES.size(); i++) {
                BufferedImage page = renderer.renderImageWithDPI(i, 100, ImageType.RGB);
                ImageIO.write(
                        page,
                        "png",
                        folder.resolve(CASES.get(i).name + suffix + ".png").toFile());
            }
            if (suffix.isEmpty()) {
                Path picture = Chromium.guidePicture("lettre");
                ImageIO.write(renderer.renderImageWithDPI(0, 64, ImageType.GRAY), "png", picture.toFile());
            }
        }
    }

    @Test
    void everyMailHasLoginAndPasswordWholeOnLinesOfTheirOwn() {
        List<String> pages = new ArrayList<>();
        for (Case one : CASES) {
            MailBody mail = MailComposer.specimen(
                    one.recipient(),
                    one.login,
                    one.children,
                    school(SchoolMessages.STANDARD),
                    BASE,
                    one.withPassword());
            assertThat(mail.text().lines()).as(one.name).contains("Identifiant : " + one.login);
            if (one.withPassword()) {
                assertThat(mail.text().lines()).as(one.name).contains("Mot de passe temporaire : " + Specimen.PASSWORD);
            } else {
                assertThat(mail.text() + mail.html()).as(one.name).doesNotContain("emporaire", Specimen.PASSWORD);
            }
            pages.add(mail.html());
        }
        Optional<Path> browser = Chromium.executable();
        if (Chromium.PICTURES && browser.isPresent()) {
            mailPictures(browser.get(), pages);
        }
    }

    private static void mailPictures(Path browser, List<String> pages) {
        try (Chromium chromium =
                Chromium.start(browser, Path.of("target", "mails").toAbsolutePath())) {
            Page page = chromium.person(BASE);
            for (int i = 0; i < pages.size(); i++) {
                page.setContent(pages.get(i));
                chromium.pictures(page, CASES.get(i).name);
            }
        }
    }
}
