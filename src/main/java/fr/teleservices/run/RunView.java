package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.web.French;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of one run.
 *
 * @param moving whether it still changes by itself
 * @param leaving how many notifications would leave
 * @param takeBack seconds left in which it can be taken back as if nothing had been; empty: the time is over, or it was asked
 *     for later
 * @param still whether the page does not load itself again where there are no scripts: for reading, and for ticking a box
 * @param trouble why it stands still; empty: it does not
 * @param letters written so far
 * @param lettersQuery leads to letters for those whose mail failed; empty: none did
 */
record RunView(
        long id,
        String path,
        String title,
        String status,
        String state,
        List<String> criteria,
        String starter,
        String createdAt,
        String startsAt,
        String endedAt,
        boolean moving,
        boolean scheduled,
        String takeBack,
        String leaving,
        boolean mayPause,
        boolean mayResume,
        boolean mayCancel,
        boolean mayRetry,
        boolean still,
        String trouble,
        RunLive live,
        boolean prepared,
        List<Failure> failures,
        boolean moreFailures,
        List<PreviewView.Count> leftOut,
        long letters,
        boolean lettersComplete,
        boolean onePdf,
        String lettersQuery,
        boolean mayDestroy,
        @Nullable String sentence) {
    static final int FAILURES = 200;

    /**
     * @param why in plain words
     * @param answer the server's own; empty: none
     */
    record Failure(String name, String login, String division, String channel, String why, String answer) {
        static Failure of(NotificationLine line) {
            String why = line.why();
            // AccessMailService writes the server's own words behind ours, in brackets
            int own = line.smtpAnswer() != null && why.endsWith(")") ? why.indexOf(" (") : -1;
            return new Failure(
                    (line.familyName() + " " + line.givenName()).strip(),
                    line.login(),
                    line.division(),
                    RunView.channel(line.channel()),
                    own < 0 ? why : why.substring(0, own),
                    own < 0 ? "" : why.substring(own + 2, why.length() - 1));
        }
    }

    static String channel(String code) {
        return code.equals("EMAIL") ? "courriel" : "courrier";
    }

    static RunView of(
            RunProgress progress,
            RunListService.Results results,
            ReportService.Letters letters,
            Optional<String> mailTrouble,
            ZoneId zone,
            Instant now,
            boolean chef,
            boolean still,
            @Nullable String sentence) {
        Run run = progress.run();
        RunStatus status = run.status();
        Selection s = run.selection();
        boolean over = status.isOver();
        return new RunView(
                run.id(),
                RunPages.path(run.id()),
                "Campagne n° " + run.id() + "\u00a0– " + (s.holder() == Holder.GUARDIAN ? "responsables" : "élèves"),
                status.label(),
                state(status),
                PreviewView.criteria(new SelectionForm(s, null, zone, java.util.Map.of())),
                results.starter(),
                French.dateTime(run.createdAt(), zone),
                French.dateTime(run.startsAt(), zone),
                run.endedAt() == null ? "" : French.dateTime(run.endedAt(), zone),
                !over,
                status == RunStatus.SCHEDULED,
                takeBack(run, now),
                leaving(progress),
                can(RunEvent.PAUSE, status) && status != RunStatus.PAUSED,
                status == RunStatus.PAUSED,
                !over,
                can(RunEvent.RETRY, status) && progress.counts().failed() > 0,
                still,
                trouble(run, progress.counts(), mailTrouble),
                RunLive.of(progress),
                run.isPrepared() && status != RunStatus.SCHEDULED && !isTakenBack(run),
                results.failures().stream().map(Failure::of).toList(),
                results.failures().size() >= FAILURES,
                results.leftOut(),
                letters.pages(),
                letters.complete(),
                letters.pages() <= ReportService.ONE_PDF,
                over && results.mailsFailed() > 0 ? lettersFor(run, zone) : "",
                chef && letters.complete() && letters.pages() > 0 && !letters.destroyed(),
                sentence);
    }

    /** Letters for the accounts whose mail failed, whatever has become of them. */
    private static String lettersFor(Run run, ZoneId zone) {
        Holder holder = run.selection().holder();
        Selection all = new Selection(
                holder,
                Mode.PAPER,
                EnumSet.copyOf(NotifyView.states(holder)),
                List.of(),
                List.of(),
                EnumSet.allOf(Selection.Responsible.class),
                "",
                null,
                null,
                false,
                false,
                run.id(),
                false,
                Selection.Exclusions.NONE,
                run.selection().order());
        return NotifyPages.base(holder) + "/apercu?" + new SelectionForm(all, null, zone, java.util.Map.of()).query();
    }

    private static String takeBack(Run run, Instant now) {
        boolean soon = Duration.between(run.createdAt(), run.startsAt()).compareTo(Run.TAKE_BACK) <= 0;
        long seconds = Duration.between(now, run.startsAt()).toSeconds();
        return run.status() == RunStatus.SCHEDULED && soon && seconds > 0 ? Long.toString(seconds) : "";
    }

    /** How much would leave; empty: that is not known yet. */
    private static String leaving(RunProgress progress) {
        return progress.run().isPrepared()
                ? French.count(progress.counts().pending(), "notification", "notifications")
                : "";
    }

    private static boolean isTakenBack(Run run) {
        return run.status() == RunStatus.CANCELLED && !run.hasBegun();
    }

    private static String trouble(Run run, RunCounts counts, Optional<String> mailTrouble) {
        if (run.status() == RunStatus.PAUSED) {
            return run.pausedReason() == null
                    ? "La campagne est en pause. Ce qui est parti reste parti ; le reste attend que vous la repreniez."
                    : "La campagne s’est mise en pause d’elle-même. " + run.pausedReason();
        }
        if (isTakenBack(run)) {
            return "La campagne a été annulée avant son départ : rien n’est parti et rien n’a changé.";
        }
        boolean waiting = run.status() == RunStatus.RUNNING
                && counts.pending() > 0
                && run.selection().mode() != Mode.PAPER;
        return waiting
                ? mailTrouble
                        .map(reason -> "L’envoi des courriels est interrompu. " + reason
                                + " Il reprendra de lui-même dès que le serveur de messagerie répondra.")
                        .orElse("")
                : "";
    }

    private static boolean can(RunEvent event, RunStatus status) {
        return RunLifecycle.after(event, status).isPresent();
    }

    /** The colour of a status. */
    static String state(RunStatus status) {
        return switch (status) {
            case DONE -> "on";
            case CANCELLED -> "bad";
            case PAUSED -> "wait";
            case SCHEDULED, PREPARING, RUNNING -> "";
        };
    }
}
