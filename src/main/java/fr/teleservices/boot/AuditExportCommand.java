package fr.teleservices.boot;

import fr.teleservices.assistance.AuditWords;
import fr.teleservices.audit.AuditFilter;
import fr.teleservices.audit.AuditLine;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.audit.AuditTrailService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.school.School;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Hands one chain of the audit over. */
@CommandLine.Command(
        name = "export",
        description =
                "Writes the audit of one school as CSV, in the school's time, for an inspection. The export is itself"
                        + " part of the audit.")
final class AuditExportCommand extends Command {
    private static final int IN_A_PIECE = 1_000;

    @Option(names = "--uai", description = "The school; the academy's own chain if left out.")
    private @Nullable String uai;

    @Option(names = "--from", paramLabel = "DATE", description = "The first day, such as 2026-09-01.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "The last day.")
    private @Nullable LocalDate to;

    private record Chain(long id, ZoneId zone) {}

    @Override
    public Integer call() throws Exception {
        withServices(services -> chain(services).compose(chain -> export(services, chain)));
        return 0;
    }

    private Future<Chain> chain(Services services) {
        String wanted = uai;
        return wanted == null
                ? Future.succeededFuture(new Chain(AuditStore.ACADEMY, ZoneId.of("Europe/Paris")))
                : services.schools
                        .byUai(wanted)
                        .compose(found -> found.map(AuditExportCommand::of)
                                .map(Future::succeededFuture)
                                .orElseGet(() -> Future.failedFuture(Refusal.conflict(
                                                "no-such-school", "Aucun établissement n’a l’UAI " + wanted + ".")
                                        .asFailure())));
    }

    private static Chain of(School school) {
        return new Chain(school.id(), school.zone());
    }

    private Future<Void> export(Services services, Chain chain) {
        AuditTrailService trail = new AuditTrailService(services.database, services.clock);
        AuditFilter filter = AuditFilter.ofDays(from, to, chain.zone(), "", List.of());
        return trail.noteExport(chain.id(), null, filter).compose(noted -> {
            out().print(AuditWords.title());
            return pieces(trail, chain, filter, 0);
        });
    }

    private Future<Void> pieces(AuditTrailService trail, Chain chain, AuditFilter filter, long after) {
        return trail.after(chain.id(), filter, after, IN_A_PIECE).compose(lines -> {
            lines.forEach(line -> out().print(AuditWords.csv(line, chain.zone())));
            out().flush();
            return lines.size() < IN_A_PIECE ? Future.succeededFuture() : pieces(trail, chain, filter, last(lines));
        });
    }

    private static long last(List<AuditLine> lines) {
        return lines.get(lines.size() - 1).seq();
    }
}
