package fr.teleservices.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The staff menu in its order. What no route bears is not shown. */
public enum StaffMenu {
    ACADEMY("Académie", "Tableau de bord de l’académie"),
    SCHOOLS("Académie", "Établissements"),
    ACADEMY_RUNS("Académie", "Campagnes de l’académie"),
    DASHBOARD(null, "Tableau de bord"),
    SERVICES(null, "Gestion des services"),
    GUARDIANS_NOTIFY("Accès des responsables", "Notifier en masse"),
    GUARDIANS_MANAGE("Accès des responsables", "Gérer le compte responsable"),
    PUPILS_NOTIFY("Accès des élèves", "Notifier en masse"),
    PUPILS_MANAGE("Accès des élèves", "Gérer le compte élève"),
    WELCOME("Paramétrage", "Message d’accueil"),
    LETTERS("Paramétrage", "ENT et courriers de notification"),
    CONTACT("Paramétrage", "Contact établissement"),
    LINKS("Paramétrage", "Liens utiles"),
    GROUPING("Paramétrage", "Regroupement des comptes"),
    STAFF("Paramétrage", "Personnels"),
    RETENTION("Paramétrage", "Conservation des données"),
    AUDIT("Paramétrage", "Journal des actions"),
    PUPIL_BASE(null, "Base élèves"),
    RUNS(null, "Campagnes"),
    HELP(null, "Aide");

    private final @Nullable String section;
    private final String label;

    StaffMenu(@Nullable String section, String label) {
        this.section = section;
        this.label = label;
    }

    public @Nullable String section() {
        return section;
    }

    public String label() {
        return label;
    }

    /** The name of its help page in addresses: {@code guardians-notify}. */
    public String helpPage() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
