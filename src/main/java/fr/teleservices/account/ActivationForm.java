package fr.teleservices.account;

import fr.teleservices.kernel.MailAddress;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was typed on the activation page, field by field; names are the form's. */
public record ActivationForm(
        String login,
        String temporaryPassword,
        String newPassword,
        String newPasswordAgain,
        String birthDay,
        String birthMonth,
        String birthYear,
        String email) {

    /** All faults at once, field to sentence, but for the birth date's being the right one. */
    Map<String, String> faults(Account account) {
        Map<String, String> faults = new LinkedHashMap<>(NewPassword.faults(newPassword, newPasswordAgain, account));
        if (birthDate().isEmpty()) {
            faults.put("birthDay", "Indiquez une date qui existe : jour, mois, année (par exemple 5, 9, 2013).");
        }
        if (email.isBlank() && account.holder() == Holder.GUARDIAN) {
            faults.put("email", "Indiquez votre adresse électronique : elle sert à terminer l’activation.");
        } else if (!email.isBlank() && address().isEmpty()) {
            faults.put("email", "Cette adresse électronique n’est pas complète (par exemple nom@exemple.fr).");
        }
        return faults;
    }

    Optional<String> address() {
        return email.isBlank() ? Optional.empty() : MailAddress.parse(email);
    }

    /** Day and month with or without a leading zero. */
    Optional<LocalDate> birthDate() {
        return date(birthDay, birthMonth, birthYear);
    }

    static Optional<LocalDate> date(String day, String month, String year) {
        try {
            return Optional.of(LocalDate.of(number(year, 4), number(month, 2), number(day, 2)));
        } catch (DateTimeException | NumberFormatException notADate) {
            return Optional.empty();
        }
    }

    private static int number(String typed, int digits) {
        String text = typed.strip();
        if (text.isEmpty() || text.length() > digits || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NumberFormatException();
        }
        return Integer.parseInt(text);
    }

    /** Without its secrets, lest a log line hold them. */
    @Override
    public String toString() {
        return "ActivationForm[" + login + "]";
    }
}
