package fr.teleservices.siecle;

import fr.teleservices.web.French;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one should have seen before an import is applied. */
final class ImportAlerts {
    /** Fewer leave at the end of any month. */
    private static final long MANY = 20;

    private ImportAlerts() {}

    static List<String> of(SiecleFiles files, Known known, Tally pupils, Tally guardians) {
        List<String> alerts = new ArrayList<>();
        if (files.schoolYear() != 0 && known.year() > files.schoolYear()) {
            alerts.add("Ces fichiers sont de l’année scolaire " + files.schoolYear()
                    + ", le dernier import était de l’année " + known.year() + ".");
        }
        manyLeave(pupils.left(), known.pupils(), "élèves", alerts);
        manyLeave(guardians.left(), known.guardians(), "responsables", alerts);
        if (files.of(SiecleKind.PUPILS).isPresent()
                && files.of(SiecleKind.GUARDIANS).isEmpty()
                && pupils.added() > 0) {
            alerts.add("Sans le fichier des responsables, les nouveaux élèves n’ont pas encore de responsable.");
        }
        return alerts;
    }

    /** @param others the first of them */
    static List<String> ofOthers(List<ImportStore.Other> others) {
        if (others.isEmpty()) {
            return List.of();
        }
        long count = others.get(0).count();
        return List.of(French.count(count, "personne change", "personnes changent")
                + " à la fois de nom et de prénom sous un numéro SIECLE connu\u00a0: si ce n’est pas la même personne, "
                + (count == 1 ? "son compte passerait" : "leurs comptes passeraient")
                + " à quelqu’un d’autre. Vérifiez\u00a0: "
                + others.stream().map(ImportStore.Other::named).collect(Collectors.joining(", "))
                + (count > others.size() ? "…" : "."));
    }

    static List<String> ofGaps(ImportStore.Gaps gaps) {
        List<String> alerts = new ArrayList<>();
        if (gaps.undivided() > 0) {
            alerts.add(people(gaps.undivided(), "élève n’a pas", "élèves n’ont pas")
                    + " de division\u00a0: les campagnes les laissent de côté.");
        }
        if (gaps.undated() > 0) {
            alerts.add(people(gaps.undated(), "élève n’a pas", "élèves n’ont pas")
                    + " de date de naissance\u00a0: l’activation n’est pas possible avec cet enfant.");
        }
        return alerts;
    }

    private static void manyLeave(long left, long known, String who, List<String> alerts) {
        if (left > MANY && 2 * left > known) {
            alerts.add("Plus de la moitié des " + who + " partiraient (" + French.number(left) + " sur "
                    + French.number(known)
                    + ") et leurs comptes seraient fermés\u00a0: vérifiez que l’export est complet.");
        }
    }

    private static String people(long count, String one, String many) {
        return French.count(count, one, many);
    }
}
