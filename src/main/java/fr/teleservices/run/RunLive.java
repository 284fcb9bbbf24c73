package fr.teleservices.run;

import fr.teleservices.web.French;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What moves on the page of a run, as it is rendered. The script {@code run.js} makes the same texts from later events.
 *
 * @param status a change of it makes the script load the page anew
 */
record RunLive(
        String status,
        long ended,
        long selected,
        String sent,
        String inLetter,
        String failed,
        String leftOut,
        String cancelled,
        String waiting,
        String share,
        String rate,
        String left) {
    static RunLive of(RunProgress progress) {
        RunCounts counts = progress.counts();
        return new RunLive(
                progress.run().status().name(),
                counts.ended(),
                counts.selected(),
                French.number(counts.sent()),
                French.number(counts.inLetter()),
                French.number(counts.failed()),
                French.number(counts.leftOut()),
                French.number(counts.cancelled()),
                French.number(counts.pending() + counts.inFlight()),
                French.number(counts.ended()) + " sur "
                        + French.count(counts.selected(), "notification", "notifications"),
                rate(progress.rate()),
                left(progress));
    }

    private static String rate(double perSecond) {
        if (perSecond <= 0) {
            return "–";
        }
        return perSecond >= 10
                ? French.number(Math.round(perSecond)) + " par seconde"
                : perSecond >= 0.95
                        ? String.format(Locale.FRENCH, "%.1f par seconde", perSecond)
                        : French.number(Math.max(1, Math.round(perSecond * 60))) + " par minute";
    }

    private static String left(RunProgress progress) {
        OptionalLong seconds =
                progress.run().status() == RunStatus.RUNNING ? progress.etaSeconds() : OptionalLong.empty();
        if (seconds.isEmpty() || seconds.getAsLong() == 0) {
            return "–";
        }
        long minutes = (seconds.getAsLong() + 30) / 60;
        if (minutes == 0) {
            return "moins d’une minute";
        }
        return minutes < 90
                ? "environ " + French.count(minutes, "minute", "minutes")
                : "environ " + French.count((minutes + 30) / 60, "heure", "heures");
    }
}
