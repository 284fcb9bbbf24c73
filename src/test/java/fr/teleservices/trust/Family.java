package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.account.ActivationForm;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A guardian of a school of their own, with a letter in hand. */
final class Family {
    static final String CLIENT = "192.0.2.1";

    final School school;
    final long guardian;
    final String login;
    final String password;
    private final WholeSite site;

    Family(WholeSite site) {
        this.site = site;
        school = site.school(3);
        guardian = site.account(school, "1-1");
        login = site.login(guardian);
        password = site.notified(guardian);
    }

    /** @param day the child of a family is born on 1 January 2012 and as many days later as its number */
    ActivationForm form(String temporary, int day) {
        return new ActivationForm(
                login,
                temporary,
                WholeSite.PASSWORD,
                WholeSite.PASSWORD,
                Integer.toString(day + 1),
                "1",
                "2012",
                "parent@example.org");
    }

    ActivationForm right() {
        return form(password, 1);
    }

    /** The activation over HTTP, all else right. */
    Answer tried(String temporary) {
        return tried(site.browser(), temporary, 1);
    }

    Answer tried(Browser browser, String temporary, int day, String... more) {
        return browser.post("/activation", fields(login, temporary, day, "parent@example.org", more));
    }

    /** Of the form of the activation; {@code day} as in {@link #form}. */
    static String[] fields(String login, String temporary, int day, String email, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "login",
                login,
                "temporaryPassword",
                temporary,
                "newPassword",
                WholeSite.PASSWORD,
                "newPasswordAgain",
                WholeSite.PASSWORD,
                "birthDay",
                Integer.toString(day + 1),
                "birthMonth",
                "1",
                "birthYear",
                "2012",
                "email",
                email));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    String token(String purpose) {
        return site.linkToken(guardian, purpose);
    }

    void activate() {
        await(site.activation.activate(right(), CLIENT));
        await(site.links.confirm(token("ACTIVATE")));
    }

    static Refusal refusal(Future<?> future) {
        try {
            await(future);
        } catch (Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("was not refused");
    }
}
