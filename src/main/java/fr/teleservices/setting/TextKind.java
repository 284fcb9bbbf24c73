package fr.teleservices.setting;

import fr.teleservices.account.Holder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The eight texts: for guardians and for pupils, by mail and by letter, with a password and as a reminder. */
public record TextKind(Holder holder, boolean letter, boolean withPassword) {
    private static final List<TextKind> ALL = Arrays.stream(Holder.values())
            .flatMap(holder -> Stream.of(
                    new TextKind(holder, false, true),
                    new TextKind(holder, false, false),
                    new TextKind(holder, true, true),
                    new TextKind(holder, true, false)))
            .toList();

    /** In the order in which they are shown. */
    public static List<TextKind> all() {
        return ALL;
    }

    /** {@code responsable-courriel}, {@code eleve-courrier-rappel}: as addresses of pages spell it. */
    public String slug() {
        return (holder == Holder.GUARDIAN ? "responsable" : "eleve")
                + (letter ? "-courrier" : "-courriel")
                + (withPassword ? "" : "-rappel");
    }

    public static Optional<TextKind> parse(String slug) {
        return ALL.stream().filter(kind -> kind.slug().equals(slug)).findFirst();
    }

    /** {@code Courriel avec l’accès}, {@code Courrier de rappel}. */
    public String label() {
        return (letter ? "Courrier " : "Courriel ") + (withPassword ? "avec l’accès" : "de rappel");
    }

    /** {@code Courriel de rappel aux élèves}. */
    public String title() {
        return label() + (holder == Holder.GUARDIAN ? " aux responsables" : " aux élèves");
    }
}
