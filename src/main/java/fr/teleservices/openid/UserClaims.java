package fr.teleservices.openid;

import fr.teleservices.account.Account;
import fr.teleservices.account.Child;
import fr.teleservices.account.Holder;
import fr.teleservices.account.SchoolChildren;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a client learns of whom, by scope: nothing that it did not ask for, and never an id of ours, a login or a birth date. */
final class UserClaims {
    private UserClaims() {}

    /** @param family of every school of a grouped account */
    static JsonObject of(UUID subject, Set<String> scopes, Account account, List<SchoolChildren> family) {
        JsonObject claims = new JsonObject().put("sub", subject.toString());
        if (scopes.contains("profile")) {
            claims.put("name", account.displayName())
                    .put("given_name", account.givenName())
                    .put("family_name", familyName(account))
                    .put("locale", "fr-FR")
                    .put("holder", account.holder() == Holder.GUARDIAN ? "guardian" : "pupil");
        }
        String email = account.emailVerified();
        if (scopes.contains("email") && email != null) {
            claims.put("email", email).put("email_verified", true);
        }
        if (scopes.contains("enfants")) {
            if (account.holder() == Holder.GUARDIAN) {
                claims.put("children", children(family));
            } else {
                family.stream().limit(1).forEach(own -> putOwnSchool(claims, own));
            }
        }
        return claims;
    }

    private static String familyName(Account account) {
        String usage = account.usageName();
        return usage == null || usage.isBlank() ? account.familyName() : usage;
    }

    private static JsonArray children(List<SchoolChildren> family) {
        JsonArray all = new JsonArray();
        for (SchoolChildren school : family) {
            for (Child child : school.children()) {
                all.add(new JsonObject()
                        .put("familyName", child.name())
                        .put("givenName", child.givenName())
                        .put("division", child.division())
                        .put("uai", school.uai())
                        .put("school", school.schoolName()));
            }
        }
        return all;
    }

    private static void putOwnSchool(JsonObject claims, SchoolChildren own) {
        claims.put("uai", own.uai())
                .put("school", own.schoolName())
                .put(
                        "division",
                        own.children().isEmpty() ? null : own.children().get(0).division());
    }
}
