package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An unknown login, a known one, an empty password, state by state: the same text, status, work and time. */
@Tag("trust-7")
@ExtendWith(SharedSite.class)
class Row07AnswersAlikeTest {

    private final WholeSite site;
    private final School school;
    private final Browser browser;

    Row07AnswersAlikeTest(WholeSite site) {
        this.site = site;
        school = site.school(8);
        browser = site.browser();
    }

    /** One login in each state, and one that there is not. */
    private Map<String, String> logins() {
        Map<String, String> logins = new LinkedHashMap<>();
        logins.put("unknown", "z.personne9");
        logins.put("not notified", site.login(site.account(school, "1-1")));
        site.notified(site.account(school, "1-2"));
        logins.put("notified", site.login(site.account(school, "1-2")));
        site.active(site.account(school, "1-3"));
        logins.put("active", site.login(site.account(school, "1-3")));
        site.active(site.account(school, "1-4"));
        state("1-4", "state = 'ACTIVATING', email_pending = 'a@example.org', email_verified = NULL");
        logins.put("activating", site.login(site.account(school, "1-4")));
        state("1-5", "held = true, held_at = now()");
        logins.put("held", site.login(site.account(school, "1-5")));
        site.active(site.account(school, "1-6"));
        state("1-6", "state = 'CLOSED', closed_reason = 'LEFT', closed_at = now()");
        logins.put("closed", site.login(site.account(school, "1-6")));
        return logins;
    }

    private void state(String person, String set) {
        site.database.execute("UPDATE account SET " + set + " WHERE id = " + site.account(school, person));
    }

    private interface Form {
        Answer send(String login, String password);
    }

    private void alike(Map<String, String> logins, String password, int hashes, Form form) {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        Map<String, String> looks = new LinkedHashMap<>();
        for (int i = 0; i < (hashes == 0 ? 9 : 3); i++) {
            logins.forEach((state, login) -> {
                for (String typed : List.of(password, "")) {
                    site.database.execute("DELETE FROM try_counter");
                    long before = site.passwords.computed();
                    long start = System.nanoTime();
                    Answer answer = form.send(login, typed);
                    times.computeIfAbsent(state + (typed.isEmpty() ? ", empty" : ""), s -> new ArrayList<>())
                            .add(System.nanoTime() - start);
                    looks.put(
                            state + (typed.isEmpty() ? ", empty" : ""),
                            answer.status() + " " + answer.header("Location")
                                    + answer.headers().allValues("set-cookie") + " "
                                    + answer.body().replace(login, "LOGIN"));
                    assertThat(site.passwords.computed() - before).as(state).isEqualTo(hashes);
                }
            });
        }
        assertThat(looks.values())
                .as("%s", looks.keySet())
                .allMatch(looks.values().iterator().next()::equals);
        // noise of a busy machine is within this; an answer without its hash would be ten times quicker
        List<Long> medians =
                times.values().stream().map(Row07AnswersAlikeTest::median).toList();
        long most = Collections.max(medians);
        long least = Collections.min(medians);
        assertThat(most < least * 3.5 || most - least < 60_000_000)
                .as("%s take %s ns", times.keySet(), medians)
                .isTrue();
    }

    private static long median(List<Long> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    @Test
    void theHoldersSignIn() {
        alike(
                logins(),
                "pas le bon mot de passe",
                1,
                (login, password) -> browser.post("/", "login", login, "password", password));
    }

    @Test
    void theActivation() {
        alike(
                logins(),
                "K7PM-X4RT-QW9D",
                0,
                (login, password) -> browser.post("/activation", Family.fields(login, password, 1, "p@example.org")));
    }

    @Test
    void theForgottenPasswordWhoseMailIsQueued() {
        Map<String, String> logins = logins();
        alike(logins, "", 0, (login, password) -> browser.post("/mot-de-passe-oublie", "login", login));
    }

    @Test
    void theSignInOfStaff() {
        Staff there = site.staff(Role.CHEF, school);
        Staff gone = site.staff(Role.ASSISTANCE, school);
        await(site.staff.disable(gone.id()));
        alike(
                Map.of("unknown", "inconnu-0000", "chef", there.login(), "disabled", gone.login()),
                "pas le bon mot de passe",
                1,
                (login, password) -> browser.post("/gestion/connexion", "login", login, "password", password));
        assertThat(browser.post("/gestion/connexion", "login", gone.login(), "password", WholeSite.PASSWORD)
                        .status())
                .as("disabled, with the right password")
                .isIn(401, 429);
    }
}
