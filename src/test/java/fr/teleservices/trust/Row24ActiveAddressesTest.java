package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** javascript: and data: as an address of a link, a service, the ENT: refused. */
@Tag("trust-24")
@ExtendWith(SharedSite.class)
class Row24ActiveAddressesTest {
    private final WholeSite site;

    Row24ActiveAddressesTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void addressesAreWebAddresses() {
        School school = site.school(1);
        Browser chef = site.signedIn(site.staff(Role.CHEF, school));
        for (String nasty : List.of(
                "javascript:alert(1)",
                "JaVaScript:alert(1)",
                " javascript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "https://u:p@exemple.fr",
                "//exemple.fr")) {
            assertThat(chef.post("/gestion/parametrage/courriers", "entAddress", nasty, "entShown", "on")
                            .status())
                    .as(nasty)
                    .isEqualTo(422);
            assertThat(chef.post("/gestion/parametrage/liens", "title", "Site", "address", nasty, "guardians", "on")
                            .status())
                    .as(nasty)
                    .isEqualTo(422);
            assertThat(chef.post("/gestion/services", "EVALUATION.guardians", "on", "EVALUATION.address", nasty)
                            .status())
                    .as(nasty)
                    .isEqualTo(422);
        }
        assertThat(site.database.number("SELECT count(*) FROM useful_link WHERE school_id = " + school.id()))
                .isZero();
        assertThat(site.database.number(
                        "SELECT count(*) FROM school_service WHERE address IS NOT NULL AND school_id = " + school.id()))
                .isZero();
    }
}
