package fr.teleservices.boot;

import fr.teleservices.account.PurgeService;
import fr.teleservices.run.LetterPurgeService;
import fr.teleservices.school.School;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import io.vertx.core.Future;

/** Everything that has had its time, school by school: by the command, and each night by one of the nodes. */
final class Purge {
    /** What went. */
    record Gone(int accounts, int people, int letters, int sessions, int counters) {
        private Gone plus(PurgeService.Gone gone, int parts) {
            return new Gone(accounts + gone.accounts(), people + gone.people(), letters + parts, sessions, counters);
        }

        @Override
        public String toString() {
            return "accounts: " + accounts + ", people: " + people + ", letter parts: " + letters + ", sessions: "
                    + sessions + ", counters: " + counters;
        }
    }

    private Purge() {}

    static Future<Gone> all(Services services) {
        LetterPurgeService letters = new LetterPurgeService(services.database, services.clock);
        Sessions sessions = new Sessions(services.database, Site.loopback(), services.clock);
        return services.schools
                .list()
                .compose(schools -> {
                    Future<Gone> sum = Future.succeededFuture(new Gone(0, 0, 0, 0, 0));
                    for (School school : schools) {
                        sum = sum.compose(before -> services.purges
                                .purge(school.id(), school.zone())
                                .compose(gone -> letters.purge(school.id()).map(parts -> before.plus(gone, parts))));
                    }
                    return sum;
                })
                .compose(gone -> sessions.sweep()
                        .compose(m -> services.tries
                                .sweep()
                                .map(k -> new Gone(gone.accounts(), gone.people(), gone.letters(), m, k))));
    }
}
