package fr.teleservices.mail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Tells a private key that can sign from one that cannot, before the first mail. */
final class DkimKey {
    private DkimKey() {}

    static boolean isValid(String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
