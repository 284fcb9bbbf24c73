package fr.teleservices.assistance;

import fr.teleservices.account.AccountDirectory.Entry;
import fr.teleservices.account.AccountState;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How accounts are named on the staff's pages. */
final class AccountWords {
    private AccountWords() {}

    static String name(Entry entry) {
        String usage = entry.usageName();
        boolean both = usage != null && !usage.isBlank() && !usage.equalsIgnoreCase(entry.familyName());
        return named((both ? usage : entry.familyName()) + " " + entry.givenName()
                + (both ? " (" + entry.familyName() + ")" : ""));
    }

    /** Of a person whose data are erased nothing is left to call them by. */
    static String named(String name) {
        return name.isBlank() ? "Personne effacée" : name.strip();
    }

    /** What a closed account is to whoever opens its page; empty: not closed. */
    static String whyClosed(@Nullable String reason) {
        return reason == null
                ? ""
                : switch (reason) {
                    case "LEFT" ->
                        "Cette personne n’est plus dans la base élèves de l’établissement : son compte est fermé. Si un import la"
                                + " ramène, le compte rouvre avec le même identifiant.";
                    case "REPLACED" ->
                        "Ce compte a été remplacé par un autre compte de cette personne et ne peut plus servir.";
                    case "GROUPED" ->
                        "Ce compte est regroupé : cette personne se connecte avec un autre compte, qui montre aussi les enfants de"
                                + " celui-ci. Si elle ne les y voit plus, séparez ce compte ou ouvrez un nouveau compte.";
                    case "PURGED" ->
                        "La durée de conservation est passée : les données personnelles de ce compte sont effacées.";
                    default -> "";
                };
    }

    static String state(AccountState state, boolean held, @Nullable String closedReason) {
        return state == AccountState.CLOSED ? state.label() + closed(closedReason) : held ? "Retenu" : state.label();
    }

    private static String closed(@Nullable String reason) {
        return reason == null
                ? ""
                : switch (reason) {
                    case "LEFT" -> " (parti)";
                    case "REPLACED" -> " (remplacé)";
                    case "GROUPED" -> " (regroupé)";
                    case "PURGED" -> " (effacé)";
                    default -> "";
                };
    }

    /** Class of the chip. */
    static String chip(AccountState state, boolean held) {
        return held
                ? "bad"
                : switch (state) {
                    case ACTIVE -> "on";
                    case ACTIVATING -> "wait";
                    default -> "";
                };
    }

    static String mode(@Nullable String notifiedBy) {
        return notifiedBy == null
                ? ""
                : switch (notifiedBy) {
                    case "EMAIL" -> "courriel";
                    case "PAPER" -> "papier";
                    default -> "les deux";
                };
    }

    /** @param space between the parts of a division's name: on a page they stay together */
    static String children(Entry entry, char space) {
        return entry.children().stream()
                .map(child -> (child.givenName() + " " + child.familyName()).strip()
                        + (child.division() == null
                                ? ""
                                : " (" + child.division().replace(' ', space) + ")"))
                .collect(Collectors.joining(", "));
    }
}
