package fr.teleservices.boot;

import fr.teleservices.credential.SecretFile;
import fr.teleservices.idp.ProviderConfig;
import fr.teleservices.kernel.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the identity provider of staff. */
final class ProviderSettings {
    private ProviderSettings() {}

    /** Empty where there is none. */
    static Optional<ProviderConfig> read(Values values) {
        String issuer = values.text(Setting.STAFF_OPENID_ISSUER);
        if (!values.isGiven(Setting.STAFF_OPENID_ISSUER)) {
            return Optional.empty();
        }
        List<String> faults = new ArrayList<>();
        if (!values.has(Setting.STAFF_OPENID_CLIENT_ID)) {
            values.fault(Setting.STAFF_OPENID_CLIENT_ID, "it is needed with staff-openid-issuer");
        }
        if (!List.of(values.text(Setting.STAFF_OPENID_SCOPES).split(" ")).contains("openid")) {
            values.fault(Setting.STAFF_OPENID_SCOPES, "openid must be among them");
        }
        Map<String, Role> roles = roles(values);
        if (values.has(Setting.STAFF_OPENID_ROLE_CLAIM) && roles.isEmpty()) {
            values.fault(Setting.STAFF_OPENID_ROLES, "it is needed with staff-openid-role-claim");
        }
        String secret = "";
        if (values.has(Setting.STAFF_OPENID_SECRET_FILE)) {
            secret = SecretFile.read(
                            Path.of(values.text(Setting.STAFF_OPENID_SECRET_FILE)), "staff-openid-secret-file", faults)
                    .orElse("");
        } else {
            values.fault(Setting.STAFF_OPENID_SECRET_FILE, "it is needed with staff-openid-issuer");
        }
        values.faults(faults);
        if (issuer.isEmpty()) {
            return Optional.empty(); // told already
        }
        return Optional.of(new ProviderConfig(
                issuer,
                values.text(Setting.STAFF_OPENID_CLIENT_ID),
                secret,
                values.text(Setting.STAFF_OPENID_NAME),
                values.text(Setting.STAFF_OPENID_SCOPES),
                values.text(Setting.STAFF_OPENID_LOGIN_CLAIM),
                values.text(Setting.STAFF_OPENID_ROLE_CLAIM),
                roles,
                values.text(Setting.STAFF_OPENID_UAI_CLAIM),
                secondFactor(values)));
    }

    private static List<String> parts(Values values, Setting setting) {
        return Arrays.stream(values.text(setting).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Map<String, Role> roles(Values values) {
        Map<String, Role> roles = new HashMap<>();
        for (String part : parts(values, Setting.STAFF_OPENID_ROLES)) {
            int equals = part.lastIndexOf('=');
            try {
                roles.put(
                        part.substring(0, equals).strip(),
                        Role.valueOf(part.substring(equals + 1).strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                values.fault(Setting.STAFF_OPENID_ROLES, "“" + part + "” is no word=ROLE");
            }
        }
        return Map.copyOf(roles);
    }

    private static Set<String> secondFactor(Values values) {
        Set<String> all = new HashSet<>(parts(values, Setting.STAFF_OPENID_SECOND_FACTOR));
        all.stream()
                .filter(one -> !one.startsWith("acr:") && !one.startsWith("amr:"))
                .forEach(one -> values.fault(Setting.STAFF_OPENID_SECOND_FACTOR, "“" + one + "” is no acr:… or amr:…"));
        return Set.copyOf(all);
    }
}
