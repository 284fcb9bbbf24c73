package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser.Answer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hostile imports: refused with line and reason, nothing written. */
@Tag("trust-22")
@ExtendWith(SharedSite.class)
class Row22HostileImportsTest {
    private final WholeSite site;

    Row22HostileImportsTest(WholeSite site) {
        this.site = site;
    }

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    @Test
    void nothingIsWrittenAndTheReasonIsSaid() {
        School school = site.school(1);
        School other = site.school(0);
        String token = site.token(site.staff(Role.CHEF, school));
        String persons = site.database.value(
                "SELECT string_agg(p::text, '|' ORDER BY id) FROM person p WHERE school_id = " + school.id());
        String pupils = HEAD + "<BEE_ELEVES VERSION=\"2.1\"><PARAMETRES><UAJ>" + other.uai()
                + "</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES><DONNEES></DONNEES></BEE_ELEVES>";
        for (String hostile : List.of(
                HEAD + "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><BEE_ELEVES>&e;</BEE_ELEVES>",
                HEAD
                        + "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><BEE_ELEVES>&b;</BEE_ELEVES>",
                HEAD + "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><BEE_ELEVES/>",
                pupils,
                pupils.substring(0, 150),
                "\u0000\u0001 no xml",
                "")) {
            Answer answer = site.browser()
                    .send(
                            "POST",
                            "/api/v1/schools/" + school.uai() + "/imports",
                            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"eleves.xml\"\r\n\r\n"
                                    + hostile + "\r\n--b--\r\n",
                            "Authorization",
                            "Bearer " + token,
                            "Content-Type",
                            "multipart/form-data; boundary=b");
            assertThat(answer.status()).as(hostile + answer.body()).isEqualTo(422);
            assertThat(answer.body()).as(hostile).doesNotContain("root:");
            if (hostile.contains("<!DOCTYPE")) {
                assertThat(answer.body()).as("the reason").contains("DTD");
            }
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(site.database.value(
                        "SELECT string_agg(p::text, '|' ORDER BY id) FROM person p WHERE school_id = " + school.id()))
                .isEqualTo(persons);
        assertThat(site.database.number("SELECT count(*) FROM school_import WHERE school_id = " + school.id()))
                .isZero();
    }
}
