package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.items;
import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.kernel.Role.ASSISTANCE;
import static fr.teleservices.kernel.Role.CHEF;
import static fr.teleservices.kernel.Role.GESTIONNAIRE;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.LetterText;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts through the API: the list to its end, and what is done with one. */
class ApiAccountsTest {
    private static final int FAMILIES = 150;

    private final ApiSite api = new ApiSite(FAMILIES);
    private final String list = "/schools/" + api.own.uai() + "/accounts";

    @AfterEach
    void close() {
        api.close();
    }

    private List<Long> pages(String query, int limit) {
        List<Long> ids = new ArrayList<>();
        String after = "";
        do {
            Answer answer = api.get(ASSISTANCE, list + "?limit=" + limit + query + after);
            List<JsonObject> items = items(answer);
            assertThat(items).hasSizeLessThanOrEqualTo(limit);
            items.forEach(item -> ids.add(item.getLong("id")));
            String next = new JsonObject(answer.body()).getString("next");
            after = next == null ? null : "&after=" + next;
        } while (after != null);
        return ids;
    }

    @Test
    void thePagesHoldEveryAccountOnceWhateverTheirSize() {
        List<Long> all = pages("", 200);
        assertThat(all).hasSize(3 * FAMILIES).doesNotHaveDuplicates();
        assertThat(pages("", 7)).isEqualTo(all);
        assertThat(pages("", 50)).isEqualTo(all); // the last page is full: no empty one follows
        assertThat(pages("&holder=guardian", 50)).hasSize(2 * FAMILIES).doesNotHaveDuplicates();
        assertThat(pages("&holder=pupil", 64)).hasSize(FAMILIES).doesNotHaveDuplicates();
        assertThat(pages("&state=NOTIFIED", 50)).isEmpty();
        assertThat(items(api.get(ASSISTANCE, list))).hasSize(50);
    }

    @Test
    void filtersNarrowTheList() {
        String division = api.value("SELECT division FROM person WHERE holder = 'PUPIL' AND school_id = " + api.own.id()
                + " ORDER BY id LIMIT 1");
        long there = api.number("SELECT count(*) FROM person WHERE holder = 'PUPIL' AND school_id = " + api.own.id()
                + " AND division = '" + division + "'");
        String filter = "&division=" + division.replace(" ", "%20");

        assertThat(pages(filter, 50)).hasSize((int) (3 * there));
        assertThat(pages(filter + "&holder=pupil", 50)).hasSize((int) there);
        assertThat(pages("&q=PARENT1%20famille42", 50)).hasSize(1);
        assertThat(pages("&q=parent42." + api.own.id() + "%40EXAMPLE.org", 50)).hasSize(1);
    }

    @Test
    void limitsAndFiltersThatAreNoneAreRefused() {
        for (String query : List.of("limit=0", "limit=201", "limit=x", "after=x", "holder=teacher", "state=ASLEEP")) {
            assertThat(api.get(ASSISTANCE, list + "?" + query).status())
                    .as(query)
                    .isEqualTo(422);
        }
    }

    @Test
    void anAccountIsTheSameAloneAsInTheList() {
        JsonObject guardian =
                items(api.get(ASSISTANCE, list + "?holder=guardian&limit=1")).get(0);

        assertThat(guardian.fieldNames())
                .contains(
                        "id",
                        "holder",
                        "login",
                        "state",
                        "person",
                        "children",
                        "division",
                        "notifiedAt",
                        "notifiedBy",
                        "lastAccessAt");
        assertThat(guardian.getJsonObject("person").fieldNames())
                .containsExactlyInAnyOrder("familyName", "givenName", "email");
        assertThat(guardian.getJsonArray("children").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("familyName", "givenName", "division");
        assertThat(guardian.getString("holder")).isEqualTo("guardian");
        assertThat(json(200, api.get(ASSISTANCE, "/accounts/" + guardian.getLong("id"))))
                .isEqualTo(guardian);
    }

    @Test
    void theLetterOfOneAccountIsOnePageWithItsLogin() {
        JsonObject account = first("holder=guardian");
        JsonObject accepted = json(202, send(account, "notify", "PAPER"));
        String path = "/notifications/" + accepted.getLong("notificationId");
        assertThat(json(409, api.get(ASSISTANCE, path + "/letter.pdf")).getString("type"))
                .endsWith("letter-not-written");

        api.hands.writeAllLetters();

        JsonObject notification = json(200, api.get(ASSISTANCE, path));
        assertThat(notification.fieldNames())
                .contains("id", "accountId", "channel", "status", "reason", "smtpAnswer", "createdAt", "endedAt");
        assertThat(notification.getString("status")).isEqualTo("IN_LETTER");
        List<LetterText> pages = LetterText.pages(api.file(ASSISTANCE, path + "/letter.pdf", "application/pdf"));
        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).login()).isEqualTo(account.getString("login"));
        assertThat(pages.get(0).password()).isNotEmpty();
        JsonObject now = json(200, api.get(ASSISTANCE, "/accounts/" + account.getLong("id")));
        assertThat(now.getString("state")).isEqualTo("NOTIFIED");
        assertThat(now.getString("notifiedBy")).isEqualTo("PAPER");
    }

    @Test
    void withoutAModeItIsAMailWhereThereIsAnAddressAndALetterElsewhere() {
        JsonObject withAddress = first("holder=guardian&q=parent1%20famille7");
        JsonObject without = first("holder=guardian&q=parent2%20famille7");

        assertThat(channel(json(202, api.post(ASSISTANCE, "/accounts/" + withAddress.getLong("id") + "/notify", null))))
                .isEqualTo("EMAIL");
        assertThat(channel(json(202, api.post(ASSISTANCE, "/accounts/" + without.getLong("id") + "/notify", null))))
                .isEqualTo("PAPER");
        assertThat(json(202, send(withAddress, "notify", "BOTH")).getJsonArray("notificationIds"))
                .hasSize(2);
        assertThat(json(409, send(without, "notify", "EMAIL")).getString("type"))
                .endsWith("no-address");
    }

    private String channel(JsonObject accepted) {
        return json(200, api.get(ASSISTANCE, "/notifications/" + accepted.getLong("notificationId")))
                .getString("channel");
    }

    @Test
    void aResetEndsSessionsAtOnceAndIsRefusedWhereThereIsNothingToReset() {
        JsonObject account = first("holder=guardian");
        long id = account.getLong("id");
        assertThat(send(account, "reset-password", "PAPER").status()).isEqualTo(409);
        api.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id = " + id);
        api.execute(
                "INSERT INTO session (token_hash, account_id, school_id, created_at, seen_at, expires_at) VALUES ('\\x01', "
                        + id + ", " + api.own.id() + ", now(), now(), now() + interval '1 h')");

        assertThat(send(account, "reset-password", "PAPER").status()).isEqualTo(202);

        assertThat(api.number("SELECT count(*) FROM session WHERE account_id = " + id))
                .isZero();
        assertThat(api.value("SELECT state || coalesce(password_hash, '') FROM account WHERE id = " + id))
                .isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void aHeldAccountIsReleasedByTheSecretariatAndNotNotifiedBefore() {
        JsonObject account = first("holder=guardian");
        String path = "/accounts/" + account.getLong("id");
        api.execute("UPDATE account SET held = true WHERE id = " + account.getLong("id"));

        assertThat(send(account, "notify", "PAPER").status()).isEqualTo(409);
        assertThat(api.post(ASSISTANCE, path + "/release", null).status()).isEqualTo(403);
        assertThat(api.post(GESTIONNAIRE, path + "/release", null).status()).isEqualTo(200);
        assertThat(api.post(GESTIONNAIRE, path + "/release", null).status()).isEqualTo(409);
        assertThat(send(account, "notify", "PAPER").status()).isEqualTo(202);
    }

    @Test
    void withoutAnOpenServiceNobodyIsNotified() {
        api.execute("DELETE FROM school_service WHERE school_id = " + api.own.id());

        assertThat(json(409, send(first("holder=guardian"), "notify", "PAPER")).getString("type"))
                .endsWith("no-active-service");
        assertThat(json(409, api.start(CHEF, api.own, ApiSite.order())).getString("type"))
                .endsWith("no-active-service");
        assertThat(api.number("SELECT count(*) FROM notification")).isZero();
    }

    private JsonObject first(String query) {
        return items(api.get(ASSISTANCE, list + "?limit=1&" + query)).get(0);
    }

    private Answer send(JsonObject account, String action, String mode) {
        return api.post(
                ASSISTANCE, "/accounts/" + account.getLong("id") + "/" + action, new JsonObject().put("mode", mode));
    }
}
