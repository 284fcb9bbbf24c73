package fr.teleservices.run;

import fr.teleservices.school.School;
import fr.teleservices.web.French;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of one heading.
 *
 * @param phase SCHEDULED, MOVING or OVER; a change of it makes the script load the page anew
 * @param takeBack seconds left in which all can be taken back as if nothing had been
 * @param ended notifications that are sent, in a letter, failed, left out or cancelled
 */
record HeadingView(
        long id,
        String path,
        String title,
        String startsAt,
        String phase,
        boolean scheduled,
        boolean moving,
        String takeBack,
        long ended,
        long selected,
        String share,
        long sent,
        long inLetter,
        long failed,
        long leftOut,
        long waiting,
        List<Line> runs,
        @Nullable String sentence,
        Map<String, String> errors) {
    /** @param paused why it stands still; empty: it does not */
    record Line(
            long run,
            String name,
            String uai,
            String status,
            String state,
            String paused,
            long selected,
            long sent,
            long inLetter,
            long failed,
            long waiting) {}

    static HeadingView of(
            long id,
            List<School> schools,
            List<RunProgress> runs,
            ZoneId zone,
            Instant now,
            @Nullable String sentence) {
        Run first = runs.get(0).run();
        boolean scheduled = runs.stream().allMatch(one -> one.run().status() == RunStatus.SCHEDULED);
        boolean moving = runs.stream().anyMatch(one -> !one.run().status().isOver());
        long selected = sum(runs, RunCounts::selected);
        long waiting = sum(runs, counts -> counts.pending() + counts.inFlight());
        Map<Long, School> byId = schools.stream().collect(Collectors.toMap(School::id, Function.identity()));
        return new HeadingView(
                id,
                HeadingPages.PATH + "/" + id,
                "Campagne de l’académie n° " + id,
                French.dateTime(first.startsAt(), zone),
                scheduled ? "SCHEDULED" : moving ? "MOVING" : "OVER",
                scheduled,
                moving,
                Long.toString(
                        Math.max(0, Duration.between(now, first.startsAt()).toSeconds())),
                selected - waiting,
                selected,
                French.number(selected - waiting) + " sur " + French.count(selected, "notification", "notifications"),
                sum(runs, RunCounts::sent),
                sum(runs, RunCounts::inLetter),
                sum(runs, RunCounts::failed),
                sum(runs, RunCounts::leftOut),
                waiting,
                runs.stream()
                        .map(one -> line(one, byId.get(one.run().schoolId())))
                        .toList(),
                sentence,
                Map.of());
    }

    private static long sum(List<RunProgress> runs, ToLongFunction<RunCounts> of) {
        return runs.stream().map(RunProgress::counts).mapToLong(of).sum();
    }

    private static Line line(RunProgress one, @Nullable School school) {
        Run run = one.run();
        RunCounts counts = one.counts();
        return new Line(
                run.id(),
                school == null ? "" : school.name(),
                school == null ? "" : school.uai(),
                run.status().label(),
                RunView.state(run.status()),
                run.status() == RunStatus.PAUSED && run.pausedReason() != null ? run.pausedReason() : "",
                counts.selected(),
                counts.sent(),
                counts.inLetter(),
                counts.failed(),
                counts.pending() + counts.inFlight());
    }
}
