package fr.teleservices.credential;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a permanent password must be: long, and not one that is guessed first. No rules of composition; every character is
 * welcome. Compared without case and accents.
 */
public final class PasswordRules {
    public static final int SHORTEST = 12;
    public static final int LONGEST = 256;

    /** A name of three letters would be found in too many good passwords. */
    private static final int NAME = 4;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}]+");
    /** What people put around a word to make it long: {@code !!soleil2026}. */
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

    /** Read in both directions. */
    private static final List<String> ROWS = List.of(
            "01234567890123456789",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            "azertyuiopqsdfghjklmwxcvbn",
            "qwertyuiopasdfghjklzxcvbnm",
            "qwertzuiopasdfghjklyxcvbnm");

    /** Where somebody else knows the present one, nothing would have changed. */
    public static final String THE_SAME = "C’est le mot de passe actuel : choisissez-en un autre.";

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PasswordRules() {}

    /** Whether one is the other, but for case, accents and what stands between letters and digits. */
    public static boolean isTheSame(String wanted, String present) {
        return wanted.equals(present)
                || (!bare(wanted).isEmpty() && bare(wanted).equals(bare(present)));
    }

    private static String bare(String text) {
        return BETWEEN.matcher(fold(text)).replaceAll("");
    }

    /**
     * @param names of the person, as they are written
     * @return a sentence for each reason against it; none: it is good
     */
    public static List<String> faults(String password, List<String> names, String login) {
        List<String> faults = new ArrayList<>();
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            faults.add("Choisissez au moins " + SHORTEST + " caractères : par exemple plusieurs mots qui ne vont pas"
                    + " ensemble.");
            return faults; // further reasons would only confuse
        }
        if (length > LONGEST) {
            faults.add("Choisissez " + LONGEST + " caractères au plus.");
            return faults;
        }
        String folded = fold(password);
        if (isCommon(folded)) {
            faults.add("Ce mot de passe est trop courant : il fait partie de ceux qu’on essaie en premier.");
        } else if (isPattern(folded)) {
            faults.add("Ce mot de passe n’est qu’une suite ou une répétition : il se devine trop facilement.");
        }
        if (holdsName(folded, names)) {
            faults.add("Ce mot de passe contient votre nom ou votre prénom.");
        }
        if (holdsLogin(folded, login)) {
            faults.add("Ce mot de passe contient votre identifiant.");
        }
        return faults;
    }

    private static boolean isCommon(String folded) {
        return CommonPasswords.contains(folded)
                || CommonPasswords.contains(core(folded))
                || CommonPasswords.contains(core(unleet(folded)));
    }

    /** The word without the digits and marks around it, once where it is repeated. */
    private static String core(String folded) {
        String word = AROUND.matcher(folded).replaceAll("");
        int period = period(word);
        return period >= NAME && word.length() % period == 0 ? word.substring(0, period) : word;
    }

    private static String unleet(String folded) {
        return folded.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('@', 'a')
                .replace('$', 's');
    }

    /** Repetitions of at most four characters, or nothing but runs along the alphabet, the digits or the keyboard. */
    private static boolean isPattern(String folded) {
        return period(folded) <= 4 || uncovered(folded) < NAME;
    }

    /** The shortest length after which the text repeats itself. */
    private static int period(String text) {
        for (int period = 1; period < text.length(); period++) {
            if (text.regionMatches(period, text, 0, text.length() - period)) {
                return period;
            }
        }
        return text.length();
    }

    /** How many characters belong to no run of four or more along a row, and to no repetition of one character. */
    private static int uncovered(String text) {
        int free = 0;
        for (int at = 0; at < text.length(); ) {
            int run = runAt(text, at);
            free += run == 0 ? 1 : 0;
            at += Math.max(run, 1);
        }
        return free;
    }

    private static int runAt(String text, int at) {
        int longest = 0;
        for (int end = at + NAME; end <= text.length(); end++) {
            if (!isRun(text.substring(at, end))) {
                break;
            }
            longest = end - at;
        }
        return longest;
    }

    private static boolean isRun(String text) {
        if (text.chars().allMatch(c -> c == text.charAt(0))) {
            return true;
        }
        String reversed = new StringBuilder(text).reverse().toString();
        return ROWS.stream().anyMatch(row -> row.contains(text) || row.contains(reversed));
    }

    private static boolean holdsName(String folded, List<String> names) {
        String letters = NOT_LETTERS.matcher(folded).replaceAll("");
        for (String name : names) {
            String whole = NOT_LETTERS.matcher(fold(name)).replaceAll("");
            if (whole.length() >= NAME && letters.contains(whole)) {
                return true;
            }
            for (String part : NOT_LETTERS.split(fold(name))) {
                if (part.length() >= NAME && folded.contains(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holdsLogin(String folded, String login) {
        String name = fold(login);
        return name.length() >= NAME && folded.contains(name);
    }

    static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(decomposed)
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss");
    }
}
