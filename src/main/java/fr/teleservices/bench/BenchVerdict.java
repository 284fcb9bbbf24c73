package fr.teleservices.bench;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through all accounts after a run: who got what, once, and whether it opens their own account. */
final class BenchVerdict {
    private static final int PAGE = 10_000;

    private final Database database;
    private final TemporaryPassword passwords;
    private final @Nullable BenchInbox inbox;

    private final Set<Long> pages = new HashSet<>();
    private long seen;
    private long lost;
    private long duplicated;
    private long misdelivered;

    BenchVerdict(Database database, Keyring keyring, @Nullable BenchInbox inbox) {
        this.database = database;
        this.passwords = new TemporaryPassword(keyring);
        this.inbox = inbox;
    }

    Future<BenchResult.Verdict> of(long school, long run, String logins, int accounts, Bench.Sent sent) {
        return from(school, run, 0, logins).map(all -> {
            long wanted = sent == Bench.Sent.BOTH ? 2L * accounts : accounts;
            lost += Math.max(0, wanted - seen);
            boolean unseen = inbox == null && sent != Bench.Sent.PAPER;
            return new BenchResult.Verdict(
                    lost, duplicated, unseen ? null : misdelivered + (inbox == null ? 0 : inbox.astray()));
        });
    }

    private Future<Void> from(long school, long run, long after, String logins) {
        return database.inScope(Scope.of(school), tx -> BenchStore.outcomes(tx, run, after, PAGE))
                .compose(page -> {
                    page.forEach(outcome -> judge(outcome, logins));
                    return page.size() < PAGE ? Future.succeededFuture() : from(school, run, last(page), logins);
                });
    }

    private static long last(List<BenchStore.Outcome> page) {
        return page.get(page.size() - 1).id();
    }

    private void judge(BenchStore.Outcome outcome, String logins) {
        seen++;
        boolean mail = outcome.channel().equals("EMAIL");
        boolean opens =
                outcome.state().equals("NOTIFIED") && outcome.credential().equals(outcome.valid());
        if (!outcome.status().equals(mail ? "SENT" : "IN_LETTER") || !opens) {
            lost++;
        } else if (mail) {
            judgeMail(outcome, Integer.parseInt(outcome.login().substring(logins.length())));
        } else if (outcome.part() == null
                || outcome.page() == null
                || !pages.add(outcome.part() << 16 | outcome.page())) {
            duplicated++;
        }
    }

    private void judgeMail(BenchStore.Outcome outcome, int account) {
        if (inbox == null) {
            duplicated += Math.max(0, outcome.attempts() - 1);
            return;
        }
        int arrived = inbox.arrivals(account);
        if (arrived == 0) {
            lost++;
        } else {
            duplicated += arrived - 1;
            if (!inbox.bore(account, passwords.of(outcome.credential(), outcome.credentialKey()))) {
                misdelivered++;
            }
        }
    }
}
