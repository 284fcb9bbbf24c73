package fr.teleservices.credential;

/**
 * What still needs a master key: with none of it, the key can be destroyed.
 *
 * @param passwords temporary passwords that still open an account, or are on their way
 * @param links of mails that can still be opened
 * @param letterKeys keys of letters that can still be downloaded
 * @param secondFactors secrets of staff, which can be sealed anew
 */
public record KeyUse(long passwords, long links, long letterKeys, long secondFactors) {
    static final KeyUse NONE = new KeyUse(0, 0, 0, 0);

    KeyUse plus(KeyUse other) {
        return new KeyUse(
                passwords + other.passwords,
                links + other.links,
                letterKeys + other.letterKeys,
                secondFactors + other.secondFactors);
    }

    /** What only time takes away. */
    public boolean isNeeded() {
        return passwords + links + letterKeys > 0;
    }

    @Override
    public String toString() {
        return passwords + " temporary passwords, " + links + " links, " + letterKeys + " letter keys, " + secondFactors
                + " second factors";
    }
}
