package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A queue that keeps what a table would: state, token and lease holder of each message, and all that was recorded. */
final class InMemoryMailQueue implements MailQueue {
    /** One message and its history. */
    static final class Row {
        final long id;
        final boolean urgent;
        final OutgoingMail mail;
        final List<MailOutcome> outcomes = new ArrayList<>();
        long token;
        int attempts;
        boolean claimed;
        boolean due = true;

        Row(long id, boolean urgent, OutgoingMail mail) {
            this.id = id;
            this.urgent = urgent;
            this.mail = mail;
        }

        MailOutcome last() {
            return outcomes.get(outcomes.size() - 1);
        }
    }

    private record Expected(Predicate<InMemoryMailQueue> condition, CompletableFuture<Void> met) {}

    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private final TreeSet<Long> dueUrgent = new TreeSet<>();
    private final TreeSet<Long> dueMass = new TreeSet<>();
    private final List<Expected> expected = new ArrayList<>();
    private final Vertx vertx;
    private final long latencyMillis;
    private int sent;
    private int ended;
    private int mostInFlight;
    private int inFlight;
    private int lateRecords;
    private boolean failing;
    private boolean forgetting;
    private boolean postponedAreDue;
    private int failedCalls;
    private int largestRecord;

    InMemoryMailQueue(Vertx vertx) {
        this(vertx, 0);
    }

    /** @param latencyMillis of each claim and record */
    InMemoryMailQueue(Vertx vertx, long latencyMillis) {
        this.vertx = vertx;
        this.latencyMillis = latencyMillis;
    }

    synchronized void add(long id, boolean urgent, OutgoingMail mail) {
        rows.put(id, new Row(id, urgent, mail));
        (urgent ? dueUrgent : dueMass).add(id);
    }

    synchronized void setFailing(boolean fails) {
        failing = fails;
    }

    /** Renewals answer that all leases are lost. */
    synchronized void setForgetting(boolean forgets) {
        forgetting = forgets;
    }

    /** What is postponed is due again at once, as if the delay had passed. */
    synchronized void setPostponedAreDue(boolean areDue) {
        postponedAreDue = areDue;
        rows.values().stream()
                .filter(r -> !r.claimed && !r.due && r.last() instanceof MailOutcome.Postponed)
                .forEach(this::makeDue);
    }

    /** Completes when the condition holds, looked at after each change. */
    synchronized CompletableFuture<Void> when(Predicate<InMemoryMailQueue> condition) {
        CompletableFuture<Void> met = new CompletableFuture<>();
        expected.add(new Expected(condition, met));
        changed();
        return met;
    }

    @Override
    public synchronized Future<List<MailJob>> claim(String worker, int max, Kind kind) {
        if (failing) {
            return fail();
        }
        List<MailJob> jobs = new ArrayList<>();
        while (jobs.size() < max && !dueUrgent.isEmpty()) {
            jobs.add(claim(rows.get(dueUrgent.pollFirst())));
        }
        while (jobs.size() < max && kind == Kind.ANY && !dueMass.isEmpty()) {
            jobs.add(claim(rows.get(dueMass.pollFirst())));
        }
        mostInFlight = Math.max(mostInFlight, inFlight);
        changed();
        return later(jobs);
    }

    @Override
    public synchronized Future<Set<Long>> renew(String worker, Collection<MailJob> jobs) {
        if (failing) {
            return fail();
        }
        Set<Long> held = new HashSet<>();
        for (MailJob job : jobs) {
            if (!forgetting && rows.get(job.notificationId()).token == job.token()) {
                held.add(job.notificationId());
            }
        }
        return later(held);
    }

    @Override
    public synchronized Future<Void> record(List<MailOutcome> outcomes) {
        if (failing) {
            return fail();
        }
        largestRecord = Math.max(largestRecord, outcomes.size());
        outcomes.forEach(this::record);
        changed();
        return later(null);
    }

    /** Another worker takes what is claimed, as after an expired lease. */
    synchronized void stealAll() {
        rows.values().stream().filter(r -> r.claimed).forEach(r -> r.token++);
    }

    synchronized Row row(long id) {
        return rows.get(id);
    }

    synchronized List<Row> all() {
        return List.copyOf(rows.values());
    }

    synchronized int sent() {
        return sent;
    }

    /** Sent or refused. */
    synchronized int ended() {
        return ended;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int mostInFlight() {
        return mostInFlight;
    }

    synchronized int lateRecords() {
        return lateRecords;
    }

    synchronized int failedCalls() {
        return failedCalls;
    }

    synchronized int largestRecord() {
        return largestRecord;
    }

    private MailJob claim(Row row) {
        row.claimed = true;
        row.due = false;
        row.token++;
        inFlight++;
        return new MailJob(row.id, row.token, row.urgent, row.attempts, row.mail);
    }

    private void record(MailOutcome outcome) {
        Row row = rows.get(outcome.notificationId());
        if (!row.claimed || row.token != outcome.token()) {
            lateRecords++;
            return;
        }
        row.claimed = false;
        inFlight--;
        row.outcomes.add(outcome);
        if (outcome instanceof MailOutcome.Sent) {
            sent++;
            ended++;
        } else if (outcome instanceof MailOutcome.Refused) {
            ended++;
        } else if (outcome instanceof MailOutcome.Postponed postponed) {
            row.attempts += postponed.tried() ? 1 : 0;
            if (postponedAreDue) {
                makeDue(row);
            }
        } else {
            makeDue(row);
        }
    }

    private void makeDue(Row row) {
        row.due = true;
        (row.urgent ? dueUrgent : dueMass).add(row.id);
    }

    private <T> Future<T> fail() {
        failedCalls++;
        changed();
        return Future.failedFuture("the database is away");
    }

    private <T> Future<T> later(T answer) {
        if (latencyMillis == 0) {
            return Future.succeededFuture(answer);
        }
        Promise<T> promise = Promise.promise();
        vertx.setTimer(latencyMillis, timer -> promise.complete(answer));
        return promise.future();
    }

    private void changed() {
        expected.removeIf(e -> {
            boolean met = e.condition.test(this);
            if (met) {
                e.met.completeAsync(() -> null);
            }
            return met;
        });
    }
}
