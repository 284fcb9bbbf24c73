package fr.teleservices.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Staff sign in through a Keycloak, in a process of its own: {@code ./mvnw verify -Pkeycloak -Dkeycloak.java=FOLDER} with a JDK that it
 * takes (21 or later).
 */
@Tag("keycloak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakTest {
    private static final String PASSWORD = "un mot de passe chez Keycloak";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private WholeSite site;
    private School school;
    private Staff chef;
    private Process keycloak;
    private String origin;

    @BeforeAll
    void start() throws IOException {
        String home = System.getProperty("keycloak.home", "");
        assumeTrue(!home.isEmpty(), "skipped: no Keycloak");
        try (ServerSocket free = new ServerSocket(0)) {
            origin = "http://localhost:" + free.getLocalPort();
        }
        site = new WholeSite(
                new ProviderConfig(
                        origin + "/realms/essai",
                        "teleservices",
                        SECRET,
                        "Keycloak",
                        "openid profile",
                        "preferred_username",
                        "realm_access.roles",
                        Map.of("proviseur", Role.CHEF),
                        "",
                        Set.of()),
                MovableClock.at(Instant.now().toString()));
        school = site.school(1);
        chef = site.staff(Role.CHEF, school);
        Path realms = Files.createDirectories(Path.of(home, "data", "import"));
        Files.writeString(realms.resolve("essai-realm.json"), realm());
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(home, "bin", "kc.sh").toString(),
                        "start-dev",
                        "--http-port=" + origin.substring(origin.lastIndexOf(':') + 1),
                        "--import-realm")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("keycloak.java"));
        keycloak = builder.start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(keycloak.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); ; line = output.readLine()) {
            assertThat(line).as(all.toString()).isNotNull();
            all.append(line).append('\n');
            if (line.contains("Listening on:")) {
                break;
            }
        }
        Thread rest = new Thread(() -> readOn(output), "keycloak-output");
        rest.setDaemon(true);
        rest.start();
    }

    /** So that it is never kept waiting. */
    private static void readOn(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // with the process
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (keycloak != null) {
            keycloak.descendants().forEach(ProcessHandle::destroy);
            keycloak.destroy();
            keycloak.waitFor();
            site.close();
        }
    }

    private String realm() {
        return """
                {"realm": "essai", "enabled": true, "sslRequired": "none",
                 "roles": {"realm": [{"name": "proviseur"}]},
                 "clients": [{"clientId": "teleservices", "secret": "%s", "redirectUris": ["%s/gestion/connexion/openid/retour"],
                   "attributes": {"pkce.code.challenge.method": "S256", "post.logout.redirect.uris": "%s/gestion/connexion"},
                   "standardFlowEnabled": true, "directAccessGrantsEnabled": false,
                   "protocolMappers": [{"name": "roles", "protocol": "openid-connect",
                     "protocolMapper": "oidc-usermodel-realm-role-mapper",
                     "config": {"claim.name": "realm_access.roles", "id.token.claim": "true", "multivalued": "true",
                       "jsonType.label": "String"}}]}],
                 "users": [%s, %s]}""".formatted(
                        SECRET,
                        site.origin(),
                        site.origin(),
                        user(chef.login(), "[\"proviseur\"]"),
                        user("inconnu", "[\"proviseur\"]"));
    }

    private static String user(String login, String roles) {
        return """
                {"username": "%s", "enabled": true, "email": "%s@example.org", "emailVerified": true, "firstName": "A", "lastName": "B",
                 "credentials": [{"type": "password", "value": "%s", "temporary": false}], "realmRoles": %s}""".formatted(login, login, PASSWORD, roles);
    }

    private static String locationOf(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(302, 303);
        return answer.header("Location");
    }

    /** Signs in on Keycloak's own page. @return path and query at which one comes back */
    private String signIn(Browser there, String location, String login) {
        Answer page = there.get(location.substring(origin.length()));
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        Matcher form = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        String action = form.group(1).replace("&amp;", "&").substring(origin.length());
        String back = locationOf(there.post(action, "username", login, "password", PASSWORD, "credentialId", ""));
        assertThat(back).startsWith(site.origin());
        return back.substring(site.origin().length());
    }

    @Test
    void staffSignInConfirmThemselvesAgainAndSignOut() {
        site.clock.set(Instant.now());
        Browser here = site.browser();
        Browser there = new Browser(origin);
        String next = locationOf(here.get(signIn(
                there, locationOf(here.get("/gestion/connexion/openid?next=/gestion/campagnes")), chef.login())));
        assertThat(next).startsWith("/gestion/profil/second-facteur?exige=1");
        assertThat(here.get("/gestion").body()).contains(school.name());

        site.database.execute(
                "UPDATE session SET second_factor = true, proved_at = now() - interval '1 hour' WHERE staff_id = "
                        + chef.id());
        Staff other = site.staff(Role.ASSISTANCE, school);
        String sensitive = "/gestion/personnels/" + other.id() + "/desactiver";
        assertThat(here.post(sensitive).status()).isEqualTo(403);
        site.clock.set(Instant.now());
        String again = locationOf(here.get("/gestion/identite/openid?next=/gestion/personnels"));
        assertThat(locationOf(here.get(signIn(there, again, chef.login())))).isEqualTo("/gestion/personnels");
        assertThat(here.post(sensitive).status()).isEqualTo(303);

        here.post("/gestion/deconnexion");
        String out = locationOf(here.get("/gestion/connexion/openid/sortie"));
        assertThat(there.get(out.substring(origin.length())).status())
                .as("Keycloak asks whether to sign out, or does")
                .isIn(200, 302);
    }

    @Test
    void whomKeycloakKnowsAndThisServiceDoesNotStaysOut() {
        site.clock.set(Instant.now());
        Browser here = site.browser();
        Answer answer =
                here.get(signIn(new Browser(origin), locationOf(here.get("/gestion/connexion/openid")), "inconnu"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(locationOf(here.get("/gestion"))).startsWith("/gestion/connexion");
    }

    @Test
    void aCodeOfAnotherBrowserIsWorthNothing() {
        site.clock.set(Instant.now().plus(Duration.ofSeconds(1)));
        Browser here = site.browser();
        String back = signIn(new Browser(origin), locationOf(here.get("/gestion/connexion/openid")), chef.login());
        assertThat(site.browser().get(back).status()).isEqualTo(400);
    }
}
