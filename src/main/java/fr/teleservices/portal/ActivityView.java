package fr.teleservices.portal;

import fr.teleservices.account.Activity;
import fr.teleservices.web.French;
import fr.teleservices.web.OpenSessions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** <em>Activité récente</em> in words that a parent reads. */
record ActivityView(List<Line> lines, List<Connection> connections, boolean others, String done) {
    /** @param marked somebody else looked */
    record Line(String at, String text, boolean marked) {}

    record Connection(long id, String device, String since, String seen, boolean own, boolean simulated) {}

    private static final Map<String, String> DONE = Map.of(
            "connexion", "La connexion est fermée.",
            "connexions", "Toutes les autres connexions sont fermées.");

    private static final String SIMULATED = "account.simulate";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(Activity.SIGN_IN, "Connexion"),
            Map.entry("account.begin", "Activation commencée : mot de passe choisi"),
            Map.entry("account.confirm", "Compte activé : adresse électronique vérifiée"),
            Map.entry("account.activate", "Compte activé"),
            Map.entry("account.link-again", "Lien d’activation envoyé à nouveau"),
            Map.entry("account.verify-address", "Adresse électronique vérifiée"),
            Map.entry("account.change-address", "Changement d’adresse électronique demandé"),
            Map.entry("account.change-password", "Mot de passe changé"),
            Map.entry("account.recover", "Mot de passe changé après un oubli"),
            Map.entry("account.notify", "L’établissement a envoyé un message d’accès"),
            Map.entry("account.reset", "L’établissement a réinitialisé le mot de passe"),
            Map.entry("account.replace", "L’établissement a créé un nouveau compte"),
            Map.entry("account.take-over", "Première connexion avec ce nouveau compte"),
            Map.entry("account.freeze", "Mot de passe temporaire bloqué après cinq dates de naissance inexactes"),
            Map.entry("account.group", "Un autre compte a été regroupé avec celui-ci"),
            Map.entry("account.group-part-left", "Un compte a quitté le regroupement"),
            Map.entry("account.group-home", "Le compte est maintenant rattaché à cet établissement"),
            Map.entry(
                    SIMULATED,
                    "Un personnel de l’établissement a vu votre portail comme vous, sans pouvoir rien modifier"
                            + " (simulation)"),
            Map.entry("account.openid", "Première connexion à un autre site (ENT) avec ce compte"),
            Map.entry("account.export", "Données personnelles exportées"),
            Map.entry("account.open", "L’établissement a ouvert ce compte"),
            Map.entry("account.release", "L’établissement a libéré le compte"),
            Map.entry("account.not-me", "Déclaration : pas le représentant légal"),
            Map.entry("account.grouped", "Regroupé dans un autre compte"),
            Map.entry("account.ungroup", "Séparé du regroupement"),
            Map.entry("account.group-left", "Le regroupement continue dans un autre établissement"),
            Map.entry("account.sessions-end", "Connexions d’autres appareils fermées"),
            Map.entry("account.sign-out-everywhere", "Déconnexion de tous les appareils"));

    static ActivityView of(List<Activity> activities, List<OpenSessions.Living> sessions, ZoneId zone, String done) {
        return new ActivityView(
                activities.stream()
                        .map(a -> new Line(
                                French.shortDateTime(a.at(), zone),
                                words(a),
                                a.action().equals(SIMULATED)))
                        .toList(),
                sessions.stream()
                        .map(s -> new Connection(
                                s.id(),
                                device(s),
                                French.shortDateTime(s.since(), zone),
                                French.shortDateTime(s.seen(), zone),
                                s.own(),
                                s.simulated()))
                        .toList(),
                sessions.stream().anyMatch(s -> !s.own() && !s.simulated()),
                DONE.getOrDefault(done, ""));
    }

    private static String device(OpenSessions.Living session) {
        return !session.device().isEmpty() ? session.device() : session.own() ? "" : "Un autre appareil ou navigateur";
    }

    /** For the file of one's own data. */
    static String action(String action) {
        return WORDS.getOrDefault(action, "Autre action");
    }

    private static String words(Activity activity) {
        String known = WORDS.get(activity.action());
        if (known != null) {
            return known;
        }
        return activity.by().equals("STAFF") ? "Intervention de l’établissement" : "Mise à jour du compte";
    }
}
