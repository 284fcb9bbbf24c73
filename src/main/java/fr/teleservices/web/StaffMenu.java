package fr.teleservices.web;

import org.jspecify.annotations.Nullable;

/** The staff menu in its order. What no route bears is not shown. */
public enum StaffMenu {
    ACADEMY("Académie", "Tableau de bord de l’académie", "academie"),
    SCHOOLS("Académie", "Établissements", "etablissements"),
    ACADEMY_RUNS("Académie", "Campagnes de l’académie", "campagnes-academie"),
    DASHBOARD(null, "Tableau de bord", "tableau-de-bord"),
    SERVICES(null, "Gestion des services", "ouvrir-les-services"),
    GUARDIANS_NOTIFY("Accès des responsables", "Notifier en masse", "notifier-en-masse"),
    GUARDIANS_MANAGE("Accès des responsables", "Gérer le compte responsable", "aider-un-responsable"),
    PUPILS_NOTIFY("Accès des élèves", "Notifier en masse", "notifier-les-eleves"),
    PUPILS_MANAGE("Accès des élèves", "Gérer le compte élève", "aider-un-eleve"),
    WELCOME("Paramétrage", "Message d’accueil", "message-d-accueil"),
    LETTERS("Paramétrage", "ENT et courriers de notification", "ent-et-textes"),
    CONTACT("Paramétrage", "Contact établissement", "contact"),
    LINKS("Paramétrage", "Liens utiles", "liens-utiles"),
    GROUPING("Paramétrage", "Regroupement des comptes", "regroupement"),
    STAFF("Paramétrage", "Personnels", "personnels"),
    RETENTION("Paramétrage", "Conservation des données", "conservation"),
    AUDIT("Paramétrage", "Journal des actions", "journal"),
    PUPIL_BASE(null, "Base élèves", "importer-la-base"),
    RUNS(null, "Campagnes", "suivre-un-envoi"),
    HELP(null, "Aide", "aide");

    private final @Nullable String section;
    private final String label;
    private final String helpPage;

    StaffMenu(@Nullable String section, String label, String helpPage) {
        this.section = section;
        this.label = label;
        this.helpPage = helpPage;
    }

    public @Nullable String section() {
        return section;
    }

    public String label() {
        return label;
    }

    /** The name of its page of the guide: {@code notifier-en-masse}. */
    public String helpPage() {
        return helpPage;
    }
}
