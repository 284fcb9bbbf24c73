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
        return ((both ? usage : entry.familyName()) + " " + entry.givenName()
                        + (both ? " (" + entry.familyName() + ")" : ""))
                .strip();
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

    static String children(Entry entry) {
        return entry.children().stream()
                .map(child -> (child.givenName() + " " + child.familyName()).strip()
                        + (child.division() == null ? "" : " (" + child.division() + ")"))
                .collect(Collectors.joining(", "));
    }
}
