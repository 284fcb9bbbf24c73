package fr.teleservices.portal;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One account for the children of several: with both proofs, and without any school seeing another's children. */
class GroupingTest {
    private static final String GROUP = "/portail/compte/enfants/regrouper";

    private final FamilySite family = new FamilySite();
    private long own;
    private long other;
    private Browser holder;

    @BeforeEach
    void aGuardianHasAnAccountAtEachOfTwoSchools() {
        own = family.active(family.here, 1, 1);
        other = family.account(family.there, 1, 1);
        holder = family.holder(own);
    }

    @AfterEach
    void close() {
        family.close();
    }

    private void grouped() {
        family.active(family.there, 1, 1);
        assertThat(family.group(holder, other).header("location")).contains("fait=regroupe");
    }

    /** Of a family's child: 1 January 2012 and as many days as its number. */
    private Answer withTemporary(String password, int day) {
        return holder.post(
                GROUP,
                "login",
                family.login(other),
                "password",
                password,
                "birthDay",
                Integer.toString(day + 1),
                "birthMonth",
                "1",
                "birthYear",
                "2012");
    }

    @Test
    void theOtherAccountsOwnPasswordBringsItsChildrenAndClosesIt() {
        long active = family.active(family.there, 1, 1);
        Browser others = family.holder(active);
        assertThat(family.group(holder, other).status()).isEqualTo(303);
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
        assertThat(family.value(
                        "SELECT grouped_into || coalesce(password_hash, '') || coalesce(email_verified, '') FROM account"
                                + " WHERE id = " + other))
                .isEqualTo(Long.toString(own));
        assertThat(others.get("/portail").status()).isEqualTo(303);
        assertThat(family.site
                        .browser()
                        .post("/", "login", family.login(other), "password", FamilySite.PASSWORD)
                        .status())
                .isEqualTo(422);
        assertThat(holder.get("/portail").body()).contains(FamilySite.HERE_CHILD, FamilySite.THERE_CHILD);
        assertThat(holder.get("/portail/compte/enfants").body()).contains(family.there.name(), family.login(other));
    }

    @Test
    void theTemporaryPasswordAndAChildsBirthDateDoToo() {
        String password = family.notified(other);
        assertThat(holder.post(GROUP, "login", family.login(other), "password", password)
                        .body())
                .contains("indiquez aussi la date de naissance");
        assertThat(withTemporary(password, 1).header("location")).contains("fait=regroupe");
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
        assertThat(family.value("SELECT credential_id FROM account WHERE id = " + other))
                .isEmpty();
    }

    @Test
    @Tag("trust-18")
    void withoutTheOtherAccountsPasswordNothingIsGroupedAndTheTriesAreThoseOfItsSignIn() {
        family.active(family.there, 1, 1);
        Answer wrong = holder.post(GROUP, "login", family.login(other), "password", "une autre phrase de passe");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(holder.post(GROUP, "login", "x.personne", "password", "une autre phrase de passe")
                        .body()
                        .replace("x.personne", family.login(other)))
                .isEqualTo(wrong.body());
        assertThat(holder.post(GROUP, "login", family.login(other), "password", FamilySite.PASSWORD)
                        .status())
                .as("too early after a failure")
                .isEqualTo(429);
        assertThat(family.site
                        .browser()
                        .post("/", "login", family.login(other), "password", FamilySite.PASSWORD)
                        .status())
                .isEqualTo(429);
        assertThat(family.state(other)).isEqualTo("ACTIVE");
    }

    @Test
    @Tag("trust-18")
    void withoutASessionThereIsNoForm() {
        family.active(family.there, 1, 1);
        assertThat(family.group(family.site.browser(), other).status()).isEqualTo(303);
        assertThat(family.state(other)).isEqualTo("ACTIVE");
    }

    @Test
    @Tag("trust-18")
    void anotherFamilysAccountIsRefusedAlsoWithItsPassword() {
        long stranger = family.active(family.there, 1, 2);
        Answer answer = family.group(holder, stranger);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("même nom et le même prénom", "demandez à l’établissement");
        assertThat(family.state(stranger)).isEqualTo("ACTIVE");
        long spouse = family.active(family.here, 2, 1);
        assertThat(family.group(holder, spouse).status()).isEqualTo(409);
        assertThat(family.state(spouse)).isEqualTo("ACTIVE");
        long pupil = family.active(family.here, 0, 1);
        assertThat(family.group(holder, pupil).body()).contains("celui d’un élève");
    }

    @Test
    void accentsAndCaseOfTheNameDoNotMatter() {
        family.execute(
                "UPDATE person SET family_name = 'LE GOFF-Élœn', given_name = 'Anaïs' WHERE id = (SELECT person_id FROM"
                        + " account WHERE id = " + own
                        + "); UPDATE person SET family_name = 'le goff eloen', given_name = 'ANAIS'"
                        + " WHERE id = (SELECT person_id FROM account WHERE id = " + other + ")");
        grouped();
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
    }

    @Test
    @Tag("trust-6")
    void wrongBirthDatesCountTogetherWithThoseOfTheActivationAndFreezeTheCredential() {
        String password = family.notified(other);
        for (int i = 0; i < 2; i++) {
            assertThat(family.site
                            .browser()
                            .post(
                                    "/activation",
                                    "login",
                                    family.login(other),
                                    "temporaryPassword",
                                    password,
                                    "newPassword",
                                    FamilySite.PASSWORD,
                                    "newPasswordAgain",
                                    FamilySite.PASSWORD,
                                    "birthDay",
                                    "9",
                                    "birthMonth",
                                    "9",
                                    "birthYear",
                                    "2012",
                                    "email",
                                    "x@example.org")
                            .body())
                    .contains("Il reste");
        }
        assertThat(withTemporary(password, 2).body()).contains("Il reste 2 essais");
        assertThat(withTemporary(password, 2).body()).contains("Il reste un essai");
        assertThat(withTemporary(password, 2).body()).contains("bloqué");
        assertThat(withTemporary(password, 1).body()).contains("bloqué");
        assertThat(family.state(other)).isEqualTo("NOTIFIED");
        assertThat(family.value("SELECT credential_frozen FROM account WHERE id = " + other))
                .isEqualTo("t");
    }

    @Test
    void aGroupBringsItsPartsAlong() {
        long third = family.number(
                "INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, content_hash) SELECT "
                        + family.there.id()
                        + ", 'GUARDIAN', 'double', family_name, given_name, content_hash FROM person WHERE id ="
                        + " (SELECT person_id FROM account WHERE id = " + other + ") RETURNING id");
        family.execute(
                "INSERT INTO guardianship (school_id, guardian_id, pupil_id, responsibility) SELECT school_id, " + third
                        + ", id, 'LEGAL' FROM person WHERE school_id = " + family.there.id() + " AND siecle_id = 'E3';"
                        + "UPDATE person SET given_name = 'Barnabé' WHERE school_id = " + family.there.id()
                        + " AND siecle_id = 'E3'");
        long part =
                family.number("INSERT INTO account (school_id, person_id, holder, login, state, password_hash) VALUES ("
                        + family.there.id() + ", " + third + ", 'GUARDIAN', 'p.double', 'ACTIVE', '" + family.hash
                        + "') RETURNING id");
        Browser others = family.holder(family.active(family.there, 1, 1));
        assertThat(family.group(others, part).status()).isEqualTo(303);
        assertThat(others.get("/portail").body()).contains(FamilySite.THERE_CHILD, "Barnabé");
        assertThat(family.group(holder, other).status()).isEqualTo(303);
        assertThat(family.number("SELECT count(*) FROM account WHERE grouped_into = " + own))
                .isEqualTo(2);
        assertThat(holder.get("/portail").body()).contains(FamilySite.HERE_CHILD, FamilySite.THERE_CHILD, "Barnabé");
    }

    @Test
    void twoThatTakeEachOtherInAtOnceMakeOneGroup() {
        Browser others = family.holder(family.active(family.there, 1, 1));
        Thread one = new Thread(() -> family.group(holder, other));
        Thread two = new Thread(() -> family.group(others, own));
        one.start();
        two.start();
        join(one);
        join(two);
        assertThat(family.number("SELECT count(*) FROM account WHERE grouped_into IS NOT NULL"))
                .isEqualTo(1);
        assertThat(family.number(
                        "SELECT count(*) FROM account WHERE id IN (" + own + ", " + other + ") AND state = 'ACTIVE'"))
                .isEqualTo(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("trust-14")
    void staffOfNeitherSchoolSeeAnythingOfTheOtherOnAnyPage() {
        grouped();
        see("chef", own, FamilySite.HERE_CHILD, FamilySite.THERE_CHILD, family.there.name());
        see("voisin", other, FamilySite.THERE_CHILD, FamilySite.HERE_CHILD, family.here.name());
        Browser neighbour = family.staff("voisin");
        assertThat(api("voisin", "/api/v1/accounts/" + other))
                .contains("CLOSED")
                .doesNotContain(family.login(own));
        assertThat(api("voisin", "/api/v1/schools/0750002V/accounts?state=CLOSED"))
                .contains(family.login(other))
                .doesNotContain(family.login(own), FamilySite.HERE_CHILD);
        assertThat(neighbour.post("/gestion/comptes/" + own + "/degrouper").status())
                .isEqualTo(404);
        assertThat(neighbour.get("/gestion/comptes/" + own + "/degrouper").status())
                .isEqualTo(404);
        assertThat(neighbour.post("/gestion/comptes/" + other + "/simuler").status())
                .isEqualTo(409);
    }

    /** Every page and call that is read, with the account's id where one is asked. */
    private void see(String staff, long account, String mine, String... others) {
        Browser browser = family.staff(staff);
        String all = "";
        for (Route route : family.site.web.routes()) {
            if (route.method().equals(HttpMethod.GET) && route.body() != Route.Body.STREAM) {
                String path = route.path()
                        .replace(":id", Long.toString(account))
                        .replace(":uai", staff.equals("chef") ? "0750001U" : "0750002V");
                if (route.permission() instanceof Permission.Staff) {
                    all += browser.get(path).body();
                } else if (route.permission() instanceof Permission.Api) {
                    all += api(staff, path);
                }
            }
        }
        assertThat(all).contains(mine).doesNotContain(others);
    }

    private String api(String staff, String path) {
        String token = fr.teleservices.testing.TestSite.await(family.site
                .staff
                .signIn(staff, fr.teleservices.testing.TestSite.PASSWORD, "", "192.0.2.9")
                .map(in -> family.site.tokens.issue(in)));
        return family.site
                .browser()
                .get(path, "Authorization", "Bearer " + token)
                .body();
    }

    @Test
    void theHolderSeparatesAnAccountAndItsSchoolNotifiesItAnew() {
        grouped();
        String path = "/portail/compte/enfants/" + other + "/separer";
        assertThat(holder.get(path).body()).contains(FamilySite.THERE_CHILD, family.there.name());
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
        assertThat(family.holder(family.active(family.here, 2, 1)).post(path).status())
                .as("somebody else's group")
                .isEqualTo(404);
        assertThat(holder.post(path).header("location")).contains("fait=separe");
        assertThat(holder.get("/portail/compte/enfants?fait=separe").body())
                .contains("vous enverra un nouvel accès")
                .doesNotContain(FamilySite.THERE_CHILD);
        assertThat(family.state(other)).isEqualTo("NOT_NOTIFIED");
        assertThat(holder.post(path).status()).isEqualTo(404);
        assertThat(holder.get("/portail").body())
                .contains(FamilySite.HERE_CHILD)
                .doesNotContain(FamilySite.THERE_CHILD);
    }

    @Test
    void staffOfThePartsSchoolSeparateItAfterBeingAskedOnce() {
        grouped();
        Browser neighbour = family.staff("voisin");
        String path = "/gestion/comptes/" + other + "/degrouper";
        assertThat(neighbour.get(path).body()).contains("quittera le regroupement");
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
        assertThat(neighbour.post(path).status()).isEqualTo(303);
        assertThat(family.state(other)).isEqualTo("NOT_NOTIFIED");
        assertThat(holder.get("/portail").body()).doesNotContain(FamilySite.THERE_CHILD);
        assertThat(neighbour.post(path).status()).isEqualTo(409);
        assertThat(family.staff("assistance")
                        .post("/gestion/comptes/" + own + "/degrouper")
                        .status())
                .isEqualTo(403);
    }

    /** A <em>nouveau compte</em> of an account's person, as if it had been activated. */
    private long replacement(long account, String login) {
        return family.number("INSERT INTO account (school_id, person_id, holder, login, state, current, password_hash)"
                + " SELECT school_id, person_id, holder, '" + login + "', 'ACTIVE', false, '" + family.hash
                + "' FROM account WHERE id = " + account + " RETURNING id");
    }

    @Test
    void aNewAccountAtTheOtherSchoolTakesItsChildrenWithItWhenItFirstSignsIn() {
        grouped();
        long renewed = replacement(other, "famille1.parent1");
        assertThat(holder.get("/portail").body()).contains(FamilySite.THERE_CHILD);
        Browser second = family.holder(renewed);
        assertThat(second.get("/portail").body())
                .contains(FamilySite.THERE_CHILD)
                .doesNotContain(FamilySite.HERE_CHILD);
        assertThat(family.state(other)).isEqualTo("CLOSED REPLACED");
        assertThat(family.value("SELECT grouped_into FROM account WHERE id = " + other))
                .isEmpty();
        assertThat(holder.get("/portail").body())
                .contains(FamilySite.HERE_CHILD)
                .doesNotContain(FamilySite.THERE_CHILD);
        assertThat(family.state(own)).isEqualTo("ACTIVE");
    }

    @Test
    void aNewAccountAtTheGroupsHomeLeavesTheOldLoginTheOtherSchool() {
        grouped();
        String login = family.login(own);
        family.execute("INSERT INTO notification (school_id, account_id, channel, status, created_at) VALUES ("
                + family.here.id()
                + ", " + own + ", 'PAPER', 'IN_LETTER', now()), (" + family.there.id() + ", " + other
                + ", 'PAPER', 'IN_LETTER', now())");
        long renewed = replacement(own, "famille1.parent1");
        Browser second = family.holder(renewed);
        assertThat(second.get("/portail").body())
                .contains(FamilySite.HERE_CHILD)
                .doesNotContain(FamilySite.THERE_CHILD);
        assertThat(family.state(own)).isEqualTo("ACTIVE");
        assertThat(family.value("SELECT school_id || ' ' || login FROM account WHERE id = " + own))
                .isEqualTo(family.there.id() + " " + login);
        assertThat(family.state(other)).isEqualTo("CLOSED REPLACED");
        assertThat(family.number("SELECT school_id FROM account WHERE id = " + other))
                .isEqualTo(family.here.id());
        assertThat(holder.get("/portail").body())
                .as("the session goes on at the other school")
                .contains(FamilySite.THERE_CHILD)
                .doesNotContain(FamilySite.HERE_CHILD);
        assertThat(family.site
                        .browser()
                        .post("/", "login", login, "password", FamilySite.PASSWORD)
                        .header("location"))
                .isEqualTo("/portail");
        assertThat(family.number("SELECT count(*) FROM notification n JOIN account a ON a.id = n.account_id"
                        + " WHERE n.school_id <> a.school_id"))
                .isZero();
    }

    @Test
    void aNewAccountWithoutOtherPartsClosesTheOldOneAsEver() {
        Browser second = family.holder(replacement(own, "famille1.parent1"));
        assertThat(family.state(own)).isEqualTo("CLOSED REPLACED");
        assertThat(second.get("/portail").body()).contains(FamilySite.HERE_CHILD);
        assertThat(holder.get("/portail").status()).isEqualTo(303);
    }

    @Test
    void aNewAccountThatWaitsCannotBeGrouped() {
        long renewed = replacement(other, "famille1.parent1");
        assertThat(family.group(holder, renewed).body()).contains("celui d’un nouveau compte");
        assertThat(family.state(renewed)).isEqualTo("ACTIVE");
    }

    @Test
    void aSchoolOrTheAcademySwitchesItOffAndTheButtonSaysWhy() {
        family.active(family.there, 1, 1);
        Browser neighbour = family.staff("voisin");
        Answer empty =
                neighbour.post("/gestion/regroupement", "portee", "etablissement", "etat", "suspendre", "reason", " ");
        assertThat(empty.status()).isEqualTo(422);
        neighbour.post(
                "/gestion/regroupement",
                "portee",
                "etablissement",
                "etat",
                "suspendre",
                "reason",
                "L’ENT arrive en mai.");
        assertThat(holder.get("/portail/compte/enfants").body()).doesNotContain("L’ENT arrive en mai.");
        Answer refused = family.group(holder, other);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("L’ENT arrive en mai.", family.there.name());
        assertThat(family.state(other)).isEqualTo("ACTIVE");
        neighbour.post("/gestion/regroupement", "portee", "etablissement", "etat", "reprendre");

        assertThat(neighbour
                        .post("/gestion/regroupement", "portee", "academie", "etat", "suspendre", "reason", "x")
                        .status())
                .isEqualTo(403);
        Browser academy = family.staff("academie");
        academy.post(
                "/gestion/regroupement", "portee", "academie", "etat", "suspendre", "reason", "Travaux jusqu’au 3.");
        assertThat(holder.get("/portail/compte/enfants").body())
                .contains("Travaux jusqu’au 3.")
                .doesNotContain("href=\"/portail/compte/enfants/regrouper\"");
        assertThat(neighbour.get("/gestion/regroupement").body()).contains("Travaux jusqu’au 3.");
        assertThat(family.group(holder, other).status()).isEqualTo(409);
        academy.post("/gestion/regroupement", "portee", "academie", "etat", "reprendre");
        assertThat(family.group(holder, other).status()).isEqualTo(303);
        assertThat(family.staff("secretariat").get("/gestion/regroupement").status())
                .isEqualTo(403);
    }

    @Test
    void aPupilHasNoChildrenToGroup() {
        Browser pupil = family.holder(family.active(family.here, 0, 2));
        assertThat(pupil.get("/portail/compte").body()).contains("Mon compte").doesNotContain("Enfants");
        assertThat(pupil.get("/portail/compte/enfants").header("location")).isEqualTo("/portail/compte");
        assertThat(pupil.post(GROUP, "login", family.login(other), "password", FamilySite.PASSWORD)
                        .header("location"))
                .isEqualTo("/portail/compte");
    }

    @Test
    void aPasswordThatLeftUnrecordedCountsAsTheSchoolsProof() {
        UUID credential = UUID.randomUUID();
        family.execute(
                "INSERT INTO notification (school_id, account_id, channel, status, created_at, credential_id, credential_key,"
                        + " credential_at, maybe_left, epoch) VALUES (" + family.there.id() + ", " + other
                        + ", 'EMAIL', 'CLAIMED', '"
                        + family.site.clock.instant() + "', '" + credential + "', 1, '" + family.site.clock.instant()
                        + "', true, 0)");
        String password = new fr.teleservices.credential.TemporaryPassword(family.site.keyring).of(credential, 1);
        assertThat(withTemporary(password, 1).header("location")).contains("fait=regroupe");
        assertThat(family.state(other)).isEqualTo("CLOSED GROUPED");
        assertThat(family.value("SELECT status FROM notification WHERE account_id = " + other))
                .isEqualTo("SENT");
        family.site.clock.advance(Duration.ofDays(1));
    }
}
