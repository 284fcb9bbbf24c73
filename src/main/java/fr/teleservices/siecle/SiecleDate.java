package fr.teleservices.siecle;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/** {@code JJ/MM/AAAA}, and nothing else: no 31 February, no missing zero. */
final class SiecleDate {
    private static final int FIRST_YEAR = 1900;

    private SiecleDate() {}

    /** Empty as well before 1900 and after {@code latest}. */
    static Optional<LocalDate> parse(String text, LocalDate latest) {
        if (text.length() != 10 || text.charAt(2) != '/' || text.charAt(5) != '/') {
            return Optional.empty();
        }
        int day = number(text, 0, 2);
        int month = number(text, 3, 5);
        int year = number(text, 6, 10);
        if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1) {
            return Optional.empty();
        }
        if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            return Optional.empty();
        }
        LocalDate date = LocalDate.of(year, month, day);
        return date.isAfter(latest) ? Optional.empty() : Optional.of(date);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
