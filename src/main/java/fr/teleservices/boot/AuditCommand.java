package fr.teleservices.boot;

import fr.teleservices.audit.AuditService;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.audit.AuditVerdict;
import fr.teleservices.school.School;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The audit. */
@CommandLine.Command(
        name = "audit",
        description = "The audit.",
        subcommands = {AuditCommand.Verify.class, AuditExportCommand.class})
final class AuditCommand {
    @CommandLine.Command(
            name = "verify",
            description = "Computes every chain of the audit anew; exits 1 where one is broken.")
    static final class Verify extends Command {
        @Override
        public Integer call() throws Exception {
            List<AuditVerdict> verdicts = withServices(Verify::all);
            verdicts.stream()
                    .filter(verdict -> !verdict.isWhole())
                    .forEach(verdict -> say(
                            "broken at event " + verdict.brokenAt() + " of the chain of school " + verdict.school()));
            long broken =
                    verdicts.stream().filter(verdict -> !verdict.isWhole()).count();
            long events = verdicts.stream().mapToLong(AuditVerdict::events).sum();
            say("audit: " + events + " events in " + verdicts.size() + " chains, "
                    + (broken == 0 ? "all whole" : broken + " broken"));
            return broken == 0 ? 0 : 1;
        }

        private static Future<List<AuditVerdict>> all(Services services) {
            AuditService audit = new AuditService(services.database);
            return services.schools.list().compose(schools -> {
                List<Long> chains = new ArrayList<>(List.of(AuditStore.ACADEMY));
                schools.stream().map(School::id).forEach(chains::add);
                Future<List<AuditVerdict>> all = Future.succeededFuture(new ArrayList<>());
                for (long chain : chains) {
                    all = all.compose(found -> audit.verify(chain).map(verdict -> {
                        found.add(verdict);
                        return found;
                    }));
                }
                return all;
            });
        }
    }
}
