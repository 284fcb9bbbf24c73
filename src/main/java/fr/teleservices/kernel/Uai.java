package fr.teleservices.kernel;

import java.util.Locale;
import java.util.Optional;

/** The national number of a school: seven digits and a check letter (the number modulo 23). */
public record Uai(String value) {
    private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

    public Uai {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a UAI");
        }
    }

    /** Accepts lower case and surrounding blanks; empty when the form or the check letter is wrong. */
    public static Optional<Uai> parse(String text) {
        String folded = text.strip().toUpperCase(Locale.ROOT);
        return isValid(folded) ? Optional.of(new Uai(folded)) : Optional.empty();
    }

    /** The UAI of a number from 0 to 9,999,999. */
    public static Uai of(int number) {
        return new Uai("%07d%c".formatted(number, checkLetter(number)));
    }

    private static boolean isValid(String text) {
        if (text.length() != 8) {
            return false;
        }
        int number = 0;
        for (int i = 0; i < 7; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            number = number * 10 + (digit - '0');
        }
        return text.charAt(7) == checkLetter(number);
    }

    private static char checkLetter(int number) {
        return LETTERS.charAt(number % LETTERS.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
