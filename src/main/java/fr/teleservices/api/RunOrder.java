package fr.teleservices.api;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.run.Mode;
import fr.teleservices.run.Selection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of a start; the description has already refused what is not of its form. */
final class RunOrder {
    /** PostgreSQL knows fewer years than Java. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 9999;

    private RunOrder() {}

    static Selection selection(JsonObject body) {
        Holder holder = Holder.valueOf(body.getString("holder").toUpperCase(Locale.ROOT));
        return new Selection(
                holder,
                Mode.valueOf(body.getString("mode", Mode.EMAIL_OR_PAPER.name())),
                states(body, holder),
                strings(body, "divisions"),
                strings(body, "levels"),
                responsibilities(body),
                body.getString("name", ""),
                body.getBoolean("withAddress"),
                instant(body, "notNotifiedSince"),
                body.getBoolean("neverSignedIn", false),
                body.getBoolean("expiredOnly", false),
                body.getLong("failedOf"),
                body.getBoolean("reset", false),
                exclusions(body.getJsonObject("exclusions", new JsonObject())),
                Selection.PrintOrder.valueOf(body.getString("order", Selection.PrintOrder.YOUNGEST.name())));
    }

    static Instant startsAt(JsonObject body, Instant now) {
        Instant asked = instant(body, "startsAt");
        return asked == null ? now : asked;
    }

    private static Set<AccountState> states(JsonObject body, Holder holder) {
        if (!body.containsKey("states")) {
            Set<AccountState> open = EnumSet.copyOf(Lifecycle.statesOf(holder));
            open.remove(AccountState.CLOSED);
            return open;
        }
        return strings(body, "states").stream().map(AccountState::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Selection.Responsible> responsibilities(JsonObject body) {
        return body.containsKey("responsibilities")
                ? strings(body, "responsibilities").stream()
                        .map(Selection.Responsible::valueOf)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of(Selection.Responsible.LEGAL);
    }

    private static Selection.Exclusions exclusions(JsonObject json) {
        return new Selection.Exclusions(
                json.getBoolean("neverActivated", false),
                instant(json, "changedSince"),
                json.getBoolean("alreadyReset", false));
    }

    private static List<String> strings(JsonObject json, String key) {
        return json.getJsonArray(key, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    private static @Nullable Instant instant(JsonObject json, String key) {
        String text = json.getString(key);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // below
        }
        throw Refusal.invalid("invalid-request", "« " + key + " » est un instant comme 2026-09-07T08:00:00Z.")
                .asFailure();
    }
}
