package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.kernel.Refusal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a run is for. Filters keep accounts out; of those that are left, some cannot be served and are left out with a reason.
 *
 * @param states at least one, none of them CLOSED
 * @param divisions empty: all
 * @param levels empty: all
 * @param responsibilities of guardians: LEGAL, IN_CHARGE, CONTACT
 * @param name part of the holder's or a child's name; empty: all
 * @param withAddress null: with or without a mail address
 * @param notNotifiedSince null: whenever
 * @param failedOf only the accounts whose mail failed in that run; null: all
 * @param reset passwords and sessions die first; {@link #exclusions} apply to it alone
 * @param order of the letters
 */
public record Selection(
        Holder holder,
        Mode mode,
        Set<AccountState> states,
        List<String> divisions,
        List<String> levels,
        Set<Responsible> responsibilities,
        String name,
        @Nullable Boolean withAddress,
        @Nullable Instant notNotifiedSince,
        boolean neverSignedIn,
        boolean expiredOnly,
        @Nullable Long failedOf,
        boolean reset,
        Exclusions exclusions,
        PrintOrder order) {
    /** What a guardian is to the child. */
    public enum Responsible {
        LEGAL("Représentants légaux"),
        IN_CHARGE("Personnes en charge"),
        CONTACT("Contacts");

        private final String label;

        Responsible(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Letters given out through pupils (of siblings, by the youngest or the eldest) or posted. */
    public enum PrintOrder {
        YOUNGEST("Par division, fratries par le plus jeune"),
        ELDEST("Par division, fratries par l’aîné"),
        POSTCODE("Par code postal");

        private final String label;

        PrintOrder(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Whom a mass reset spares.
     *
     * @param changedSince those who chose their password since then; null: nobody
     */
    public record Exclusions(
            boolean neverActivated, @Nullable Instant changedSince, boolean alreadyReset) {
        public static final Exclusions NONE = new Exclusions(false, null, false);
    }

    public Selection {
        states = Set.copyOf(states);
        divisions = List.copyOf(divisions);
        levels = List.copyOf(levels);
        responsibilities = Set.copyOf(responsibilities);
    }

    /** Everyone of these states, legal guardians alone. */
    public static Selection of(Holder holder, Mode mode, Set<AccountState> states) {
        return new Selection(
                holder,
                mode,
                states,
                List.of(),
                List.of(),
                Set.of(Responsible.LEGAL),
                "",
                null,
                null,
                false,
                false,
                null,
                false,
                Exclusions.NONE,
                PrintOrder.YOUNGEST);
    }

    /** What is wrong with it, field by field. */
    public Optional<Refusal> refusal() {
        Map<String, String> faults = new LinkedHashMap<>();
        Set<AccountState> possible = EnumSet.copyOf(Lifecycle.statesOf(holder));
        possible.remove(AccountState.CLOSED);
        if (states.isEmpty()) {
            faults.put("states", "Choisissez au moins un état du compte.");
        } else if (!possible.containsAll(states)) {
            faults.put("states", "Un de ces états n’existe pas pour ces comptes.");
        }
        if (holder == Holder.GUARDIAN && responsibilities.isEmpty()) {
            faults.put("responsibilities", "Choisissez au moins une responsabilité.");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(Refusal.invalid(faults));
    }
}
