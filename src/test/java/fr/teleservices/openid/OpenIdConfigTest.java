package fr.teleservices.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator declares, and the keys. */
class OpenIdConfigTest {
    @TempDir
    private Path folder;

    private List<String> faults(String json) throws IOException {
        List<String> faults = new ArrayList<>();
        OpenIdConfig.read(Files.writeString(folder.resolve("clients.json"), json), faults);
        return faults;
    }

    private static String client(String more) {
        return "[{\"id\": \"ent\", \"name\": \"ENT\", \"redirectUris\": [\"https://ent.example.org/r\"]" + more + "}]";
    }

    @Test
    void aClientIsPublicOrHasAHashOrAFileThatNobodyElseReads() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        List<String> faults = new ArrayList<>();
        Path file = Files.writeString(folder.resolve("clients.json"), client(", \"secretFile\": \"" + secret + "\""));
        OpenIdClient ent = OpenIdConfig.read(file, faults).client("ent").orElseThrow();
        assertThat(faults).isEmpty();
        assertThat(ent.hasSecret("0123456789abcdef0123456789abcdef")).isTrue();
        assertThat(ent.hasSecret("")).isFalse();
        assertThat(ent.toString()).doesNotContain("0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(faults(client(", \"secretFile\": \"" + secret + "\"")))
                .singleElement()
                .asString()
                .contains("mode must be 600");
        assertThat(faults(client(", \"public\": true"))).isEmpty();
        assertThat(faults(client(", \"secretSha256\": \"" + "ab".repeat(32) + "\"")))
                .isEmpty();
        assertThat(faults(client(""))).singleElement().asString().contains("one of secretSha256");
        assertThat(faults(client(", \"public\": true, \"secretSha256\": \"" + "ab".repeat(32) + "\"")))
                .hasSize(1);
    }

    @Test
    void everyFaultIsToldAtOnce() throws IOException {
        assertThat(faults(
                        "[{\"id\": \"a b\", \"redirectUris\": [\"http://ent.example.org/\", \"https://e/#x\", \"javascript:a\","
                                + " \"https://u@ent.example.org/\"], \"secretSha256\": \"court\", \"autre\": 1}]"))
                .hasSize(9)
                .anySatisfy(fault -> assertThat(fault).contains("id must be"))
                .anySatisfy(fault -> assertThat(fault).contains("name is needed"))
                .anySatisfy(fault -> assertThat(fault).contains("unknown member autre"))
                .anySatisfy(fault -> assertThat(fault).contains("javascript:a"))
                .anySatisfy(fault -> assertThat(fault).contains("64 hexadecimal digits"))
                .anySatisfy(fault -> assertThat(fault).contains("redirectUris needs an address"));
        assertThat(faults("{")).singleElement().asString().contains("no JSON array");
        String ent = client(", \"public\": true");
        assertThat(faults(ent.replace("}]", "}," + ent.substring(1))))
                .singleElement()
                .asString()
                .contains("twice");
    }

    @Test
    void afterARotationTheNewKeySignsAndTheOldOneVerifies() throws IOException {
        SigningKeys before = SigningKeys.open(folder, 1);
        String old = before.sign(new JWTClaimsSet.Builder().subject("a").build());
        assertThat(Files.getPosixFilePermissions(folder.resolve("openid-1")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(SigningKeys.open(folder, 1).prints()).isEqualTo(before.prints());
        SigningKeys after = SigningKeys.open(folder, 2);
        assertThat(after.prints()).hasSize(2).containsAllEntriesOf(before.prints());
        assertThat(after.verified(old)).isPresent();
        String young = after.sign(new JWTClaimsSet.Builder().subject("a").build());
        assertThat(before.verified(young)).isEmpty();
        assertThat((List<?>) after.published().get("keys"))
                .hasSize(2)
                .allSatisfy(
                        key -> assertThat(((Map<?, ?>) key).keySet().stream().map(Object::toString))
                                .as("the public half")
                                .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n"));
        SigningKeys.destroy(folder, 1);
        assertThat(SigningKeys.open(folder, 2).verified(old)).isEmpty();
        assertThat(SigningKeys.open(folder, 2).verified(young)).isPresent();
    }
}
