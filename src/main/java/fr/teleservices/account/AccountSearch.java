package fr.teleservices.account;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What staff look for in the list of accounts.
 *
 * @param state null: all that are open, and those that were grouped
 * @param held only those whose holder said that they are not theirs
 * @param frozen only those whose temporary password is dead after five wrong birth dates
 * @param division a pupil's, or one of the children's; empty: all
 * @param words to be found, each, in a name, a child's name, a mail address or at the beginning of a login
 * @param prefix of the family name, where too little was typed to look inside names; empty: none
 * @param after the account that the page begins behind; null: the first page
 */
public record AccountSearch(
        Holder holder,
        @Nullable AccountState state,
        boolean held,
        boolean frozen,
        String division,
        List<String> words,
        String prefix,
        Sort sort,
        @Nullable Long after) {
    /** Of two letters there are no three in a row, by which names are indexed. */
    private static final int SHORT = 2;

    private static final int MOST_WORDS = 10;

    /** The order of the list. */
    public enum Sort {
        NAME("nom"),
        DIVISION("division"),
        /** The latest first. */
        NOTIFICATION("date de notification"),
        ACCESS("dernier accès");

        private final String label;

        Sort(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * From what was typed: a word, or two, that spell one of the school's divisions are that division ({@code 6a} is {@code 6 A}).
     *
     * @param division chosen; empty: none
     */
    public static AccountSearch typed(
            Holder holder,
            @Nullable AccountState state,
            boolean held,
            boolean frozen,
            String division,
            String text,
            Collection<String> divisions,
            Sort sort,
            @Nullable Long after) {
        List<String> words = new ArrayList<>(words(text));
        String wanted = division.isEmpty() ? taken(words, divisions).orElse("") : division;
        boolean inside = words.stream().anyMatch(word -> word.length() > SHORT);
        return new AccountSearch(
                holder,
                state,
                held,
                frozen,
                wanted,
                inside ? List.copyOf(words) : List.of(),
                inside ? "" : String.join(" ", words),
                sort,
                after);
    }

    /** A page of words is no search. */
    static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }

    /** Takes the words of a division out: one alone only where it has a digit, since {@code Ulis} may be a name. */
    private static Optional<String> taken(List<String> words, Collection<String> divisions) {
        for (int length = words.size(); length >= 1; length--) {
            for (int from = 0; from + length <= words.size(); from++) {
                List<String> part = words.subList(from, from + length);
                String spelt = bare(String.join("", part));
                boolean sure = spelt.chars().anyMatch(Character::isDigit) || length == words.size();
                Optional<String> found = divisions.stream()
                        .filter(one -> sure && bare(one).equals(spelt))
                        .findFirst();
                if (found.isPresent()) {
                    part.clear();
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{M}]", "");
    }

    /** The page behind that account. */
    public AccountSearch behind(@Nullable Long account) {
        return new AccountSearch(holder, state, held, frozen, division, words, prefix, sort, account);
    }
}
