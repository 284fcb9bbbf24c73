package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.web.French;
import java.time.Instant;
import java.time.ZoneId;

/** The sentence that says what will happen, before it does. */
final class DeedWords {
    private DeedWords() {}

    static String sentence(Deed deed, SheetService.Whole whole, Instant now, ZoneId zone) {
        SheetStore.Sheet sheet = whole.sheet();
        String name = sheet.shownName();
        return switch (deed) {
            case NOTIFY ->
                sheet.state() == AccountState.ACTIVE || sheet.state() == AccountState.ACTIVATING
                        ? name + " recevra un rappel de son identifiant ; son mot de passe ne change pas."
                        : name
                                + " recevra son identifiant et un nouveau mot de passe temporaire ; dès que ce message sera parti, les mots"
                                + " de passe temporaires précédents ne fonctionneront plus.";
            case RESET ->
                "Dès votre confirmation, le mot de passe " + French.of(name)
                        + " et ses connexions en cours seront annulés ; un mot de passe temporaire lui sera envoyé et toute l’activation sera"
                        + " à refaire"
                        + (sheet.holder() == Holder.GUARDIAN ? ", avec ses deux étapes." : ".");
            case REPLACE -> replace(whole, now, zone);
            case RELEASE ->
                "Le compte " + French.of(name)
                        + " redeviendra « Non notifié » et pourra de nouveau être notifié ; vérifiez d’abord l’adresse de cette personne, sinon"
                        + " le message repartira chez le mauvais destinataire.";
            case LINK ->
                "Un nouveau lien d’activation, valable 48 heures, partira à l’adresse ci-dessous ; les liens précédents ne serviront plus.";
        };
    }

    private static String replace(SheetService.Whole whole, Instant now, ZoneId zone) {
        Instant from =
                now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        String waiting = (whole.sheet().waits() ? whole.sheet().login() : "");
        String current = whole.sheet().current() && whole.sheet().state() != AccountState.CLOSED
                ? whole.sheet().login()
                : "";
        for (SheetStore.Other other : whole.others()) {
            waiting = other.waits() ? other.login() : waiting;
            current = other.current() && other.state() != AccountState.CLOSED ? other.login() : current;
        }
        return "Un nouveau compte, avec un identifiant « nom.prenom », sera ouvert pour "
                + whole.sheet().shownName()
                + " et notifié tout de suite ; il pourra être utilisé à partir du " + French.dateTime(from, zone)
                + (current.isEmpty()
                        ? "."
                        : ", et le compte " + current
                                + " continuera de fonctionner jusqu’à la première connexion au nouveau.")
                + (waiting.isEmpty() ? "" : " Le nouveau compte " + waiting + ", qui attendait, sera fermé.");
    }

    /** Why a simulation cannot begin; empty: it can. */
    static String noSimulation(SheetStore.Sheet sheet) {
        if (sheet.state() != AccountState.ACTIVE) {
            return "Seul un compte à l’état « Utilisé » peut être simulé.";
        }
        return sheet.current()
                ? ""
                : "Seul le compte actuel peut être simulé : ce nouveau compte n’a pas encore servi.";
    }
}
