package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The filter form.
 *
 * @param base path of the form
 * @param mayReset whether the mass reset is offered
 * @param failedOf number of the run whose refused mails are meant; empty: none
 * @param zone of the school, for the time of the start
 */
record NotifyView(
        String base,
        boolean guardian,
        boolean open,
        boolean mayReset,
        List<Choice> modes,
        List<Choice> states,
        List<Choice> divisions,
        List<Choice> levels,
        List<Choice> responsibilities,
        List<Choice> addresses,
        List<Choice> orders,
        String name,
        String notNotifiedSince,
        boolean neverSignedIn,
        boolean expiredOnly,
        String failedOf,
        boolean later,
        String startDay,
        String startTime,
        String zone,
        boolean reset,
        boolean spareNeverActivated,
        String spareChangedSince,
        boolean spareAlreadyReset,
        @Nullable String sentence,
        Map<String, String> errors) {
    /** One box or option. */
    record Choice(String value, String label, String hint, boolean chosen) {}

    static NotifyView of(
            SelectionForm form,
            PreviewService.Choices choices,
            String base,
            boolean open,
            boolean mayReset,
            Instant now) {
        Selection s = form.selection();
        boolean later = form.startsAt() != null || form.faults().containsKey("startDay");
        LocalDateTime start = LocalDateTime.ofInstant(
                form.startsAt() == null ? now.plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS) : form.startsAt(),
                form.zone());
        return new NotifyView(
                base,
                s.holder() == Holder.GUARDIAN,
                open,
                mayReset,
                modes(s.mode()),
                choices(states(s.holder()), Enum::name, AccountState::label, state -> "", s.states()::contains),
                names(choices.divisions(), s.divisions()),
                names(choices.levels(), s.levels()),
                choices(
                        List.of(Selection.Responsible.values()),
                        Enum::name,
                        Selection.Responsible::label,
                        r -> "",
                        s.responsibilities()::contains),
                List.of(
                        new Choice("", "Avec ou sans adresse électronique", "", s.withAddress() == null),
                        new Choice("with", "Avec une adresse électronique", "", Boolean.TRUE.equals(s.withAddress())),
                        new Choice("without", "Sans adresse électronique", "", Boolean.FALSE.equals(s.withAddress()))),
                choices(
                        List.of(Selection.PrintOrder.values()),
                        Enum::name,
                        Selection.PrintOrder::label,
                        o -> "",
                        s.order()::equals),
                s.name(),
                form.day(s.notNotifiedSince()),
                s.neverSignedIn(),
                s.expiredOnly(),
                s.failedOf() == null ? "" : s.failedOf().toString(),
                later,
                start.toLocalDate().toString(),
                start.toLocalTime().toString(),
                form.zone().getId(),
                s.reset(),
                s.exclusions().neverActivated(),
                form.day(s.exclusions().changedSince()),
                s.exclusions().alreadyReset(),
                form.faults().isEmpty() ? null : "Certains choix sont à corriger.",
                form.faults());
    }

    /** Those that an account of this holder can be notified in. */
    static List<AccountState> states(Holder holder) {
        List<AccountState> states = new ArrayList<>(Lifecycle.statesOf(holder));
        states.remove(AccountState.CLOSED);
        return states;
    }

    static List<Choice> modes(Mode chosen) {
        return choices(List.of(Mode.values()), Mode::name, Mode::label, NotifyView::hint, chosen::equals);
    }

    private static String hint(Mode mode) {
        return switch (mode) {
            case EMAIL_OR_PAPER -> "un courriel à qui a une adresse, un courrier aux autres";
            case EMAIL -> "seulement à qui a une adresse ; les autres sont écartés";
            case PAPER -> "un courrier à chacun";
            case BOTH -> "un courrier à chacun, et un courriel à qui a une adresse";
        };
    }

    private static <T> List<Choice> choices(
            Collection<T> all,
            Function<T, String> value,
            Function<T, String> label,
            Function<T, String> hint,
            Function<T, Boolean> chosen) {
        return all.stream()
                .map(one -> new Choice(value.apply(one), label.apply(one), hint.apply(one), chosen.apply(one)))
                .toList();
    }

    private static List<Choice> names(List<String> all, List<String> chosen) {
        return all.stream()
                .map(name -> new Choice(name, name, "", chosen.contains(name)))
                .toList();
    }

    static List<Choice> samples(List<SelectionStore.Sample> samples, long picked) {
        return samples.stream()
                .map(one -> new Choice(
                        Long.toString(one.accountId()),
                        one.division() == null ? one.name() : one.name() + " – " + one.division(),
                        "",
                        one.accountId() == picked))
                .toList();
    }
}
