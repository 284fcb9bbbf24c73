package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailJob;
import fr.teleservices.school.Staff;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A forged Host, a next that leads elsewhere: links bear the configured origin, and only local paths are followed. */
@Tag("trust-23")
@ExtendWith(SharedSite.class)
class Row23ForgedHostTest {
    private final WholeSite site;

    Row23ForgedHostTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void aForgedHostIsNeitherInTheAnswerNorInAMail() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", site.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /gestion/services HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\n"
                                    + "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 303")
                    .doesNotContain("evil.test");
        }
        Family family = new Family(site);
        String body = "login=" + family.login + "&temporaryPassword=" + family.password
                + "&newPassword=trois+girafes+sous+la+pluie&newPasswordAgain=trois+girafes+sous+la+pluie&birthDay=2&birthMonth=1"
                + "&birthYear=2012&email=moi%40famille.example.org";
        try (Socket socket = new Socket("127.0.0.1", site.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /activation HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + body.length()
                                    + "\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 303");
        }
        List<String> told = new ArrayList<>();
        for (List<MailJob> jobs = site.hands.send(64, job -> false);
                !jobs.isEmpty();
                jobs = site.hands.send(64, job -> false)) {
            jobs.stream()
                    .map(MailJob::mail)
                    .filter(mail -> mail.to().address().equals("moi@famille.example.org"))
                    .forEach(mail -> told.add(mail.text()));
            site.clock.advance(Duration.ofMillis(100));
        }
        assertThat(told)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .contains(site.origin() + "/activation/confirm?token=")
                        .doesNotContain("evil.test"));
    }

    @Test
    void nextLeadsNowhereElse() {
        Staff chef = site.staff(Role.CHEF, site.school(1));
        long account = site.active(site.account(site.school(1), "1-1"));
        for (String next :
                List.of("//evil.test", "https://evil.test", "/\\evil.test", "/\t/evil.test", "javascript:alert(1)")) {
            site.later();
            assertThat(site.browser()
                            .post(
                                    "/gestion/connexion",
                                    "login",
                                    chef.login(),
                                    "password",
                                    WholeSite.PASSWORD,
                                    "next",
                                    next)
                            .header("Location"))
                    .as(next)
                    .startsWith("/gestion")
                    .doesNotContain("evil", "alert");
            assertThat(site.browser()
                            .post("/", "login", site.login(account), "password", WholeSite.PASSWORD, "next", next)
                            .header("Location"))
                    .as(next)
                    .isEqualTo("/portail");
        }
    }
}
