package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.school.School;
import fr.teleservices.web.French;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The academy's form, and what it has started before.
 *
 * @param all every school, whatever is ticked
 */
record HeadingsView(
        boolean all,
        List<NotifyView.Choice> schools,
        List<NotifyView.Choice> holders,
        List<NotifyView.Choice> modes,
        List<NotifyView.Choice> states,
        List<Line> earlier,
        @Nullable String sentence,
        Map<String, String> errors) {
    /** @param going schools whose run is not over; empty: none */
    record Line(long id, String path, String at, String whom, String mode, String who, long schools, String going) {}

    static HeadingsView of(HeadingForm form, List<School> known, RunHeadingService.Listing earlier, ZoneId zone) {
        Selection s = form.selection();
        return new HeadingsView(
                form.all(),
                known.stream()
                        .map(school -> new NotifyView.Choice(
                                Long.toString(school.id()),
                                school.name(),
                                school.uai(),
                                form.schools().contains(school.id())))
                        .toList(),
                Arrays.stream(Holder.values())
                        .map(one -> new NotifyView.Choice(one.name(), whom(one), "", one == s.holder()))
                        .toList(),
                NotifyView.modes(s.mode()),
                NotifyView.states(Holder.GUARDIAN).stream()
                        .map(state -> new NotifyView.Choice(
                                state.name(), label(state), "", s.states().contains(state)))
                        .toList(),
                earlier.headings().stream().map(one -> line(one, earlier, zone)).toList(),
                form.faults().isEmpty() ? null : "Certains choix sont à corriger.",
                form.faults());
    }

    private static String label(AccountState state) {
        return NotifyView.states(Holder.PUPIL).contains(state)
                ? state.label()
                : state.label() + " (responsables seulement)";
    }

    static String whom(Holder holder) {
        return holder == Holder.GUARDIAN ? "Responsables" : "Élèves";
    }

    private static Line line(RunListStore.Heading one, RunHeadingService.Listing listing, ZoneId zone) {
        return new Line(
                one.id(),
                HeadingPages.PATH + "/" + one.id(),
                French.shortDateTime(one.startsAt(), zone),
                whom(one.holder()),
                one.mode().label(),
                listing.logins().getOrDefault(one.startedBy(), ""),
                one.schools(),
                one.going() == 0 ? "" : French.count(one.going(), "établissement en cours", "établissements en cours"));
    }
}
