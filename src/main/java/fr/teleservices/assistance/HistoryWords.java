package fr.teleservices.assistance;

import fr.teleservices.account.Mode;
import fr.teleservices.run.Reason;
import fr.teleservices.web.French;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's history in French sentences: who did what, when. */
final class HistoryWords {
    /**
     * @param who a staff login, or whose doing it was
     * @param more empty: nothing more to say
     * @param letter path of its PDF; null: none
     */
    record Entry(
            Instant at,
            String when,
            String who,
            String what,
            String more,
            @Nullable String letter) {}

    private HistoryWords() {}

    static List<Entry> of(SheetService.Whole whole, ZoneId zone) {
        List<Entry> all = new ArrayList<>();
        whole.events()
                .forEach(event -> all.add(entry(
                        event.at(),
                        zone,
                        who(event, whole),
                        action(event.action()),
                        mode(event.detail().getString("mode")),
                        null)));
        whole.messages().forEach(message -> all.add(entry(message, whole, zone)));
        Instant made = whole.sheet().createdAt();
        all.add(entry(made, zone, "le service", "Compte créé", "", null));
        all.sort(Comparator.comparing(Entry::at).reversed());
        return all;
    }

    private static Entry entry(Instant at, ZoneId zone, String who, String what, String more, @Nullable String letter) {
        return new Entry(at, French.shortDateTime(at, zone), who, what, more, letter);
    }

    private static String who(HistoryStore.Event event, SheetService.Whole whole) {
        return switch (event.actorKind()) {
            case "STAFF" -> staff(event.staffId(), whole);
            case "HOLDER" -> "le titulaire";
            default -> "le service";
        };
    }

    private static String staff(@Nullable Long id, SheetService.Whole whole) {
        return id == null ? "un agent" : whole.staff().getOrDefault(id, "un agent");
    }

    private static String mode(@Nullable String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.name().equals(name))
                .map(mode -> "Mode : " + mode.label())
                .findFirst()
                .orElse("");
    }

    /** An event that this page does not know is named as the audit names it, rather than left out. */
    static String action(String action) {
        return switch (action) {
            case "account.notify" -> "Renotification demandée";
            case "account.reset" -> "Mot de passe réinitialisé : l’ancien, les connexions et les liens sont annulés";
            case "account.release" -> "Compte libéré : il peut de nouveau être notifié";
            case "account.replace" -> "Nouveau compte ouvert pour cette personne";
            case "account.open" -> "Ouvert comme nouveau compte";
            case "account.take-over" ->
                "Première connexion au nouveau compte : il est le compte actuel, l’ancien est fermé";
            case "account.link-again" -> "Lien d’activation renvoyé";
            case "account.begin" -> "Première étape de l’activation : mot de passe choisi, date de naissance vérifiée";
            case "account.activate" -> "Compte activé";
            case "account.confirm" -> "Lien confirmé : compte activé";
            case "account.verify-address" -> "Adresse électronique vérifiée";
            case "account.change-address" -> "Changement d’adresse électronique demandé";
            case "account.change-password" -> "Mot de passe changé";
            case "account.recover" -> "Mot de passe oublié : un nouveau a été choisi";
            case "account.freeze" -> "Mot de passe temporaire bloqué après cinq dates de naissance inexactes";
            case "account.not-me" -> "A déclaré ne pas être le représentant légal : mot de passe annulé, compte retenu";
            case "account.simulate" -> "Simulation de l’accès, en consultation seule";
            case "account.group" -> "Un autre compte de cette personne a été regroupé dans celui-ci";
            case "account.grouped" -> "Regroupé dans un autre compte de cette personne : ce compte est fermé";
            case "account.ungroup" -> "Séparé du regroupement : le compte redevient « Non notifié »";
            case "account.group-part-left" -> "Un compte a quitté le regroupement";
            case "account.group-left" ->
                "Le regroupement continue dans un autre établissement, sans les enfants de celui-ci";
            case "account.group-home" -> "Compte du regroupement : il est désormais rattaché à votre établissement";
            case "account.sign-out-everywhere" -> "Déconnexion de tous les appareils";
            case "account.sessions-end" -> "Connexions d’autres appareils fermées par le titulaire";
            case "account.export" -> "Données personnelles exportées";
            case "account.erase" -> "Données personnelles effacées";
            case "account.openid" -> "Première connexion à un autre site (ENT) avec ce compte";
            case "account.sign-in" -> "Connexion";
            default -> action;
        };
    }

    private static Entry entry(HistoryStore.Message message, SheetService.Whole whole, ZoneId zone) {
        Instant ended = message.endedAt();
        String who = message.run() != null
                ? "campagne n° " + message.run()
                : message.createdBy() == null ? "le service" : staff(message.createdBy(), whole);
        return entry(
                ended == null ? message.createdAt() : ended,
                zone,
                who,
                subject(message) + " : " + result(message.status()),
                more(message),
                message.letter() ? AccountPages.letter(message.id()) : null);
    }

    private static String subject(HistoryStore.Message message) {
        String channel = message.channel().equals("PAPER") ? "Courrier" : "Courriel";
        return switch (message.kind()) {
            case "ACCESS" ->
                channel
                        + (message.withPassword()
                                ? " avec identifiant et mot de passe temporaire"
                                : message.endedAt() == null || !sent(message)
                                        ? " de notification"
                                        : " de rappel de l’identifiant");
            case "ACTIVATE" -> "Courriel avec le lien d’activation";
            case "VERIFY" -> "Courriel de vérification d’adresse";
            case "FORGOTTEN" -> "Courriel « mot de passe oublié »";
            case "ADDRESS_CHANGED" -> "Avis de changement d’adresse";
            case "NOT_ME" -> "Avis de mauvais destinataire à l’établissement";
            case "TEST" -> "Courriel d’essai";
            default -> channel;
        };
    }

    private static boolean sent(HistoryStore.Message message) {
        return message.status().equals("SENT") || message.status().equals("IN_LETTER");
    }

    private static String result(String status) {
        return switch (status) {
            case "PENDING" -> "en attente";
            case "CLAIMED" -> "en cours d’envoi";
            case "SENT" -> "envoyé";
            case "IN_LETTER" -> "écrit";
            case "FAILED" -> "échec";
            case "LEFT_OUT" -> "écarté";
            case "CANCELLED" -> "annulé";
            default -> status;
        };
    }

    private static String more(HistoryStore.Message message) {
        String address = message.address() == null ? "" : "À " + message.address() + ". ";
        String reason = message.reason();
        String answer = message.smtpAnswer();
        if ("superseded".equals(reason)) {
            return address + "Un message plus récent l’a remplacé.";
        }
        return (address
                        + (sent(message)
                                ? ""
                                : answer != null ? answer : reason == null ? "" : Reason.sentenceOf(reason)))
                .strip();
    }
}
