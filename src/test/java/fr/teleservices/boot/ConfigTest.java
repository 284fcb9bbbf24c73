package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigTest {
    private static final String OUT_OF_DATE = """
            out of date. Build the jar, then
              java -jar target/teleservices.jar configuration --out docs/configuration.md
              java -jar target/teleservices.jar configuration --properties --out conf/teleservices.properties""";

    @TempDir
    Path folder;

    @Test
    void theReferenceAndTheFileSayWhatTheCodeSays() throws IOException {
        assertThat(Path.of("docs/configuration.md")).as(OUT_OF_DATE).hasContent(ConfigurationReference.markdown());
        assertThat(Path.of("conf/teleservices.properties"))
                .as(OUT_OF_DATE)
                .hasContent(ConfigurationReference.properties());
        Path written = folder.resolve("reference.md");
        assertThat(Commands.run("configuration", "--out", written.toString())).isZero();
        assertThat(written).hasContent(ConfigurationReference.markdown());
    }

    @Test
    void everyDefaultIsOneOfWhatMayBeAndEverySettingIsRead() throws IOException {
        String readers = sources();
        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(setting.fits(setting.byDefault()))
                        .as(setting.key())
                        .isTrue())
                .allSatisfy(setting -> assertThat(readers).contains("Setting." + setting.name()))
                .allSatisfy(setting -> assertThat(setting.meaning()).endsWith("."));
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/fr/teleservices/boot"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ConfigTest::read)
                    .reduce("", String::concat);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyValueThatCannotBeUsedIsToldAtOnceWithKeySourceAndWhatIsExpected() {
        JsonObject environment = new JsonObject()
                .put("TELESERVICES_PORT", "http")
                .put("TELESERVICES_DB_URI", "postgresql://someone:hidden-secret@")
                .put("TELESERVICES_SMTP_TLS", "SSL")
                .put("TELESERVICES_SMTP_FROM", "nobody")
                .put("TELESERVICES_SMTP_PASSWORD", "another-secret")
                .put("TELESERVICES_BASE_URL", "http://services.example.org")
                .put("TELESERVICES_SMTP_DKIM_DOMAIN", "example.org")
                .put("TELESERVICES_SMTP_DKIM_KEY_FILE", "/nowhere/key.pem")
                .put("TELESERVICES_MAIL_LEASE_SECONDS", "2");
        JsonObject file = new JsonObject().put("behind-proxy", "yes").put("smtp-mails-per-minute", "6");
        assertThatThrownBy(reading(new Values().file("a.properties", file).environment(environment)))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining(
                        "port is “http” (from the environment, TELESERVICES_PORT): a port, from 0 to 65535 is expected")
                .hasMessageContaining(
                        "db-uri (not shown) (from the environment, TELESERVICES_DB_URI): postgresql://user:password@host:port/database")
                .hasMessageContaining(
                        "smtp-tls is “SSL” (from the environment, TELESERVICES_SMTP_TLS): NONE, STARTTLS or TLS")
                .hasMessageContaining("smtp-from is “nobody”")
                .hasMessageContaining("smtp-user and smtp-password go together")
                .hasMessageContaining("base-url is “http://services.example.org”")
                .hasMessageContaining("smtp-dkim-key-file is “/nowhere/key.pem”")
                .hasMessageContaining("mail-lease-seconds is “2”")
                .hasMessageContaining("a whole number from 3 to 600 is expected")
                .hasMessageContaining("behind-proxy is “yes” (from a.properties): true or false is expected")
                .hasMessageContaining(
                        "a.properties has an unknown key: smtp-mails-per-minute; did you mean smtp-mails-per-second?")
                .hasMessageNotContaining("secret");
    }

    private static ThrowingCallable reading(Values values) {
        return () -> Config.read(values, true);
    }

    @Test
    void aKeyThatIsWrittenWronglyBringsTheRightOneToMind() {
        assertThat(Spelling.likely("smtp.host")).contains(Setting.SMTP_HOST);
        assertThat(Spelling.likely("TELESERVICES_SMTP_HSOT")).contains(Setting.SMTP_HOST);
        assertThat(Spelling.likely("db-url")).contains(Setting.DB_URI);
        assertThat(Spelling.likely("colour")).isEmpty();
        assertThat(Spelling.likely("TELESERVICES_PORT_8080_TCP")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsToldWithTheRest() {
        Vertx vertx = Vertx.vertx();
        try {
            Values values =
                    await(Sources.all(vertx, folder.resolve("absent.properties").toString()));
            assertThatThrownBy(reading(values))
                    .hasMessageContaining("absent.properties cannot be read")
                    .hasMessageContaining("db-uri is empty: postgresql://");
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void aServiceWithFaultsDoesNotStartAndSaysAllOfThemOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("faulty.properties"), "prot=8080\nsmtp-workers=many\n");
        StringWriter err = new StringWriter();
        CommandLine line = Commands.line().setErr(new PrintWriter(err, true));
        assertThat(line.execute("serve", "--conf", file.toString())).isEqualTo(1);
        List<String> faults = Arrays.stream(err.toString().split("\n"))
                .filter(l -> l.startsWith("  - "))
                .toList();
        assertThat(faults).hasSize(3);
        assertThat(String.join("\n", faults))
                .contains("prot; did you mean port?", "smtp-workers is “many”", "db-uri is empty");
        assertThat(err.toString()).doesNotContain("\tat ");
    }
}
