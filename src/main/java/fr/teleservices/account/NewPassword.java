package fr.teleservices.account;

import fr.teleservices.credential.PasswordRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A new permanent password, typed twice. */
final class NewPassword {
    private NewPassword() {}

    /** Field to sentence; the names of the fields are the forms'. */
    static Map<String, String> faults(String password, String again, Account account) {
        Map<String, String> faults = new LinkedHashMap<>();
        List<String> reasons = PasswordRules.faults(password, account.names(), account.login());
        if (!reasons.isEmpty()) {
            faults.put("newPassword", String.join(" ", reasons));
        }
        if (!password.equals(again)) {
            faults.put("newPasswordAgain", "Les deux mots de passe ne sont pas les mêmes.");
        }
        return faults;
    }
}
