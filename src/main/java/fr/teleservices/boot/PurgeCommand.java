package fr.teleservices.boot;

import fr.teleservices.run.LetterPurgeService;
import fr.teleservices.school.School;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import io.vertx.core.Future;
import picocli.CommandLine;

/** Takes away what has had its time. */
@CommandLine.Command(
        name = "purge",
        description =
                "Destroys letters older than 30 days with their keys, ended sessions and faded counters of tries.")
final class PurgeCommand extends Command {
    /** What went. */
    private record Gone(int letters, int sessions, int counters) {}

    @Override
    public Integer call() throws Exception {
        Gone gone = withServices(PurgeCommand::purge);
        say("letter parts: " + gone.letters() + ", sessions: " + gone.sessions() + ", counters: " + gone.counters());
        return 0;
    }

    private static Future<Gone> purge(Services services) {
        LetterPurgeService letters = new LetterPurgeService(services.database, services.clock);
        Future<Integer> parts = services.schools.list().compose(schools -> {
            Future<Integer> sum = Future.succeededFuture(0);
            for (School school : schools) {
                sum = sum.compose(n -> letters.purge(school.id()).map(m -> n + m));
            }
            return sum;
        });
        Sessions sessions = new Sessions(services.database, Site.loopback(), services.clock);
        return parts.compose(n ->
                sessions.sweep().compose(m -> services.tries.sweep().map(k -> new Gone(n, m, k))));
    }
}
