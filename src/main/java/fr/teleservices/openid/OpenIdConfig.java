package fr.teleservices.openid;

import fr.teleservices.credential.Digest;
import fr.teleservices.credential.SecretFile;
import fr.teleservices.kernel.WebAddress;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sites that are declared; without one, nothing of this is there.
 *
 * @param clients each with its own id
 */
public record OpenIdConfig(List<OpenIdClient> clients) {
    public static final OpenIdConfig OFF = new OpenIdConfig(List.of());

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "secretSha256", "secretFile", "public", "redirectUris", "postLogoutRedirectUris");

    public boolean isOn() {
        return !clients.isEmpty();
    }

    Optional<OpenIdClient> client(String id) {
        return clients.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /**
     * Reads the file of the clients, a JSON array of objects.
     *
     * @param faults takes every fault, in sentences for the operator
     */
    public static OpenIdConfig read(Path file, List<String> faults) {
        List<OpenIdClient> clients = new ArrayList<>();
        try {
            for (Object one : new JsonArray(Files.readString(file))) {
                if (one instanceof JsonObject object) {
                    clients.add(new Reader(object, faults).client());
                } else {
                    faults.add(file + " must hold one object for each client");
                }
            }
        } catch (IOException e) {
            faults.add("openid-clients-file cannot be read: " + file);
        } catch (DecodeException e) {
            faults.add("openid-clients-file is no JSON array: " + file);
        }
        Set<String> ids = new LinkedHashSet<>();
        clients.stream()
                .filter(one -> !ids.add(one.id()))
                .forEach(one -> faults.add("openid-clients-file has the client " + one.id() + " twice"));
        return new OpenIdConfig(List.copyOf(clients));
    }

    /** One client and what is wrong with it. */
    private record Reader(JsonObject object, List<String> faults) {
        OpenIdClient client() {
            String id = text("id");
            if (!ID.matcher(id).matches()) {
                fault("id must be 2 to 64 letters, digits, dots, hyphens or underscores");
            }
            if (text("name").isBlank()) {
                fault("name is needed: families read it on the sign-in page");
            }
            object.fieldNames().stream()
                    .filter(member -> !MEMBERS.contains(member))
                    .forEach(member -> fault("unknown member " + member));
            Set<String> redirects = addresses("redirectUris");
            if (redirects.isEmpty()) {
                fault("redirectUris needs an address");
            }
            return new OpenIdClient(id, text("name"), secretHash(), redirects, addresses("postLogoutRedirectUris"));
        }

        private String secretHash() {
            boolean isPublic = Boolean.TRUE.equals(object.getValue("public"));
            String hash = text("secretSha256");
            String secretFile = text("secretFile");
            if ((isPublic ? 1 : 0) + (hash.isEmpty() ? 0 : 1) + (secretFile.isEmpty() ? 0 : 1) != 1) {
                fault("one of secretSha256, secretFile and public: true is needed");
                return "";
            }
            if (!hash.isEmpty() && !HASH.matcher(hash).matches()) {
                fault("secretSha256 must be 64 hexadecimal digits, as openid secret prints them");
                return "";
            }
            return secretFile.isEmpty()
                    ? hash
                    : SecretFile.read(Path.of(secretFile), "client " + text("id") + ": secretFile", faults)
                            .map(found -> HexFormat.of().formatHex(Digest.sha256(found)))
                            .orElse("");
        }

        private Set<String> addresses(String member) {
            Set<String> all = new LinkedHashSet<>();
            if (object.getValue(member, new JsonArray()) instanceof JsonArray array) {
                for (Object one : array) {
                    if (one instanceof String address && WebAddress.isSafe(address)) {
                        all.add(address);
                    } else {
                        fault(member + " takes https://…, or http:// towards this machine, without # and user, of 300"
                                + " characters at most: " + one);
                    }
                }
            } else {
                fault(member + " must be an array of addresses");
            }
            return Set.copyOf(all);
        }

        private String text(String member) {
            return object.getValue(member) instanceof String text ? text : "";
        }

        private void fault(String sentence) {
            faults.add("openid-clients-file, client " + text("id") + ": " + sentence);
        }
    }
}
