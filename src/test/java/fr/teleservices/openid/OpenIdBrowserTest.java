package fr.teleservices.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Chromium;
import fr.teleservices.trust.SharedSite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real browser obeys the policy of the sign-in page: its form ends at the site that asked, and nowhere else. */
@ExtendWith(SharedSite.class)
class OpenIdBrowserTest {
    private final WholeSite site;

    OpenIdBrowserTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void theFormOfTheSignInPageEndsAtTheSiteThatAsked() throws IOException {
        Optional<Path> found = Chromium.executable();
        assumeTrue(found.isPresent(), "skipped: no Chromium in /usr/bin");
        long guardian = site.active(site.account(site.school(1), "1-1"));
        HttpServer application = HttpServer.create(new InetSocketAddress("localhost", WholeSite.APPLICATION_PORT), 0);
        application.createContext("/", exchange -> {
            byte[] page = "<!DOCTYPE html><title>Application</title>".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        application.start();
        Path pictures = Files.createDirectories(Path.of("target", "screenshots"));
        try (Chromium chromium = Chromium.start(found.get(), pictures)) {
            Ent client = new Ent(
                    site,
                    WholeSite.APPLICATION,
                    WholeSite.APPLICATION.redirectUris().iterator().next());
            Page page = chromium.person("http://localhost:" + site.port);
            page.navigate(client.request());
            chromium.look(page, "openid-sign-in");
            page.fill("#login", site.login(guardian));
            page.fill("#password", WholeSite.PASSWORD);
            page.click("button[type=submit]");
            page.waitForURL("http://localhost:" + WholeSite.APPLICATION_PORT + "/retour?**");
            assertThat(page.url()).contains("code=").contains("iss=");
            page.navigate("/openid/logout?client_id=appli&post_logout_redirect_uri=http://localhost:"
                    + WholeSite.APPLICATION_PORT + "/au-revoir&state=s");
            chromium.look(page, "openid-sign-out");
            page.click("button[type=submit]");
            page.waitForURL("http://localhost:" + WholeSite.APPLICATION_PORT + "/au-revoir?state=s");
            Page staff = chromium.person("http://localhost:" + site.port);
            staff.navigate("/gestion/connexion?fin=1&absent=1");
            chromium.look(staff, "staff-sign-in-provider");
            staff.fill("#login", site.staff(Role.CHEF, site.school(1)).login());
            staff.fill("#password", WholeSite.PASSWORD);
            staff.click("main button[type=submit]");
            staff.waitForURL("**/second-facteur?**");
            staff.navigate("/gestion/identite?next=/gestion/personnels");
            chromium.look(staff, "staff-asked-again-provider");
            assertThat(chromium.faults()).isEmpty();
        } finally {
            application.stop(0);
        }
    }
}
