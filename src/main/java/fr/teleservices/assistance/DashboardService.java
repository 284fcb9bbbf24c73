package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.web.Who.SchoolRef;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the dashboards show: each number from one statement, all of a school's from one transaction. */
final class DashboardService {
    /** Where there was no run yet. */
    private static final int DAYS = 30;

    private static final String PARIS = "Europe/Paris";

    private final Database database;
    private final Clock clock;

    DashboardService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param run null: there was none, the curve goes back thirty days */
    record Figures(
            Map<Holder, Map<AccountState, Long>> counts,
            List<DashboardStore.DivisionCount> divisions,
            Map<Holder, ToDo.Waiting> waiting,
            ToDo.Gaps gaps,
            ToDo.Contact contact,
            Optional<DashboardStore.LastRun> run,
            long refused,
            LocalDate today,
            Curve curve) {}

    /** The statements are pipelined: sent one behind the other, without waiting for the answers. */
    Future<Figures> of(SchoolRef school) {
        ZoneId zone = ZoneId.of(school.timezone());
        LocalDate today = LocalDate.now(clock.withZone(zone));
        Instant now = clock.instant();
        Instant silentBefore =
                today.minusDays(ToDo.SILENT_DAYS).atStartOfDay(zone).toInstant();
        long id = school.id();
        return database.inScope(Scope.of(id), tx -> {
            var hashed = DashboardStore.hashed(tx); // pipelined: before all the others
            var counts = DashboardStore.counts(tx, id);
            var divisions = DashboardStore.divisions(tx, id);
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
                return Future.all(List.of(hashed, counts, divisions, waiting, gaps, contact, refused, activations))
                        .map(all -> new Figures(
                                counts.result(),
                                divisions.result(),
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
