package fr.teleservices.assistance;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountDirectory.Entry;
import fr.teleservices.account.AccountSearch;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.run.Csv;
import fr.teleservices.web.French;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of accounts as it is shown.
 *
 * @param held how many accounts are held in all
 * @param heldOnly whether they alone are shown
 * @param found in words, read out when it changes
 * @param filtered whether nothing found may be the filters' doing
 */
record AccountListView(
        String title,
        String base,
        boolean guardian,
        String q,
        List<Choice> states,
        List<Choice> divisions,
        List<Choice> sorts,
        long held,
        boolean heldOnly,
        boolean frozenOnly,
        boolean filtered,
        String found,
        List<Line> accounts,
        boolean later,
        @Nullable String first,
        @Nullable String next,
        String csv) {
    record Choice(String value, String label, boolean chosen) {}

    /** @param waits a new account that has not taken over yet */
    record Line(
            String path,
            String name,
            String children,
            String login,
            String state,
            String chip,
            String notified,
            String mode,
            String access,
            boolean waits) {}

    static AccountListView of(
            Holder holder,
            AccountListPages.Asked asked,
            String query,
            List<String> divisions,
            AccountDirectory.Page page,
            long held,
            boolean later,
            ZoneId zone) {
        String base = AccountListPages.base(holder);
        int n = page.entries().size();
        return new AccountListView(
                holder == Holder.GUARDIAN ? "Gérer le compte responsable" : "Gérer le compte élève",
                base,
                holder == Holder.GUARDIAN,
                asked.text(),
                states(holder, asked.state()),
                divisions(divisions, asked.division()),
                Arrays.stream(AccountSearch.Sort.values())
                        .map(sort -> new Choice(sort.name(), sort.label(), sort == asked.sort()))
                        .toList(),
                held,
                asked.held(),
                asked.frozen(),
                asked.filters(),
                page.next() != null || later ? n + " comptes sur cette page" : French.count(n, "compte", "comptes"),
                page.entries().stream().map(entry -> line(entry, zone)).toList(),
                later,
                later ? base + "?" + query : null,
                page.next() == null ? null : base + "?" + query + "&apres=" + page.next(),
                base + ".csv?" + query);
    }

    private static List<Choice> states(Holder holder, @Nullable AccountState chosen) {
        List<Choice> all = new ArrayList<>(List.of(new Choice("", "Tous les comptes ouverts", chosen == null)));
        Lifecycle.statesOf(holder).forEach(state -> all.add(new Choice(state.name(), state.label(), state == chosen)));
        return all;
    }

    private static List<Choice> divisions(List<String> divisions, String chosen) {
        List<Choice> all = new ArrayList<>(List.of(new Choice("", "Toutes", chosen.isEmpty())));
        divisions.forEach(one -> all.add(new Choice(one, one, one.equals(chosen))));
        return all;
    }

    static String query(AccountListPages.Asked asked) {
        return "q=" + encoded(asked.text()) + "&etat="
                + (asked.state() == null ? "" : asked.state().name()) + "&division=" + encoded(asked.division())
                + "&tri=" + asked.sort().name() + (asked.held() ? "&retenus=on" : "")
                + (asked.frozen() ? "&bloques=on" : "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Line line(Entry entry, ZoneId zone) {
        return new Line(
                AccountPages.path(entry.id()),
                AccountWords.name(entry),
                entry.holder() == Holder.GUARDIAN ? AccountWords.children(entry, '\u00a0') : text(entry.division()),
                entry.login(),
                AccountWords.state(entry.state(), entry.held(), entry.closedReason()),
                AccountWords.chip(entry.state(), entry.held()),
                day(entry.notifiedAt(), zone),
                AccountWords.mode(entry.notifiedBy()),
                entry.lastAccessAt() == null ? "" : French.shortDateTime(entry.lastAccessAt(), zone),
                !entry.current() && entry.state() != AccountState.CLOSED);
    }

    private static String day(@Nullable Instant at, ZoneId zone) {
        return at == null ? "" : French.shortDate(at.atZone(zone).toLocalDate());
    }

    static String csvTitle() {
        return Csv.line(
                "Nom",
                "Prénom",
                "Enfants",
                "Division",
                "Identifiant",
                "État",
                "Courriel",
                "Date de notification",
                "Mode de notification",
                "Dernier accès au compte");
    }

    static String csvLine(Entry entry, ZoneId zone) {
        return Csv.line(
                entry.familyName(),
                entry.givenName(),
                AccountWords.children(entry, ' '),
                text(entry.division()),
                entry.login(),
                AccountWords.state(entry.state(), entry.held(), entry.closedReason()),
                text(entry.email()),
                day(entry.notifiedAt(), zone),
                AccountWords.mode(entry.notifiedBy()),
                entry.lastAccessAt() == null
                        ? ""
                        : French.shortDateTime(entry.lastAccessAt(), zone).replace('\u00a0', ' '));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
