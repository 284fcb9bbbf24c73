package fr.teleservices.run;

import static fr.teleservices.run.RunEvent.*;
import static fr.teleservices.run.RunStatus.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The life of a run, as one table. Pausing a paused run or resuming a running one changes nothing and is no error. */
public final class RunLifecycle {
    record Transition(RunEvent event, Set<RunStatus> from, RunStatus to) {}

    // spotless:off
    static final List<Transition> TABLE = List.of(
            new Transition(START, EnumSet.of(SCHEDULED, PREPARING), PREPARING),
            new Transition(PREPARED, EnumSet.of(PREPARING), RUNNING),
            new Transition(BEGIN, EnumSet.of(SCHEDULED), RUNNING),
            new Transition(PAUSE, EnumSet.of(SCHEDULED, PREPARING, RUNNING, PAUSED), PAUSED),
            new Transition(RESUME, EnumSet.of(PAUSED, RUNNING), RUNNING),
            new Transition(RESUME_UNPREPARED, EnumSet.of(PAUSED, SCHEDULED, PREPARING), SCHEDULED),
            new Transition(CANCEL, EnumSet.of(SCHEDULED, PREPARING, RUNNING, PAUSED, CANCELLED), CANCELLED),
            new Transition(FINISH, EnumSet.of(RUNNING), DONE),
            new Transition(RETRY, EnumSet.of(RUNNING, DONE), RUNNING));
    // spotless:on

    private RunLifecycle() {}

    /** Where an event leads; empty: refused. */
    public static Optional<RunStatus> after(RunEvent event, RunStatus status) {
        return TABLE.stream()
                .filter(row -> row.event() == event && row.from().contains(status))
                .findFirst()
                .map(Transition::to);
    }

    /** The statuses from which an event may happen, for {@code status = ANY($1)}. */
    public static RunStatus[] before(RunEvent event) {
        return TABLE.stream()
                .filter(row -> row.event() == event)
                .flatMap(row -> row.from().stream())
                .distinct()
                .toArray(RunStatus[]::new);
    }
}
