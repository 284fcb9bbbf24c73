package fr.teleservices.letter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Letters as a school would send them; {@code main} writes them to a folder to be looked at. */
final class SampleLetters {
    static final LetterForm FORM = new LetterForm(
            List.of(
                    "Collège Jean Moulin",
                    "12 rue de la République",
                    "75011 Paris",
                    "Tél. 01 43 57 00 00",
                    "secretariat@college-moulin.example.org"),
            WindowPlacement.STANDARD,
            "Paris, le 24 novembre 2026",
            "votre accès aux services en ligne du collège",
            "Madame, Monsieur,",
            "https://teleservices.example.org/activation",
            "Ce mot de passe ne sert qu’une fois, jusqu’au 22 février 2027. Ne le communiquez à personne.",
            "Le code ouvre la page d’activation",
            "Pour activer votre compte",
            List.of(
                    "Ouvrez l’adresse ci-dessus sur un ordinateur ou un téléphone, ou visez le code avec l’appareil photo.",
                    "Saisissez l’identifiant et le mot de passe temporaire, avec ou sans les tirets.",
                    "Choisissez votre mot de passe : douze caractères ou plus.",
                    "Indiquez la date de naissance d’un de vos enfants et votre adresse électronique.",
                    "Ouvrez le lien que vous recevrez par courriel et confirmez : votre compte est prêt."),
            "Une étape ne réussit pas ? Adressez-vous au secrétariat de l’établissement.",
            List.of("Mme Claire Fontaine", "Principale du collège"),
            "Vous n’êtes pas le représentant légal de cet élève ? La page d’activation permet de le signaler. "
                    + "Données traitées par l’établissement pour l’accès aux téléservices ; droits : secrétariat.");

    static final LetterForm REMINDER = new LetterForm(
            FORM.sender(),
            FORM.window(),
            FORM.placeAndDate(),
            "rappel de votre identifiant",
            FORM.greeting(),
            "https://teleservices.example.org/",
            "Votre mot de passe reste celui que vous avez choisi. Oublié ? La page de connexion permet de le changer.",
            "Le code ouvre la page de connexion",
            "Pour vous connecter",
            List.of(
                    "Ouvrez l’adresse ci-dessus.",
                    "Saisissez votre identifiant et votre mot de passe.",
                    "En cas d’oubli, choisissez « Mot de passe oublié »."),
            FORM.help(),
            FORM.signature(),
            FORM.footer());

    static final List<String> TEXT = List.of(
            "Le collège vous ouvre un accès aux services en ligne de l’Éducation nationale : vous y suivrez la scolarité "
                    + "de votre enfant, son emploi du temps, ses évaluations, et vous y ferez vos démarches tout au long "
                    + "de l’année.",
            "Vous trouverez ci-dessous vos identifiants personnels. L’autre parent reçoit les siens par un courrier "
                    + "séparé.");

    static final String PASSWORD = "K7PM-X4RT-QW9D";

    private SampleLetters() {}

    static LetterPage ordinary() {
        return page(
                "3 A",
                "Mme Nathalie MARTIN",
                List.of("Mme Nathalie MARTIN", "12 RUE DES LILAS", "75011 PARIS"),
                "Léa MARTIN",
                List.of("Léa MARTIN — 3 A"),
                "n.martin1");
    }

    static LetterPage page(
            String division,
            String recipient,
            List<String> addressee,
            String child,
            List<String> children,
            String login) {
        return new LetterPage(
                FORM,
                division,
                recipient,
                addressee,
                child,
                division,
                TEXT,
                children,
                login,
                PASSWORD,
                "https://teleservices.example.org/activation?login=" + login);
    }

    static LetterPage numbered(int number, String division) {
        String name = "Mme Prénom NOM" + number;
        List<String> address = List.of(name, number + " AVENUE DU GENERAL LECLERC", "75011 PARIS");
        return page(division, name, address, "Enfant NOM" + number, List.of("Enfant NOM" + number), "p.nom" + number);
    }

    static LetterPage with(LetterPage page, LetterForm form, List<String> paragraphs) {
        return new LetterPage(
                form,
                page.bookmark(),
                page.recipient(),
                page.addressee(),
                page.child(),
                page.division(),
                paragraphs,
                page.children(),
                page.login(),
                page.temporaryPassword(),
                page.qrContent());
    }

    static LetterPage reminder() {
        LetterPage page = ordinary();
        return new LetterPage(
                REMINDER,
                page.bookmark(),
                page.recipient(),
                page.addressee(),
                page.child(),
                page.division(),
                List.of("Votre compte est déjà activé. Voici votre identifiant, pour mémoire."),
                page.children(),
                page.login(),
                null,
                "https://teleservices.example.org/?login=n.martin1");
    }

    static LetterPage longNames() {
        String name = "M. "
                + "Jean-Christophe Maximilien de la Rochefoucauld-Montmorency "
                        .repeat(2)
                        .strip();
        List<String> lines = AddressBlock.lines(new PostalAddress(
                name.substring(0, 100),
                List.of(
                        "Résidence du Parc de la Grande Châtaigneraie, bâtiment C, escalier 4, appartement 1204 bis",
                        "27 bis avenue du Général-de-Gaulle-et-de-la-Libération prolongée"),
                "97320",
                "Saint-Laurent-du-Maroni Cedex",
                ""));
        String child = "Marie-Antoinette Joséphine Apolline ".repeat(2) + "DE LA ROCHEFOUCAULD-MONTMORENCY";
        return page(
                "10 TERMINALE STMG COMMUNICATION",
                name.substring(0, 100),
                lines,
                child,
                List.of(child + " — 10 TERMINALE", "Louis DE LA ROCHEFOUCAULD-MONTMORENCY — 6 B"),
                "jeanchristophemaximiliendelaro.delarochefoucauldmontmorencyxx12");
    }

    static String longText(int characters) {
        String sentence =
                "Nous vous rappelons que les services en ligne servent à suivre la scolarité de votre enfant. ";
        return sentence.repeat(characters / sentence.length() + 1).substring(0, characters);
    }

    static Map<String, LetterPage> all() {
        Map<String, LetterPage> all = new TreeMap<>();
        all.put("1-ordinaire", ordinary());
        all.put("2-noms-longs", longNames());
        all.put(
                "3-deux-enfants",
                page(
                        "10 B",
                        "M. Karim BENALI",
                        AddressBlock.lines(new PostalAddress(
                                "M. Karim BENALI",
                                List.of("Appartement 12", "Bâtiment C", "8 bis avenue de la Gare", "BP 40012"),
                                "59000",
                                "Lille",
                                "FRANCE")),
                        "Sofiane BENALI",
                        List.of("Sofiane BENALI — 10 B", "Inès BENALI — 6 A"),
                        "k.benali1"));
        all.put(
                "4-etranger",
                page(
                        "3 A",
                        "Mme Anna WEIß",
                        AddressBlock.lines(new PostalAddress(
                                "Mme Anna WEIß", List.of("Hauptstraße 7"), "66117", "Saarbrücken", "Allemagne")),
                        "Max WEIß",
                        List.of("Max WEIß — 3 A"),
                        "a.weiss1"));
        all.put("5-rappel", reminder());
        all.put(
                "6-vietnam",
                page(
                        "3 A",
                        "M. NGUYỄN Đức Thắng",
                        List.of("M. NGUYỄN Đức Thắng", "3 RUE DE L’ŒILLET", "31000 TOULOUSE"),
                        "NGUYỄN Thị Hằng",
                        List.of("NGUYỄN Thị Hằng — 3 A"),
                        "d.nguyen1"));
        all.put(
                "7-sans-adresse",
                page("6 B", "Mme Awa DIALLO", List.of(), "Moussa DIALLO", List.of("Moussa DIALLO — 6 B"), "a.diallo1"));
        all.put("8-texte-long", with(ordinary(), FORM, List.of(longText(900), longText(500), longText(600))));
        return all;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        RenderedPart part = new LetterRenderer().render("Exemples", new ArrayList<>(all().values()));
        part.outcomes().forEach(System.out::println);
        Files.write(folder.resolve("exemples.pdf"), part.pdf());
    }
}
