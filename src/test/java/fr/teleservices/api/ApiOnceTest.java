package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.items;
import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.kernel.Role.ASSISTANCE;
import static fr.teleservices.kernel.Role.CHEF;
import static fr.teleservices.kernel.Role.GESTIONNAIRE;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that has not heard the answer asks again with its key: a second message would make the first one's password worthless. */
class ApiOnceTest {
    private static final List<String> ACTIONS = List.of("notify", "reset-password", "replace");

    private final ApiSite api = new ApiSite(6);
    private List<JsonObject> accounts = List.of();

    @BeforeEach
    void everybodyIsActive() {
        api.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x', password_at = '2026-09-01'");
        accounts = items(api.get(ASSISTANCE, "/schools/" + api.own.uai() + "/accounts?holder=guardian"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Answer ask(Role role, int account, String action, String key) {
        return api.call(
                role,
                "POST",
                "/accounts/" + accounts.get(account).getLong("id") + "/" + action,
                new JsonObject().put("mode", "PAPER"),
                "Idempotency-Key",
                key);
    }

    private long notification(Answer answer) {
        return json(202, answer).getLong("notificationId");
    }

    private long count(String of) {
        return api.number("SELECT count(*) FROM " + of);
    }

    @Test
    void theSameKeyIsTheSameMessage() {
        for (int i = 0; i < ACTIONS.size(); i++) {
            String action = ACTIONS.get(i);
            Answer first = ask(GESTIONNAIRE, i, action, "key-" + action);
            Answer again = ask(GESTIONNAIRE, i, action, "key-" + action);
            assertThat(json(202, again)).as(action).isEqualTo(json(202, first));
        }
        assertThat(count("notification")).isEqualTo(3);
        assertThat(count("account WHERE NOT current")).isEqualTo(1);
        assertThat(notification(ask(GESTIONNAIRE, 0, "notify", "another"))).isPositive();
        assertThat(count("notification")).isEqualTo(4);
    }

    @Test
    void tenAtOnceAreOne() {
        ExecutorService hands = Executors.newFixedThreadPool(10);
        try {
            for (int i = 0; i < ACTIONS.size(); i++) {
                int account = i;
                List<CompletableFuture<Answer>> calls = IntStream.range(0, 10)
                        .mapToObj(n -> CompletableFuture.supplyAsync(
                                () -> ask(GESTIONNAIRE, account, ACTIONS.get(account), "at once " + account), hands))
                        .toList();
                Set<Long> made = calls.stream()
                        .map(CompletableFuture::join)
                        .map(this::notification)
                        .collect(Collectors.toSet());
                assertThat(made).as(ACTIONS.get(i)).hasSize(1);
            }
        } finally {
            hands.shutdown();
        }
        assertThat(count("notification")).isEqualTo(3);
    }

    @Test
    void aKeyIsOneAccountsAndOneActionsAndOneCallers() {
        ask(GESTIONNAIRE, 0, "notify", "k");

        for (Answer other : List.of(ask(GESTIONNAIRE, 1, "notify", "k"), ask(GESTIONNAIRE, 0, "reset-password", "k"))) {
            assertThat(json(409, other).getString("type")).endsWith("idempotency-key-reused");
        }
        assertThat(count("notification")).isEqualTo(1);
        assertThat(api.value("SELECT state FROM account WHERE id = "
                        + accounts.get(0).getLong("id")))
                .as("nothing was reset")
                .isEqualTo("ACTIVE");
        assertThat(notification(ask(CHEF, 1, "notify", "k"))).isPositive();
        assertThat(ask(GESTIONNAIRE, 2, "notify", "x".repeat(201)).status()).isEqualTo(422);
        assertThat(count("notification")).isEqualTo(2);
    }

    @Test
    void whatWasRefusedMayBeAskedAgainWithItsKey() {
        long id = accounts.get(0).getLong("id");
        api.execute("UPDATE account SET held = true, state = 'NOT_NOTIFIED', password_hash = NULL WHERE id = " + id);
        assertThat(ask(GESTIONNAIRE, 0, "notify", "k").status()).isEqualTo(409);
        assertThat(api.post(GESTIONNAIRE, "/accounts/" + id + "/release", null).status())
                .isEqualTo(200);
        long made = notification(ask(GESTIONNAIRE, 0, "notify", "k"));
        assertThat(notification(ask(GESTIONNAIRE, 0, "notify", "k"))).isEqualTo(made);
    }
}
