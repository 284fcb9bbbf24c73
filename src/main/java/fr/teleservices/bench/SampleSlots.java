package fr.teleservices.bench;

import org.jspecify.annotations.Nullable;

/**
 * Which of the pupils are present, have left or have no division: of 51 places in a row the last is of someone who has left,
 * the one before of someone without a division, so each is 2 % or less of any number. The others fill the four levels in
 * turn, so that siblings, who stand side by side, are of different years.
 */
final class SampleSlots {
    static final int LEVELS = 4;

    private static final int CYCLE = 51;
    private static final int DIVISION_SIZE = 25;

    private final int total;
    private final int divisionsPerLevel;

    /** @param present how many pupils are there */
    SampleSlots(int present) {
        total = present + present / (CYCLE - 1);
        int divided = rank(total - 1) + 1;
        divisionsPerLevel = Math.max(1, Math.round(divided / (float) (LEVELS * DIVISION_SIZE)));
    }

    /** With those who have left. */
    int total() {
        return total;
    }

    int divisionsPerLevel() {
        return divisionsPerLevel;
    }

    static boolean hasLeft(int slot) {
        return slot % CYCLE == CYCLE - 1;
    }

    private static boolean isDivided(int slot) {
        return slot % CYCLE < CYCLE - 2;
    }

    static int level(int slot) {
        return rank(slot) % LEVELS;
    }

    @Nullable
    String division(int slot) {
        return isDivided(slot) ? division(level(slot), rank(slot) / LEVELS % divisionsPerLevel) : null;
    }

    /** {@code 6 A}, from eleven divisions a level on {@code 601}, from a hundred on {@code 6-00001}. */
    String division(int level, int number) {
        int year = 6 - level;
        if (divisionsPerLevel <= 10) {
            return year + " " + (char) ('A' + number);
        }
        return divisionsPerLevel < 100 ? "%d%02d".formatted(year, number + 1) : "%d-%05d".formatted(year, number + 1);
    }

    /** The how manieth with a division, from 0; for one without, that of the last before. */
    private static int rank(int slot) {
        return slot / CYCLE * (CYCLE - 2) + Math.min(slot % CYCLE, CYCLE - 3);
    }
}
