package fr.teleservices.assistance;

import fr.teleservices.audit.AuditLine;
import fr.teleservices.run.Csv;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The journal's events in French, on the page and in the file for an inspection. */
public final class AuditWords {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx");

    /**
     * What can be asked for.
     *
     * @param value in the address
     * @param actions the beginnings of the actions that it means; empty: all
     */
    record Group(String value, String label, List<String> actions) {}

    static final List<Group> GROUPS = List.of(
            new Group("", "Toutes les actions", List.of()),
            new Group("comptes", "Comptes", List.of("account.%")),
            new Group("campagnes", "Campagnes et courriers", List.of("run-%", "letters-%", "letter-%", "report-%")),
            new Group("personnels", "Personnels", List.of("staff.%")),
            new Group(
                    "reglages",
                    "Réglages",
                    List.of("setting.%", "grouping.%", "school.services", "school.change", "school.retention")),
            new Group("imports", "Imports", List.of("school.import")),
            new Group(
                    "donnees",
                    "Téléchargements et effacements",
                    List.of(
                            "audit.%",
                            "account.export",
                            "account.erase",
                            "school.purge",
                            "letter%-downloaded",
                            "letters-destroyed",
                            "report-downloaded",
                            "accounts-downloaded")));

    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("staff.add", "Compte de personnel créé"),
            Map.entry("staff.role", "Rôle d’un personnel changé"),
            Map.entry("staff.disable", "Compte de personnel désactivé"),
            Map.entry("staff.enable", "Compte de personnel réactivé"),
            Map.entry("staff.password", "Mot de passe de personnel changé par son titulaire"),
            Map.entry("staff.password-reset", "Mot de passe de personnel réinitialisé"),
            Map.entry("staff.second-factor", "Second facteur associé"),
            Map.entry("staff.second-factor-off", "Second facteur retiré par son titulaire"),
            Map.entry("staff.second-factor-reset", "Second facteur retiré par un responsable"),
            Map.entry("staff.sign-in", "Connexion d’un personnel"),
            Map.entry("staff.sign-in-provider", "Connexion par le fournisseur d’identité"),
            Map.entry("staff.recovery-code", "Connexion avec un code de secours"),
            Map.entry("staff.recovery-codes", "Nouveaux codes de secours"),
            Map.entry("staff.sessions-end", "Sessions de personnel fermées"),
            Map.entry("school.add", "Établissement ajouté"),
            Map.entry("school.change", "Nom ou fuseau de l’établissement changé"),
            Map.entry("school.services", "Téléservices ouverts ou fermés"),
            Map.entry("school.import", "Import de la base élèves"),
            Map.entry("school.retention", "Durées de conservation changées"),
            Map.entry("school.purge", "Données arrivées à échéance effacées"),
            Map.entry("setting.welcome", "Message d’accueil changé"),
            Map.entry("setting.messages", "ENT et courriers changés"),
            Map.entry("setting.text", "Texte de notification changé"),
            Map.entry("setting.text-standard", "Texte de notification remis par défaut"),
            Map.entry("setting.contact", "Contact de l’établissement changé"),
            Map.entry("setting.link-add", "Lien utile ajouté"),
            Map.entry("setting.link-change", "Lien utile changé"),
            Map.entry("setting.link-delete", "Lien utile supprimé"),
            Map.entry("setting.link-move", "Lien utile déplacé"),
            Map.entry("grouping.pause", "Regroupement suspendu"),
            Map.entry("grouping.resume", "Regroupement rétabli"),
            Map.entry("run-started", "Campagne lancée"),
            Map.entry("run-paused", "Campagne mise en pause"),
            Map.entry("run-resumed", "Campagne reprise"),
            Map.entry("run-cancelled", "Campagne annulée"),
            Map.entry("run-retried", "Échecs de la campagne réessayés"),
            Map.entry("letters-downloaded", "Courriers d’une campagne téléchargés"),
            Map.entry("letter-downloaded", "Courrier téléchargé"),
            Map.entry("letters-destroyed", "Courriers d’une campagne détruits"),
            Map.entry("report-downloaded", "Rapport d’une campagne téléchargé"),
            Map.entry("accounts-downloaded", "Liste des comptes téléchargée"),
            Map.entry("audit.export", "Journal exporté"));

    private AuditWords() {}

    /** Of a group; of an unknown one: all. */
    static List<String> actions(String group) {
        return GROUPS.stream()
                .filter(one -> one.value().equals(group))
                .findFirst()
                .map(Group::actions)
                .orElse(List.of());
    }

    static String action(AuditLine line) {
        String known = ACTIONS.get(line.action());
        return known == null ? HistoryWords.action(line.action()) : known;
    }

    /** Who did it: a login, or what is left of it. */
    static String actor(AuditLine line) {
        if (line.actorPseudonym() == null) {
            return "le service";
        }
        return line.actor().isEmpty() ? "effacé (" + line.actorPseudonym().substring(0, 8) + ")" : line.actor();
    }

    static String kind(String actorKind) {
        return switch (actorKind) {
            case "STAFF" -> "personnel";
            case "HOLDER" -> "titulaire";
            default -> "service";
        };
    }

    /** About whom or what. */
    static String subject(AuditLine line) {
        if (line.subjectPseudonym() == null) {
            return "";
        }
        return switch (line.subjectKind()) {
            case "" -> "effacé (" + line.subjectPseudonym().substring(0, 8) + ")";
            case "ACCOUNT" -> "compte " + line.subject();
            case "STAFF" -> "personnel " + line.subject();
            case "RUN" -> "campagne n° " + line.subject();
            case "IMPORT" -> "import n° " + line.subject();
            case "NOTIFICATION" -> "notification n° " + line.subject();
            default -> line.subject();
        };
    }

    /** What a detail's names mean; others stand as they are. */
    private static final Map<String, String> DETAILS = Map.ofEntries(
            Map.entry("added", "nouveaux"),
            Map.entry("changed", "modifiés"),
            Map.entry("left", "partis"),
            Map.entry("refused", "refusés"),
            Map.entry("role", "rôle"),
            Map.entry("secondFactor", "second facteur"),
            Map.entry("uai", "UAI"),
            Map.entry("mode", "mode"),
            Map.entry("from", "du"),
            Map.entry("to", "au"),
            Map.entry("form", "format"),
            Map.entry("letters", "lettres"),
            Map.entry("accounts", "comptes"),
            Map.entry("people", "personnes"),
            Map.entry("unused", "jamais activé (jours)"),
            Map.entry("absent", "plus utilisé (jours)"),
            Map.entry("closed", "fermé (jours)"));

    /** What its values mean. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("true", "oui"),
            Map.entry("false", "non"),
            Map.entry("EMAIL", "courriel"),
            Map.entry("PAPER", "courrier"),
            Map.entry("BOTH", "courriel et courrier"),
            Map.entry("EMAIL_OR_PAPER", "courriel ou courrier"),
            Map.entry("CHEF", "chef"),
            Map.entry("GESTIONNAIRE", "gestionnaire"),
            Map.entry("ASSISTANCE", "assistance"),
            Map.entry("ACADEMIE", "académie"));

    /** {@code rôle : chef, mode : courriel}. */
    static String detail(AuditLine line) {
        return new JsonObject(line.detail())
                .stream()
                        .map(one -> DETAILS.getOrDefault(one.getKey(), one.getKey()) + "\u00a0: "
                                + VALUES.getOrDefault(String.valueOf(one.getValue()), String.valueOf(one.getValue())))
                        .collect(Collectors.joining(", "));
    }

    /** The first line of the file. */
    public static String title() {
        return Csv.MARK
                + Csv.line(
                        "N°",
                        "Date et heure",
                        "Auteur (nature)",
                        "Auteur",
                        "Action",
                        "Code de l’action",
                        "Objet",
                        "Détail",
                        "Pseudonyme de l’auteur",
                        "Pseudonyme de l’objet",
                        "Empreinte");
    }

    /** One event in the file. */
    public static String csv(AuditLine line, ZoneId zone) {
        return Csv.line(
                Long.toString(line.seq()),
                TIME.format(line.at().atZone(zone)),
                kind(line.actorKind()),
                actor(line),
                action(line),
                line.action(),
                subject(line),
                line.detail().equals("{}") ? "" : line.detail(),
                line.actorPseudonym() == null ? "" : line.actorPseudonym(),
                line.subjectPseudonym() == null ? "" : line.subjectPseudonym(),
                line.hash());
    }
}
