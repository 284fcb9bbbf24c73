package fr.teleservices.idp;

import com.nimbusds.jwt.JWTClaimsSet;
import fr.teleservices.kernel.Role;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the provider says of somebody, as this service reads it. */
final class Claims {
    private final ProviderConfig config;
    private final JWTClaimsSet claims;

    Claims(ProviderConfig config, JWTClaimsSet claims) {
        this.config = config;
        this.claims = claims;
    }

    /** The staff login; empty where the claim does not say exactly one. */
    String login() {
        Set<String> logins = texts(config.loginClaim());
        return logins.size() == 1 ? logins.iterator().next().strip().toLowerCase(Locale.ROOT) : "";
    }

    boolean allowsRole(Role role) {
        return config.roleClaim().isEmpty()
                || texts(config.roleClaim()).stream().map(config.roles()::get).anyMatch(role::equals);
    }

    /** @param uai of the account's school; null: of the academy, which is in none */
    boolean allowsSchool(@Nullable String uai) {
        return config.uaiClaim().isEmpty()
                || uai == null
                || texts(config.uaiClaim()).stream().anyMatch(uai::equalsIgnoreCase);
    }

    /** Whether the provider says that it has asked for a second factor. */
    boolean secondFactor() {
        return texts("acr").stream().anyMatch(acr -> config.secondFactor().contains("acr:" + acr))
                || texts("amr").stream().anyMatch(amr -> config.secondFactor().contains("amr:" + amr));
    }

    private Set<String> texts(String name) {
        Object value = claims.getClaim(name);
        if (value == null) {
            Map<?, ?> inside = claims.getClaims();
            for (String part : name.split("\\.")) {
                value = inside.get(part);
                inside = value instanceof Map<?, ?> map ? map : Map.of();
            }
        }
        Set<String> texts = new LinkedHashSet<>();
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Collection<?> several) {
            several.stream().filter(String.class::isInstance).forEach(one -> texts.add((String) one));
        }
        return texts;
    }
}
