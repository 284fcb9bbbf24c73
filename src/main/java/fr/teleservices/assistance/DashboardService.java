package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.web.Who.SchoolRef;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the dashboards show. Of a very large school everybody is read, for the better part of a second: its figures are kept for a
 * while, and the page says when they were counted.
 */
final class DashboardService {
    /** Where there was no run yet. */
    private static final int DAYS = 30;

    private static final String PARIS = "Europe/Paris";

    /** More accounts than this take longer to count than one likes to wait for a page. */
    static final long LARGE = 20_000;
    /** Shown as they are. */
    private static final Duration FRESH = Duration.ofMinutes(1);
    /** Shown, too, while they are counted again. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private final Map<Long, Figures> kept = new ConcurrentHashMap<>();
    private final Set<Long> counting = ConcurrentHashMap.newKeySet();

    DashboardService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param run null: there was none, the curve goes back thirty days */
    record Figures(
            Instant counted,
            Map<Holder, Map<AccountState, Long>> counts,
            List<DashboardStore.DivisionCount> divisions,
            Map<Holder, ToDo.Waiting> waiting,
            ToDo.Gaps gaps,
            ToDo.Contact contact,
            Optional<DashboardStore.LastRun> run,
            long refused,
            LocalDate today,
            Curve curve) {
        boolean large() {
            return counts.values().stream()
                            .flatMap(states -> states.values().stream())
                            .mapToLong(Long::longValue)
                            .sum()
                    > LARGE;
        }
    }

    Future<Figures> of(SchoolRef school) {
        Figures before = kept.get(school.id());
        Duration age = before == null ? KEPT : Duration.between(before.counted(), clock.instant());
        if (before == null || age.compareTo(KEPT) >= 0) {
            return counted(school);
        }
        if (age.compareTo(FRESH) >= 0 && counting.add(school.id())) {
            counted(school).onComplete(done -> counting.remove(school.id()));
        }
        return Future.succeededFuture(before);
    }

    private Future<Figures> counted(SchoolRef school) {
        return count(school).onSuccess(figures -> {
            kept.values().removeIf(old -> old.counted().plus(KEPT).isBefore(figures.counted()));
            if (figures.large()) {
                kept.put(school.id(), figures);
            }
        });
    }

    /**
     * The statements are pipelined: sent one behind the other, without waiting for the answers. The longest goes beside the others, by
     * a connection of its own.
     */
    private Future<Figures> count(SchoolRef school) {
        ZoneId zone = ZoneId.of(school.timezone());
        LocalDate today = LocalDate.now(clock.withZone(zone));
        Instant now = clock.instant();
        Instant silentBefore =
                today.minusDays(ToDo.SILENT_DAYS).atStartOfDay(zone).toInstant();
        long id = school.id();
        Future<List<DashboardStore.DivisionCount>> divisions = database.inScope(
                Scope.of(id), tx -> DashboardStore.hashed(tx).compose(set -> DashboardStore.divisions(tx, id)));
        return database.inScope(Scope.of(id), tx -> {
            var hashed = DashboardStore.hashed(tx); // pipelined: before all the others
            var counts = DashboardStore.counts(tx, id);
            var waiting = DashboardStore.waiting(tx, id, silentBefore, now);
            var gaps = DashboardStore.gaps(tx, id);
            var contact = DashboardStore.contact(tx, id);
            return DashboardStore.lastRun(tx, id).compose(run -> {
                LocalDate from =
                        run.map(last -> LocalDate.ofInstant(last.at(), zone)).orElse(today.minusDays(DAYS - 1L));
                Future<Long> refused = run.map(last -> DashboardStore.refused(tx, last.id()))
                        .orElseGet(() -> Future.succeededFuture(0L));
                var activations = DashboardStore.activations(
                        tx, id, from.atStartOfDay(zone).toInstant(), school.timezone());
                return Future.all(List.of(hashed, counts, waiting, gaps, contact, refused, activations))
                        .compose(all -> divisions)
                        .map(byDivision -> new Figures(
                                now,
                                counts.result(),
                                byDivision,
                                waiting.result(),
                                gaps.result(),
                                contact.result(),
                                run,
                                refused.result(),
                                today,
                                Curve.of(activations.result(), from, today)));
            });
        });
    }

    record AcademyFigures(List<DashboardStore.SchoolLine> schools, Curve curve) {}

    /** Over every school, without a name of anybody. */
    Future<AcademyFigures> academy() {
        ZoneId zone = ZoneId.of(PARIS);
        LocalDate today = LocalDate.now(clock.withZone(zone));
        LocalDate from = today.minusDays(DAYS - 1L);
        return database.atGate(tx -> {
            var activations = DashboardStore.academyActivations(
                    tx, from.atStartOfDay(zone).toInstant(), PARIS);
            return DashboardStore.academy(tx)
                    .compose(schools ->
                            activations.map(days -> new AcademyFigures(schools, Curve.of(days, from, today))));
        });
    }
}
