package fr.teleservices.account;

import java.util.EnumSet;
import java.util.Set;

/** What staff ask for; which channels that means hangs on whether the import brought an address. */
public enum Mode {
    EMAIL_OR_PAPER("courriel ou papier"),
    EMAIL("courriel"),
    PAPER("papier"),
    BOTH("les deux");

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The messages to one person; none: the person is left out. */
    public Set<Channel> channels(boolean hasAddress) {
        return switch (this) {
            case EMAIL_OR_PAPER -> EnumSet.of(hasAddress ? Channel.EMAIL : Channel.PAPER);
            case EMAIL -> hasAddress ? EnumSet.of(Channel.EMAIL) : EnumSet.noneOf(Channel.class);
            case PAPER -> EnumSet.of(Channel.PAPER);
            case BOTH -> hasAddress ? EnumSet.allOf(Channel.class) : EnumSet.of(Channel.PAPER);
        };
    }
}
