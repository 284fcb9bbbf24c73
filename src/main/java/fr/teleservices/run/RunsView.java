package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.web.French;
import java.time.ZoneId;
import java.util.List;

/**
 * The list of runs.
 *
 * @param older the id from before which the next page goes on; empty: this is the last
 */
record RunsView(List<Line> runs, String older) {
    /** @param waiting pending and in flight */
    record Line(
            long id,
            String path,
            String whom,
            String mode,
            String at,
            String who,
            String status,
            String state,
            long selected,
            long sent,
            long inLetter,
            long failed,
            long waiting) {}

    static RunsView of(RunListService.Listing listing, int limit, ZoneId zone) {
        List<Line> lines = listing.runs().stream()
                .limit(limit)
                .map(one -> line(one, listing, zone))
                .toList();
        boolean more = listing.runs().size() > limit;
        return new RunsView(lines, more ? Long.toString(lines.get(limit - 1).id()) : "");
    }

    private static Line line(RunListStore.Listed one, RunListService.Listing listing, ZoneId zone) {
        Run run = one.run();
        Selection s = run.selection();
        RunCounts counts = one.counts();
        Long by = run.startedBy();
        return new Line(
                run.id(),
                RunPages.path(run.id()),
                s.holder() == Holder.GUARDIAN ? "Responsables" : "Élèves",
                s.reset() ? s.mode().label() + ", réinitialisation" : s.mode().label(),
                French.shortDateTime(run.startsAt(), zone),
                by == null ? "" : listing.logins().getOrDefault(by, ""),
                run.status().label(),
                RunView.state(run.status()),
                counts.selected(),
                counts.sent(),
                counts.inLetter(),
                counts.failed(),
                counts.pending() + counts.inFlight());
    }
}
