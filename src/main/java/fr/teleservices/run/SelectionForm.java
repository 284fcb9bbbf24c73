package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a mass notification as a query spells them, read into a selection and written back: links and hidden fields
 * hold what was understood, never what was typed.
 *
 * @param selection what was understood; of a faulty query, the sound part
 * @param startsAt null: as soon as it can no longer be taken back
 * @param faults field to sentence
 */
record SelectionForm(Selection selection, @Nullable Instant startsAt, ZoneId zone, Map<String, String> faults) {
    private static final Duration LATEST = Duration.ofDays(366);
    private static final int MOST_VALUES = 400;

    /** One hidden field, or one pair of a query. */
    record Pair(String name, String value) {}

    /** The form before anything was chosen. */
    static SelectionForm empty(Holder holder, ZoneId zone) {
        return new SelectionForm(
                Selection.of(holder, Mode.EMAIL_OR_PAPER, EnumSet.of(AccountState.NOT_NOTIFIED)), null, zone, Map.of());
    }

    static SelectionForm read(Form form, Holder holder, ZoneId zone, Instant now) {
        Map<String, String> faults = new LinkedHashMap<>();
        Optional<Mode> mode =
                constants(List.of(form.get("mode")), Mode.class).stream().findFirst();
        if (mode.isEmpty()) {
            faults.put("mode", "Choisissez un mode.");
        }
        boolean reset = form.has("reset");
        Selection selection = new Selection(
                holder,
                mode.orElse(Mode.EMAIL_OR_PAPER),
                constants(form.all("state"), AccountState.class),
                few(form.all("division")),
                few(form.all("level")),
                holder == Holder.GUARDIAN
                        ? constants(form.all("responsibility"), Selection.Responsible.class)
                        : Set.of(Selection.Responsible.LEGAL),
                form.get("name"),
                switch (form.get("address")) {
                    case "with" -> true;
                    case "without" -> false;
                    default -> null;
                },
                startOf(form.get("notNotifiedSince"), zone, "notNotifiedSince", faults),
                form.has("neverSignedIn"),
                form.has("expiredOnly"),
                number(form.get("failedOf")),
                reset,
                reset
                        ? new Selection.Exclusions(
                                form.has("spareNeverActivated"),
                                startOf(form.get("spareChangedSince"), zone, "spareChangedSince", faults),
                                form.has("spareAlreadyReset"))
                        : Selection.Exclusions.NONE,
                constants(List.of(form.get("order")), Selection.PrintOrder.class).stream()
                        .findFirst()
                        .orElse(Selection.PrintOrder.YOUNGEST));
        selection.refusal().map(Refusal::fields).ifPresent(faults::putAll);
        return new SelectionForm(selection, start(form, zone, now, faults), zone, faults);
    }

    /** What it holds, for hidden fields and queries. */
    List<Pair> pairs() {
        Selection s = selection;
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair("mode", s.mode().name()));
        s.states().stream().sorted().forEach(state -> pairs.add(new Pair("state", state.name())));
        s.divisions().forEach(division -> pairs.add(new Pair("division", division)));
        s.levels().forEach(level -> pairs.add(new Pair("level", level)));
        if (s.holder() == Holder.GUARDIAN) {
            s.responsibilities().stream().sorted().forEach(r -> pairs.add(new Pair("responsibility", r.name())));
        }
        add(pairs, "name", s.name());
        add(pairs, "address", s.withAddress() == null ? "" : s.withAddress() ? "with" : "without");
        add(pairs, "notNotifiedSince", day(s.notNotifiedSince()));
        flag(pairs, "neverSignedIn", s.neverSignedIn());
        flag(pairs, "expiredOnly", s.expiredOnly());
        add(pairs, "failedOf", s.failedOf() == null ? "" : s.failedOf().toString());
        pairs.add(new Pair("order", s.order().name()));
        flag(pairs, "reset", s.reset());
        flag(pairs, "spareNeverActivated", s.exclusions().neverActivated());
        add(pairs, "spareChangedSince", day(s.exclusions().changedSince()));
        flag(pairs, "spareAlreadyReset", s.exclusions().alreadyReset());
        if (startsAt != null) {
            LocalDateTime local = LocalDateTime.ofInstant(startsAt, zone);
            pairs.add(new Pair("start", "later"));
            pairs.add(new Pair("startDay", local.toLocalDate().toString()));
            pairs.add(new Pair("startTime", local.toLocalTime().toString()));
        }
        return pairs;
    }

    /** The same as a query, without the question mark. */
    String query() {
        return pairs().stream()
                .map(pair -> pair.name() + "=" + URLEncoder.encode(pair.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** {@code 2026-09-07} in the school's zone; empty for none. */
    String day(@Nullable Instant at) {
        return at == null ? "" : LocalDate.ofInstant(at, zone).toString();
    }

    private static @Nullable Instant start(Form form, ZoneId zone, Instant now, Map<String, String> faults) {
        if (!form.get("start").equals("later")) {
            return null;
        }
        Instant start = parsed(
                form.get("startDay"),
                day -> day.atTime(LocalTime.parse(form.get("startTime")))
                        .atZone(zone)
                        .toInstant());
        if (start == null) {
            faults.put("startDay", "Indiquez le jour et l’heure du départ.");
        } else if (start.isBefore(now.minusSeconds(60))) {
            faults.put("startDay", "Ce départ est déjà passé.");
        } else if (start.isAfter(now.plus(LATEST))) {
            faults.put("startDay", "Le départ est au plus tard dans un an.");
        }
        return start;
    }

    private static @Nullable Instant startOf(String typed, ZoneId zone, String field, Map<String, String> faults) {
        if (typed.isEmpty()) {
            return null;
        }
        Instant start = parsed(typed, day -> day.atStartOfDay(zone).toInstant());
        if (start == null) {
            faults.put(field, "Cette date n’est pas lisible.");
        }
        return start;
    }

    private static @Nullable Instant parsed(String day, Function<LocalDate, Instant> at) {
        try {
            LocalDate date = LocalDate.parse(day);
            return date.getYear() < 1900 || date.getYear() > 9999 ? null : at.apply(date);
        } catch (DateTimeException e) {
            return null; // the caller has the sentence
        }
    }

    private static @Nullable Long number(String typed) {
        return typed.matches("[0-9]{1,18}") ? Long.valueOf(typed) : null;
    }

    /** What is no constant is left out, as any unknown field is. */
    private static <E extends Enum<E>> Set<E> constants(List<String> names, Class<E> type) {
        Set<E> set = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            if (names.contains(constant.name())) {
                set.add(constant);
            }
        }
        return set;
    }

    private static List<String> few(List<String> values) {
        return values.stream()
                .filter(value -> !value.isBlank())
                .distinct()
                .limit(MOST_VALUES)
                .toList();
    }

    private static void add(List<Pair> pairs, String name, String value) {
        if (!value.isEmpty()) {
            pairs.add(new Pair(name, value));
        }
    }

    private static void flag(List<Pair> pairs, String name, boolean set) {
        if (set) {
            pairs.add(new Pair(name, "on"));
        }
    }
}
