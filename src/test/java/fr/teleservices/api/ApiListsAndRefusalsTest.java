package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.items;
import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.api.ApiSite.order;
import static fr.teleservices.kernel.Role.ACADEMIE;
import static fr.teleservices.kernel.Role.CHEF;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program relies on when it lists, and when it is told no. */
class ApiListsAndRefusalsTest {
    private static final int FAMILIES = 10;

    private final ApiSite api = new ApiSite(FAMILIES);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void closedAccountsAreListedWhenTheyAreAskedForAndNotBefore() {
        api.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT' WHERE id = (SELECT min(id) FROM account WHERE school_id = "
                        + api.own.id() + ")");

        assertThat(accounts(""))
                .hasSize(3 * FAMILIES - 1)
                .noneMatch(item -> item.getString("state").equals("CLOSED"));
        assertThat(accounts("&state=CLOSED"))
                .hasSize(1)
                .allMatch(item -> item.getString("state").equals("CLOSED"));
    }

    @Test
    void wordsAreFoundInEitherOrderWithoutAccentsAndOverParentAndChild() {
        api.execute(
                "UPDATE person SET family_name = 'Lefèvre', given_name = 'Zoé' WHERE siecle_id = '1-3' AND school_id = "
                        + api.own.id());

        assertThat(accounts("&q=zoe%20LEFEVRE")).hasSize(1);
        assertThat(accounts("&q=lefevre%20zoe")).hasSize(1);
        assertThat(accounts("&q=zoe%20enfant")).hasSize(1); // the child is Enfant Famille3
        assertThat(accounts("&q=zoe%20nobody")).isEmpty();
    }

    @Test
    void whatIsTypedIsTakenAsItStandsAndIsNoPattern() {
        api.execute("UPDATE person SET email = 'zoe+ecole@example.org' WHERE siecle_id = '1-3' AND school_id = "
                + api.own.id());

        assertThat(accounts("&q=zoe%2Becole")).hasSize(1);
        assertThat(accounts("&q=%25")).isEmpty();
        assertThat(accounts("&q=_")).isEmpty();
        assertThat(accounts("&q=%255F")).isEmpty();
        assertThat(accounts("&q=-1")).isEmpty();
        assertThat(accounts("&q=%22")).isEmpty();
        assertThat(accounts("&q=%5B%7B")).isEmpty();
    }

    @Test
    void oneStartOverManySchoolsIsListedUnderItsHeading() {
        Answer answer = startMany("k", "", api.own.uai(), api.other.uai());
        assertThat(answer.status()).isEqualTo(202);
        JsonArray runs = new JsonObject(answer.body()).getJsonArray("runs");
        assertThat(runs).hasSize(2);

        Answer listed = api.get(ACADEMIE, answer.header("location"));
        assertThat(listed.status()).isEqualTo(200);
        assertThat(items(listed))
                .extracting(item -> item.getString("uai"))
                .containsExactly(api.own.uai(), api.other.uai());
        assertThat(items(listed))
                .extracting(item -> item.getLong("id"))
                .containsExactly(
                        runs.getJsonObject(0).getLong("id"),
                        runs.getJsonObject(1).getLong("id"));
        assertThat(startMany("k", "", api.own.uai(), api.other.uai()).body()).isEqualTo(answer.body());
        assertThat(api.get(ACADEMIE, "/runs?heading=999999").status()).isEqualTo(404);
        assertThat(api.get(CHEF, answer.header("location")).status()).isEqualTo(403);
    }

    @Test
    void whereOneSchoolCannotStartNoneDoesAndTheAnswerNamesIt() {
        api.execute("DELETE FROM school_service WHERE school_id = " + api.other.id());

        Answer answer = startMany("k", "", api.own.uai(), api.other.uai());

        assertThat(answer.status()).isEqualTo(409);
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("type")).endsWith("no-active-service");
        assertThat(problem.getJsonObject("fields").fieldNames()).containsExactly(api.other.uai());
        assertThat(api.number("SELECT count(*) FROM run")).isZero();
    }

    @Test
    void aRunThatHasNotEndedInOneSchoolHoldsTheStartOverManyBackUnlessConfirmed() {
        assertThat(api.start(CHEF, api.other, order()).status()).isEqualTo(404);
        assertThat(api.start(ACADEMIE, api.other, order()).status()).isEqualTo(202);

        assertThat(startMany("k", "", api.own.uai(), api.other.uai()).status()).isEqualTo(409);
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(1);
        assertThat(startMany("k", "?confirm=true", api.own.uai(), api.other.uai())
                        .status())
                .isEqualTo(202);
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(3);
    }

    @Test
    void aKeyMayBeAnyText() {
        for (String key : List.of("-5", "\"8e03978e\"", "{", "1.50", "null")) {
            assertThat(api.start(CHEF, api.own, "?confirm=true", order(), key).status())
                    .as(key)
                    .isEqualTo(202);
        }
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(5);
    }

    @Test
    void aKeyOfAProgramIsNeverTheKeyThatTheServiceGivesToARunOfAHeading() {
        for (int guess = 1; guess <= 3; guess++) {
            api.start(CHEF, api.own, "?confirm=true", order(), "heading-" + guess);
        }
        JsonArray runs =
                new JsonObject(startMany("k", "?confirm=true", api.own.uai()).body()).getJsonArray("runs");
        assertThat(api.number("SELECT heading_id FROM run WHERE id = "
                        + runs.getJsonObject(0).getLong("id")))
                .isPositive();
    }

    @Test
    void theRunsOfASchoolAreListedWithTheirCountsTheNewestFirst() {
        long one = json(202, api.start(CHEF, api.own, order())).getLong("id");
        long two = json(202, api.start(CHEF, api.own, "?confirm=true", order(), "two"))
                .getLong("id");

        List<JsonObject> items = items(api.get(CHEF, "/schools/" + api.own.uai() + "/runs"));
        assertThat(items).extracting(item -> item.getLong("id")).containsExactly(two, one);
        assertThat(items)
                .allSatisfy(item -> assertThat(item)
                        .isEqualTo(new JsonObject(
                                api.get(CHEF, "/runs/" + item.getLong("id")).body())));
    }

    @Test
    void aRefusedImportNamesFileAndLine() {
        String boundary = "limite";
        String body = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"eleves.xml\"\r\nContent-Type: text/xml\r\n\r\n"
                + "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n<INCONNU/>\r\n--" + boundary + "--\r\n";
        Answer answer = api.site
                .browser()
                .send(
                        "POST",
                        "/api/v1/schools/" + api.own.uai() + "/imports",
                        body,
                        "Authorization",
                        "Bearer " + api.token(CHEF),
                        "Content-Type",
                        "multipart/form-data; boundary=" + boundary);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("file")).isEqualTo("eleves.xml");
        assertThat(problem.getInteger("line")).isPositive();
        assertThat(problem.getString("detail")).contains("eleves.xml");
    }

    private List<JsonObject> accounts(String more) {
        return items(api.get(CHEF, "/schools/" + api.own.uai() + "/accounts?limit=200" + more));
    }

    private Answer startMany(String key, String query, String... uais) {
        return api.call(
                ACADEMIE,
                "POST",
                "/runs" + query,
                order().put("schools", new JsonArray(Stream.of(uais).toList())),
                "Idempotency-Key",
                key);
    }
}
