package fr.teleservices.siecle;

/**
 * What happens to the people of one holder.
 *
 * @param returned people who had left, and are back
 */
record Tally(long added, long changed, long returned, long left) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(added + other.added, changed + other.changed, returned + other.returned, left + other.left);
    }
}
