package fr.teleservices.assistance;

import fr.teleservices.account.Holder;
import fr.teleservices.web.French;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One thing to do next: a sentence, and the page on which it is done.
 *
 * @param path empty: no page of ours does it
 */
record ToDo(String sentence, String action, String path) {
    /** After so many days without an activation somebody is reminded. */
    static final int SILENT_DAYS = 14;

    /** Accounts of guardians, or of pupils, that wait for somebody. */
    record Waiting(long silent, long never, long expired, long held, long frozen) {
        static final Waiting NONE = new Waiting(0, 0, 0, 0, 0);
    }

    /** Pupils that something is missing of. */
    record Gaps(long undated, long undivided) {}

    /** The address to which families write: one of those that the import brought. */
    enum Contact {
        CHOSEN,
        TO_BE_CHOSEN,
        UNKNOWN
    }

    /** What the last run could not deliver by mail. */
    record Refused(long run, Holder holder, long mails) {}

    /** Where accounts are managed, the contact is chosen, people come from; empty where there is no such page, or not for this role. */
    record Places(String guardians, String pupils, String contact, String base) {
        String of(Holder holder) {
            return holder == Holder.GUARDIAN ? guardians : pupils;
        }
    }

    /**
     * @param silentBefore those notified before that day are meant, a day of the school
     * @param imported whether anybody is known
     */
    record Facts(
            boolean servicesOpen,
            boolean imported,
            Contact contact,
            LocalDate silentBefore,
            Map<Holder, Waiting> waiting,
            Gaps gaps,
            Refused refused) {}

    /** In the order in which they are best done. */
    static List<ToDo> list(Facts facts, Places places, boolean mayNotify, boolean mayOpen) {
        List<ToDo> list = new ArrayList<>();
        if (!facts.servicesOpen()) {
            list.add(new ToDo(
                    "Aucun téléservice n’est ouvert : les comptes ne peuvent pas encore être gérés.",
                    mayOpen ? "Ouvrir un service" : "Voir les services",
                    "/gestion/services"));
        }
        if (!facts.imported()) {
            list.add(new ToDo("Personne n’est encore connu ici.", "Importer la base élèves", places.base()));
            return list;
        }
        for (Holder holder : Holder.values()) {
            Waiting waiting = facts.waiting().getOrDefault(holder, Waiting.NONE);
            runs(list, holder, waiting, facts, mayNotify);
        }
        if (facts.refused().mails() > 0) {
            list.add(new ToDo(
                    French.count(
                                    facts.refused().mails(),
                                    "courriel de la dernière campagne a",
                                    "courriels de la dernière campagne ont")
                            + " échoué.",
                    "Envoyer un courrier à ces personnes",
                    notify(
                            facts.refused().holder(),
                            "PAPER",
                            "&state=NOT_NOTIFIED&state=NOTIFIED"
                                    + (facts.refused().holder() == Holder.GUARDIAN ? "&state=ACTIVATING" : "")
                                    + "&state=ACTIVE&failedOf="
                                    + facts.refused().run(),
                            mayNotify)));
        }
        for (Holder holder : Holder.values()) {
            single(list, holder, facts.waiting().getOrDefault(holder, Waiting.NONE), places);
        }
        gaps(list, facts, places);
        return list;
    }

    private static void runs(List<ToDo> list, Holder holder, Waiting waiting, Facts facts, boolean mayNotify) {
        String one = holder == Holder.GUARDIAN ? "responsable" : "élève";
        String many = holder == Holder.GUARDIAN ? "responsables" : "élèves";
        if (waiting.never() > 0) {
            list.add(new ToDo(
                    French.count(waiting.never(), one + " n’a", many + " n’ont") + " jamais été "
                            + (waiting.never() > 1 ? "notifiés." : "notifié."),
                    waiting.never() > 1 ? "Les notifier" : "Notifier cette personne",
                    notify(holder, "EMAIL_OR_PAPER", "&state=NOT_NOTIFIED", mayNotify)));
        }
        if (waiting.silent() > 0) {
            list.add(new ToDo(
                    French.count(waiting.silent(), one + " notifié", many + " notifiés") + " il y a plus de "
                            + SILENT_DAYS + " jours " + (waiting.silent() > 1 ? "n’ont" : "n’a") + " pas activé.",
                    waiting.silent() > 1 ? "Les relancer" : "Relancer cette personne",
                    notify(
                            holder,
                            "EMAIL_OR_PAPER",
                            "&state=NOTIFIED&notNotifiedSince=" + facts.silentBefore(),
                            mayNotify)));
        }
        if (waiting.expired() > 0) {
            list.add(new ToDo(
                    French.count(
                                    waiting.expired(),
                                    "mot de passe temporaire " + (holder == Holder.GUARDIAN ? "de " : "d’") + one,
                                    "mots de passe temporaires " + (holder == Holder.GUARDIAN ? "de " : "d’") + many)
                            + (waiting.expired() > 1 ? " ont expiré." : " a expiré."),
                    waiting.expired() > 1 ? "En envoyer de nouveaux" : "En envoyer un nouveau",
                    notify(holder, "EMAIL_OR_PAPER", "&state=NOTIFIED&expiredOnly=on", mayNotify)));
        }
    }

    /** The prepared form of a run: looked at, then started or not. */
    private static String notify(Holder holder, String mode, String filters, boolean mayNotify) {
        if (!mayNotify) {
            return "";
        }
        return holder == Holder.GUARDIAN
                ? "/gestion/responsables/notifier?mode=" + mode + "&responsibility=LEGAL" + filters
                : "/gestion/eleves/notifier?mode=" + mode + filters;
    }

    private static void single(List<ToDo> list, Holder holder, Waiting waiting, Places places) {
        String of = holder == Holder.GUARDIAN ? "de responsables" : "d’élèves";
        if (waiting.held() > 0) {
            list.add(new ToDo(
                    French.count(waiting.held(), "compte", "comptes") + " " + of
                            + (waiting.held() > 1 ? " sont retenus" : " est retenu")
                            + " : la personne a déclaré ne pas être le bon destinataire.",
                    waiting.held() > 1 ? "Voir ces comptes" : "Voir ce compte",
                    AccountListPages.held(places.of(holder))));
        }
        if (waiting.frozen() > 0) {
            list.add(new ToDo(
                    French.count(waiting.frozen(), "mot de passe temporaire", "mots de passe temporaires") + " " + of
                            + (waiting.frozen() > 1 ? " sont bloqués" : " est bloqué")
                            + " après cinq dates de naissance fausses : une nouvelle notification le débloque.",
                    waiting.frozen() > 1 ? "Voir ces comptes" : "Voir ce compte",
                    AccountListPages.frozen(places.of(holder))));
        }
    }

    private static void gaps(List<ToDo> list, Facts facts, Places places) {
        if (facts.gaps().undated() > 0) {
            list.add(new ToDo(
                    French.count(facts.gaps().undated(), "élève n’a", "élèves n’ont")
                            + " pas de date de naissance : sans elle, aucun compte ne s’active. Complétez-la dans SIECLE, puis"
                            + " importez à nouveau.",
                    "Voir la base élèves",
                    places.base()));
        }
        if (facts.gaps().undivided() > 0) {
            list.add(new ToDo(
                    French.count(facts.gaps().undivided(), "élève n’est", "élèves ne sont") + " dans aucune division.",
                    "Voir la liste",
                    places.base().isEmpty() ? "" : places.base() + "/eleves?division=*"));
        }
        if (facts.contact() == Contact.TO_BE_CHOSEN && !places.contact().isEmpty()) {
            list.add(new ToDo(
                    "Aucune adresse de contact n’est choisie : les familles ne peuvent pas vous écrire.",
                    "Choisir l’adresse",
                    places.contact()));
        } else if (facts.contact() == Contact.UNKNOWN) {
            list.add(new ToDo(
                    "Aucune adresse de l’établissement n’est connue : importez le fichier « Communs » de SIECLE, pour que les"
                            + " familles puissent vous écrire.",
                    "Importer",
                    places.base()));
        }
    }
}
