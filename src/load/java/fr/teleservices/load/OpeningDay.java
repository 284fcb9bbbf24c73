package fr.teleservices.load;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opening day: families activate and sign in, staff search and reset, and mass runs go on all the time. The service has a
 * process of its own; it, the mail server, the database and this program share the machine.
 *
 * <p>{@code -Dload.pupils}, {@code -Dload.families.per.second}, {@code -Dload.seconds}.
 */
public final class OpeningDay extends Simulation {
    private static final int PUPILS = Integer.getInteger("load.pupils", 1_500);
    private static final double FAMILIES_PER_SECOND =
            Double.parseDouble(System.getProperty("load.families.per.second", "2"));
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("load.seconds", 180));
    /** One session each: of several sign-ins of one login at once all but one have to wait. */
    private static final List<String> STAFF = List.of("assistance", "gestionnaire", "chef");
    /** The goal for pages of staff while the largest run goes on. */
    private static final int PAGE_MILLIS = 300;

    private static final String PASSWORD = "une phrase de passe assez longue 42";
    private static final List<String> TYPED =
            List.of("m", "mar", "le", "dup", "martin", "6", "a", "ro", "bernard", "jul", "petit", "éli");

    private final LoadedSchool school = LoadedSchool.open(PUPILS);

    private final HttpProtocolBuilder protocol = http.baseUrl(school.origin())
            .acceptHeader("text/html")
            .acceptLanguageHeader("fr")
            .disableFollowRedirect()
            .disableWarmUp();

    private final ScenarioBuilder family = scenario("family")
            .feed(school.families().iterator())
            .exec(http("activation form").get("/activation?login=#{login}").check(status().is(200)))
            .pause(1)
            .exec(http("activation")
                    .post("/activation")
                    .formParam("login", "#{login}")
                    .formParam("temporaryPassword", "#{temporaryPassword}")
                    .formParam("newPassword", PASSWORD)
                    .formParam("newPasswordAgain", PASSWORD)
                    .formParam("birthDay", "#{birthDay}")
                    .formParam("birthMonth", "#{birthMonth}")
                    .formParam("birthYear", "#{birthYear}")
                    .formParam("email", "#{email}")
                    .check(status().is(303)))
            .exitHereIfFailed()
            .asLongAs(session -> !session.contains("token"))
            .on(pause(Duration.ofMillis(200))
                    .exec(session -> school.token(session.getString("login"))
                            .map(token -> session.set("token", token))
                            .orElse(session)))
            .exec(http("confirmation form")
                    .get("/activation/confirm?token=#{token}")
                    .check(status().is(200)))
            .exec(http("confirmation")
                    .post("/activation/confirm")
                    .formParam("token", "#{token}")
                    .check(status().is(303)))
            .pause(1)
            .exec(http("family sign-in")
                    .post("/")
                    .formParam("login", "#{login}")
                    .formParam("password", PASSWORD)
                    .check(status().is(303))
                    .check(header("location").is("/portail")))
            .exitHereIfFailed()
            .exec(http("portal").get("/portail").check(status().is(200)));

    private final ChainBuilder search = exec(session ->
                    session.set("q", TYPED.get(ThreadLocalRandom.current().nextInt(TYPED.size()))))
            .exec(http("staff search")
                    .get("/gestion/responsables/comptes")
                    .queryParam("q", "#{q}")
                    .check(status().is(200)))
            .pause(Duration.ofMillis(500), Duration.ofMillis(1_500));

    private final ChainBuilder reset = exec(session -> session.set(
                    "account",
                    school.others()
                            .get(ThreadLocalRandom.current()
                                    .nextInt(school.others().size()))))
            .exec(http("staff account").get("/gestion/comptes/#{account}").check(status().is(200)))
            .pause(1)
            .exec(http("staff reset form")
                    .get("/gestion/comptes/#{account}/reinitialiser")
                    .check(status().is(200))
                    .check(css("input[name=key]", "value").saveAs("key")))
            .exec(http("staff reset")
                    .post("/gestion/comptes/#{account}/reinitialiser")
                    .formParam("key", "#{key}")
                    .formParam("mode", "EMAIL_OR_PAPER")
                    .check(status().is(303)));

    private final ScenarioBuilder staff = scenario("staff")
            .feed(STAFF.stream()
                    .map(login -> Map.<String, Object>of("login", login, "password", school.password(login)))
                    .iterator())
            .exec(http("staff sign-in")
                    .post("/gestion/connexion")
                    .formParam("login", "#{login}")
                    .formParam("password", "#{password}")
                    .check(status().is(303)))
            .exitHereIfFailed()
            .during(LENGTH)
            .on(repeat(4).on(exec(search)), reset);

    private final ChainBuilder massRun = exec(http("start of a run")
                    .post("/api/v1/schools/" + LoadedSchool.UAI + "/runs?confirm=true")
                    .header("Authorization", "Bearer #{bearer}")
                    .header("Idempotency-Key", "load-#{round}")
                    .header("Content-Type", "application/json")
                    .body(StringBody("{\"holder\":\"pupil\",\"mode\":\"BOTH\"}"))
                    .check(status().is(202))
                    .check(jsonPath("$.id").saveAs("run")))
            .exitHereIfFailed()
            .exec(session -> session.set("status", "STARTED"))
            .asLongAs(session -> !"DONE".equals(session.getString("status")))
            .on(pause(1).exec(http("run progress")
                    .get("/api/v1/runs/#{run}")
                    .header("Authorization", "Bearer #{bearer}")
                    .check(status().is(200))
                    .check(jsonPath("$.status").saveAs("status"))));

    private final ScenarioBuilder mass = scenario("mass")
            .exec(http("token")
                    .post("/api/v1/tokens")
                    .header("Content-Type", "application/json")
                    .body(StringBody(
                            "{\"login\":\"gestionnaire\",\"password\":\"" + school.password("gestionnaire") + "\"}"))
                    .check(status().is(200))
                    .check(jsonPath("$.accessToken").saveAs("bearer")))
            .exitHereIfFailed()
            .during(LENGTH, "round")
            .on(massRun);

    {
        double wanted = FAMILIES_PER_SECOND * LENGTH.toSeconds();
        if (school.families().size() < wanted) {
            throw new IllegalStateException(
                    "only " + school.families().size() + " families for " + wanted + ": -Dload.pupils must be larger");
        }
        setUp(
                        family.injectOpen(
                                constantUsersPerSec(FAMILIES_PER_SECOND).during(LENGTH)),
                        staff.injectOpen(rampUsers(STAFF.size()).during(5)),
                        mass.injectOpen(atOnceUsers(1)))
                .protocols(protocol)
                .assertions(goals());
    }

    private static List<Assertion> goals() {
        return List.of(
                global().failedRequests().count().is(0L),
                details("staff search").responseTime().percentile(99).lte(PAGE_MILLIS),
                details("staff account").responseTime().percentile(99).lte(PAGE_MILLIS));
    }

    @Override
    public void after() {
        school.close();
    }
}
