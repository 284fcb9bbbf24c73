package fr.teleservices.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that sign identity tokens, RS256: {@code openid-1}, {@code openid-2}, … in the folder of the master keys, numbered as
 * these, file mode 600. The newest signs, all verify.
 */
public final class SigningKeys {
    private static final Pattern NAME = Pattern.compile("openid-(\\d{1,9})");
    private static final int BITS = 2_048;

    private final TreeMap<Integer, RSAKey> keys;

    private SigningKeys(Map<Integer, RSAKey> keys) {
        this.keys = new TreeMap<>(keys);
    }

    /** Reads the folder, and makes the key that goes with the current master key where there is none. */
    public static SigningKeys open(Path folder, int current) {
        try {
            if (!Files.exists(folder.resolve("openid-" + current))) {
                make(folder, current);
            }
            return read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the keys in " + folder + " cannot be read or made", e);
        }
    }

    /** Whether one has been made there. */
    public static boolean areIn(Path folder) {
        try {
            return !read(folder).keys.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("the keys in " + folder + " cannot be read", e);
        }
    }

    /** Writes one over and takes its file away, where there is one. */
    public static void destroy(Path folder, int id) {
        Path file = folder.resolve("openid-" + id);
        try {
            if (Files.exists(file)) {
                Files.write(file, new byte[(int) Files.size(file)]);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be destroyed", e);
        }
    }

    private static void make(Path folder, int id) throws IOException {
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, "new-", ".tmp"); // mode 600 where there are modes
        try {
            RSAKey key = new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
            Files.writeString(whole, key.toJSONString());
            Files.createLink(folder.resolve("openid-" + id), whole); // whole or not at all
        } catch (FileAlreadyExistsException raced) {
            // another process was first: its key is as good
        } catch (JOSEException e) {
            throw new IOException(e);
        } finally {
            Files.delete(whole);
        }
    }

    private static SigningKeys read(Path folder) throws IOException {
        Map<Integer, RSAKey> keys = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                    }
                    keys.put(Integer.valueOf(name.group(1)), RSAKey.parse(Files.readString(file)));
                }
            }
        } catch (ParseException e) {
            throw new IOException("a file openid-N in " + folder + " is no key", e);
        }
        return new SigningKeys(keys);
    }

    /** What tells one key from another, by number: several nodes must have the same. */
    public Map<Integer, String> prints() {
        Map<Integer, String> prints = new TreeMap<>();
        keys.forEach((id, key) -> prints.put(id, key.getKeyID()));
        return prints;
    }

    /** The public halves, as {@code jwks_uri} shows them, the newest first. */
    Map<String, Object> published() {
        List<JWK> all = keys.descendingMap().values().stream()
                .<JWK>map(RSAKey::toPublicJWK)
                .toList();
        return new JWKSet(all).toJSONObject();
    }

    String sign(JWTClaimsSet claims) {
        RSAKey key = keys.lastEntry().getValue();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a token of ours says, whether it has expired or not; empty for any other. */
    Optional<JWTClaimsSet> verified(String token) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            for (RSAKey key : keys.values()) {
                if (key.getKeyID().equals(signed.getHeader().getKeyID())
                        && JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())
                        && signed.verify(new RSASSAVerifier(key))) {
                    return Optional.of(signed.getJWTClaimsSet());
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
