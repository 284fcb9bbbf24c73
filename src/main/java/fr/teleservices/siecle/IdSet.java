package fr.teleservices.siecle;

import java.util.concurrent.ThreadLocalRandom;

/** Identifiers (or pairs of them) met so far: 8 bytes a number at a load of a quarter to a half. Numbers from 0. */
final class IdSet {
    private final int width;
    /** Nobody can choose numbers that all meet in one slot. */
    private final long salt = ThreadLocalRandom.current().nextLong();

    private long[] slots;
    private int size;

    private IdSet(int width) {
        this.width = width;
        slots = new long[1024 * width];
    }

    static IdSet ofIds() {
        return new IdSet(1);
    }

    static IdSet ofPairs() {
        return new IdSet(2);
    }

    /** False where it was there already. */
    boolean add(long id) {
        return add(id, 0);
    }

    boolean add(long first, long second) {
        if (size * 2 >= slots.length / width) {
            grow();
        }
        boolean added = insert(slots, first + 1, second);
        if (added) {
            size++;
        }
        return added;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] old = slots;
        long[] wider = new long[old.length * 2];
        for (int i = 0; i < old.length; i += width) {
            if (old[i] != 0) {
                insert(wider, old[i], width == 2 ? old[i + 1] : 0);
            }
        }
        slots = wider;
    }

    /** {@code first} is not 0, which marks a free slot. */
    private boolean insert(long[] into, long first, long second) {
        int mask = into.length / width - 1;
        int slot = (int) mix(first + salt + mix(second)) & mask;
        while (into[slot * width] != 0) {
            if (into[slot * width] == first && (width == 1 || into[slot * width + 1] == second)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        into[slot * width] = first;
        if (width == 2) {
            into[slot * width + 1] = second;
        }
        return true;
    }

    /** The finaliser of SplitMix64: spreads consecutive numbers. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
