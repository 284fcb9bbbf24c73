package fr.teleservices.idp;

import fr.teleservices.kernel.Role;
import java.util.Map;
import java.util.Set;

/**
 * The identity provider of staff.
 *
 * @param issuer {@code https://…}, as its tokens name it
 * @param name as staff read it on the button
 * @param scopes asked for, with blanks between
 * @param loginClaim claim that holds the staff login; dots lead into objects
 * @param roleClaim claim that has to hold a word of {@code roles} for the account's role; empty: not looked at
 * @param roles which role each word stands for
 * @param uaiClaim claim that has to hold the UAI of the account's school; empty: not looked at
 * @param secondFactor {@code acr:…} and {@code amr:…} that say that a second factor was asked there
 */
public record ProviderConfig(
        String issuer,
        String clientId,
        String secret,
        String name,
        String scopes,
        String loginClaim,
        String roleClaim,
        Map<String, Role> roles,
        String uaiClaim,
        Set<String> secondFactor) {}
