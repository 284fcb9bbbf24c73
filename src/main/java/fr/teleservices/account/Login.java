package fr.teleservices.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * How a login is made of a name: lower-case ASCII letters, each part cut at {@value #PART}. Only letters are kept, so that a
 * base with a number is never another base.
 */
public final class Login {
    static final int PART = 30;

    /** Letters that do not decompose into a letter and an accent. */
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('œ', "oe"),
            Map.entry('æ', "ae"),
            Map.entry('ß', "ss"),
            Map.entry('ø', "o"),
            Map.entry('đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('þ', "th"),
            Map.entry('ł', "l"),
            Map.entry('ı', "i"),
            Map.entry('ħ', "h"),
            Map.entry('ŋ', "n"),
            Map.entry('ŧ', "t"),
            Map.entry('ĸ', "k"),
            Map.entry('ə', "e"),
            Map.entry('ƒ', "f"),
            Map.entry('ŀ', "l"),
            Map.entry('ĳ', "ij"));

    private Login() {}

    /** {@code p.nom}, to which a number is always added: the base of a person's first account. */
    public static String firstBase(String givenName, String familyName) {
        String given = fold(givenName);
        String family = family(familyName);
        return given.isEmpty() ? family : given.charAt(0) + "." + family;
    }

    /** {@code nom.prenom}, to which a number is added only where it is taken: the base of a new account. */
    public static String replacementBase(String givenName, String familyName) {
        String given = cut(fold(givenName));
        String family = family(familyName);
        return given.isEmpty() ? family : family + "." + given;
    }

    /** As typed at the sign-in: blanks around it and case do not matter. */
    public static String typed(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String family(String name) {
        String folded = cut(fold(name));
        return folded.isEmpty() ? "compte" : folded; // a name in another script
    }

    private static String cut(String text) {
        return text.length() > PART ? text.substring(0, PART) : text;
    }

    static String fold(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (c >= 'a' && c <= 'z') {
                letters.append(c);
            } else {
                letters.append(LETTERS.getOrDefault(c, ""));
            }
        }
        return letters.toString();
    }
}
