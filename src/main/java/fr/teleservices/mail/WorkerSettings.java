package fr.teleservices.mail;

import java.time.Duration;

/**
 * How a worker works.
 *
 * @param inFlight most messages claimed and not yet recorded, also the most that a crash can duplicate
 * @param reserve of these, kept free for urgent ones; as many connections more than the pool's size
 * @param lease of a claim; kept up by a heartbeat each third of it
 * @param poll looks for work this often without being woken
 * @param recordAt records outcomes as soon as so many wait
 * @param recordAfter or when the first has waited this long
 * @param firstRetry delay after the first put-off, times three each, up to {@code longestRetry}
 * @param giveUpAfter a message put off so many times is refused
 * @param troubles failed or broken connections in a row that open the breaker
 * @param firstProbe delay until an open breaker lets one message through, doubled each, up to {@code longestProbe}
 * @param queueTimeout a claim, renewal or record that takes longer has failed
 * @param stopWithin how long a stop waits for what is being sent
 */
public record WorkerSettings(
        int inFlight,
        int reserve,
        Duration lease,
        Duration poll,
        int recordAt,
        Duration recordAfter,
        Duration firstRetry,
        Duration longestRetry,
        int giveUpAfter,
        int troubles,
        Duration firstProbe,
        Duration longestProbe,
        Duration queueTimeout,
        Duration stopWithin) {
    public static WorkerSettings defaults() {
        return new WorkerSettings(
                64,
                2,
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                31,
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                20,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
    }

    public WorkerSettings withLease(Duration changed) {
        return new WorkerSettings(
                inFlight,
                reserve,
                changed,
                poll,
                recordAt,
                recordAfter,
                firstRetry,
                longestRetry,
                giveUpAfter,
                troubles,
                firstProbe,
                longestProbe,
                queueTimeout,
                stopWithin);
    }
}
