package fr.teleservices.portal;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.PersonEraseService;
import fr.teleservices.testing.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A guardian whose account holds the children of two schools asks one of them to erase what it has of her. */
@Tag("trust-27")
class ErasedGroupTest {
    private final FamilySite family = new FamilySite();
    private long home;
    private long part;
    private Browser holder;

    @BeforeEach
    void group() {
        home = family.active(family.here, 1, 1);
        part = family.active(family.there, 1, 1);
        holder = family.holder(home);
        assertThat(family.group(holder, part).header("location")).contains("fait=regroupe");
    }

    @AfterEach
    void close() {
        family.close();
    }

    @Test
    void theSchoolOfTheLoginErasesItAndTheOtherSchoolsAccountWaitsToBeNotified() {
        erase(family.here.id(), home);

        assertThat(family.state(home)).isEqualTo("CLOSED PURGED");
        assertThat(family.value("SELECT count(*) FROM session WHERE account_id IN (" + home + ", " + part + ")"))
                .isEqualTo("0");
        assertThat(holder.get("/portail").status()).isEqualTo(303);
        assertThat(family.state(part).strip()).isEqualTo("NOT_NOTIFIED");
        assertThat(family.value(
                        "SELECT num_nonnulls(grouped_into, password_hash, credential_id) FROM account WHERE id = "
                                + part))
                .isEqualTo("0");
        assertThat(family.value("SELECT p.family_name <> '' AND p.siecle_id IS NOT NULL FROM person p JOIN account a"
                        + " ON a.person_id = p.id WHERE a.id = " + part))
                .as("what the other school knows of her is its own")
                .isEqualTo("t");
        assertThat(actions(family.here.id())).contains("account.erase").doesNotContain("account.ungroup");
        assertThat(actions(family.there.id())).contains("account.ungroup").doesNotContain("account.erase");
    }

    @Test
    void theOtherSchoolErasesItsPartAndTheLoginGoesOnWithTheChildrenOfItsOwn() {
        erase(family.there.id(), part);

        assertThat(family.state(part)).isEqualTo("CLOSED PURGED");
        assertThat(family.state(home).strip()).isEqualTo("ACTIVE");
        assertThat(holder.get("/portail").body())
                .contains(FamilySite.HERE_CHILD)
                .doesNotContain(FamilySite.THERE_CHILD);
        assertThat(family.value("SELECT grouped_into IS NULL FROM account WHERE id = " + part))
                .isEqualTo("t");
    }

    private void erase(long school, long account) {
        await(new PersonEraseService(family.site.database, family.site.clock).erase(By.staff(1), school, account));
    }

    private String actions(long school) {
        return family.value("SELECT string_agg(action, ' ') FROM audit_event WHERE school_id = " + school);
    }
}
