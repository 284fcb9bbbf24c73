package fr.teleservices.account;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a guardian types to prove that another account is theirs too.
 *
 * @param password the other account's own, or its temporary one, which takes a child's birth date beside it
 */
public record GroupingForm(String login, String password, String birthDay, String birthMonth, String birthYear) {
    Map<String, String> faults(Account own) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (login.isBlank()) {
            faults.put("login", "Indiquez l’identifiant de l’autre compte.");
        } else if (Login.typed(login).equals(own.login())) {
            faults.put("login", "C’est l’identifiant du compte que vous utilisez : indiquez celui de l’autre compte.");
        }
        if (password.isEmpty()) {
            faults.put("password", "Indiquez le mot de passe de l’autre compte.");
        }
        return faults;
    }

    Optional<LocalDate> birthDate() {
        return ActivationForm.date(birthDay, birthMonth, birthYear);
    }

    /** Without its secrets, lest a log line hold them. */
    @Override
    public String toString() {
        return "GroupingForm[" + login + "]";
    }
}
