package fr.teleservices.assistance;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Actor;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.kernel.Role;
import java.util.Optional;

/** What staff can do with one account from its page, each asked once more on a page of its own. */
enum Deed {
    NOTIFY("renotifier", "Renotifier", Role.ASSISTANCE, true),
    RESET("reinitialiser", "Réinitialiser et notifier le mot de passe", Role.ASSISTANCE, true),
    REPLACE("nouveau", "Nouveau compte", Role.GESTIONNAIRE, true),
    RELEASE("liberer", "Libérer", Role.GESTIONNAIRE, false),
    LINK("lien", "Renvoyer le lien", Role.ASSISTANCE, false);

    final String path;
    final String label;
    final Role least;
    /** Whether a message goes out in a mode that one chooses. */
    final boolean notifies;

    Deed(String path, String label, Role least, boolean notifies) {
        this.path = path;
        this.label = label;
        this.least = least;
        this.notifies = notifies;
    }

    /** Why not, in a sentence; empty: it may be done. */
    Optional<String> whyNot(SheetStore.Sheet sheet) {
        if (this == REPLACE) {
            return sheet.present() ? Optional.empty() : Optional.of("Cette personne n’est plus dans la base élèves.");
        }
        boolean may = may(sheet, this == NOTIFY ? AccountEvent.NOTIFY : event())
                || (this == NOTIFY && may(sheet, AccountEvent.REMIND));
        if (may) {
            return Optional.empty();
        }
        if (this == RELEASE) {
            return Optional.of("Ce compte n’est pas retenu.");
        }
        if (this == LINK) {
            return Optional.of("Ce compte n’est pas en cours d’activation.");
        }
        return Optional.of(
                sheet.held()
                        ? "Le compte est retenu : libérez-le d’abord."
                        : sheet.state() == AccountState.CLOSED
                                ? "GROUPED".equals(sheet.closedReason())
                                        ? "Le compte est regroupé : séparez-le d’abord du regroupement."
                                        : "Le compte est fermé."
                                : "Le compte n’a pas encore de mot de passe : renotifiez-le.");
    }

    private AccountEvent event() {
        return switch (this) {
            case NOTIFY -> AccountEvent.NOTIFY;
            case RESET -> AccountEvent.RESET;
            case REPLACE -> AccountEvent.REPLACE;
            case RELEASE -> AccountEvent.RELEASE;
            case LINK -> AccountEvent.SEND_LINK_AGAIN;
        };
    }

    private static boolean may(SheetStore.Sheet sheet, AccountEvent event) {
        return Lifecycle.after(event, sheet.state(), sheet.held(), sheet.holder(), Actor.STAFF)
                .isPresent();
    }
}
