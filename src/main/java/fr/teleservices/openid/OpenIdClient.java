package fr.teleservices.openid;

import fr.teleservices.credential.Digest;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/**
 * A site that signs families in with their accounts here.
 *
 * @param name as families read it
 * @param secretHash SHA-256 of its secret, in hexadecimal; empty: a public client, which has none
 * @param redirectUris compared as they are, character for character
 * @param postLogoutUris likewise
 */
public record OpenIdClient(
        String id, String name, String secretHash, Set<String> redirectUris, Set<String> postLogoutUris) {
    boolean isPublic() {
        return secretHash.isEmpty();
    }

    /** In the same time whatever is wrong. */
    boolean hasSecret(String given) {
        return !isPublic()
                && MessageDigest.isEqual(Digest.sha256(given), HexFormat.of().parseHex(secretHash));
    }

    /** {@code https://host[:port]} of one of its addresses, for a page whose form may end there. */
    static String originOf(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
