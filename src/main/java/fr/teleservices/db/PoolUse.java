package fr.teleservices.db;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How much of a pool's connections is used. */
public final class PoolUse {
    private final String name;
    private final int size;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final LongAdder served = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder failed = new LongAdder();

    PoolUse(String name, int size) {
        this.name = name;
        this.size = size;
    }

    /** One piece of work that wants a connection. */
    final class Turn {
        private final long asked = System.nanoTime();
        private boolean begun;

        private Turn() {
            waiting.incrementAndGet();
        }

        void begin() {
            begun = true;
            waiting.decrementAndGet();
            busy.incrementAndGet();
            served.increment();
            waited.add(System.nanoTime() - asked);
        }

        void end() {
            if (begun) {
                busy.decrementAndGet();
            } else {
                waiting.decrementAndGet();
                failed.increment();
            }
        }
    }

    Turn turn() {
        return new Turn();
    }

    /** {@code app} or {@code gate}. */
    public String name() {
        return name;
    }

    public int size() {
        return size;
    }

    /** Pieces of work without a connection yet. */
    public int waiting() {
        return waiting.get();
    }

    public int busy() {
        return busy.get();
    }

    /** Pieces of work that have got a connection so far. */
    public long served() {
        return served.sum();
    }

    /** How long all of them together have waited for it. */
    public double waitedSeconds() {
        return waited.sum() / 1e9;
    }

    /** Pieces of work that never got one: the database was away, or it took too long. */
    public long failed() {
        return failed.sum();
    }
}
