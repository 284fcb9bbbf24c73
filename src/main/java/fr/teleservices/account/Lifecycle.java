package fr.teleservices.account;

import static fr.teleservices.account.AccountEvent.*;
import static fr.teleservices.account.AccountState.*;
import static fr.teleservices.account.Actor.*;
import static fr.teleservices.account.Holder.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of an account, as one table: read by the services, by the mass updates ({@code state = ANY($1)} takes its
 * states from here), by the test of every event, state, holder and actor, and by the command that draws it.
 */
public final class Lifecycle {
    /** While an account is held ("not me") nothing is sent to it: which rows still apply. */
    enum Held {
        NO,
        ONLY,
        EITHER
    }

    /**
     * One line of the table.
     *
     * @param to null: the state stays
     */
    record Transition(
            AccountEvent event,
            Set<Holder> holders,
            Set<Actor> actors,
            Set<AccountState> from,
            @Nullable AccountState to,
            Held held) {}

    private static final Set<Holder> ANYONE = EnumSet.allOf(Holder.class);
    private static final Set<AccountState> OPEN = EnumSet.complementOf(EnumSet.of(CLOSED));

    // spotless:off
    static final List<Transition> TABLE = List.of(
            t(NOTIFY, ANYONE, of(STAFF, RUN), of(NOT_NOTIFIED, NOTIFIED), NOTIFIED, Held.NO),
            t(REMIND, ANYONE, of(STAFF, RUN), of(ACTIVATING, ACTIVE), null, Held.NO),
            t(BEGIN_ACTIVATION, of(GUARDIAN), of(HOLDER), of(NOTIFIED), ACTIVATING, Held.NO),
            t(SEND_LINK_AGAIN, of(GUARDIAN), of(HOLDER, STAFF), of(ACTIVATING), null, Held.NO),
            t(CONFIRM_ACTIVATION, of(GUARDIAN), of(HOLDER), of(ACTIVATING), ACTIVE, Held.NO),
            t(ACTIVATE, of(PUPIL), of(HOLDER), of(NOTIFIED), ACTIVE, Held.NO),
            t(SIGN_IN, ANYONE, of(HOLDER), of(ACTIVATING, ACTIVE), null, Held.NO),
            t(CHANGE_PASSWORD, ANYONE, of(HOLDER), of(ACTIVE), null, Held.NO),
            t(CHANGE_ADDRESS, ANYONE, of(HOLDER), of(ACTIVE), null, Held.NO),
            t(RECOVER, ANYONE, of(HOLDER), of(ACTIVE), null, Held.NO),
            t(RESET, ANYONE, of(STAFF, RUN), of(NOTIFIED, ACTIVATING, ACTIVE), NOT_NOTIFIED, Held.NO),
            t(FREEZE, ANYONE, of(SERVICE), of(NOTIFIED), null, Held.NO),
            t(NOT_ME, ANYONE, of(HOLDER), of(NOTIFIED), NOT_NOTIFIED, Held.NO),
            t(RELEASE, ANYONE, of(STAFF), of(NOT_NOTIFIED), null, Held.ONLY),
            t(REPLACE, ANYONE, of(STAFF), EnumSet.allOf(AccountState.class), null, Held.EITHER),
            t(GIVE_WAY, ANYONE, of(HOLDER, STAFF), OPEN, CLOSED, Held.EITHER),
            t(GROUP, of(GUARDIAN), of(HOLDER), of(NOTIFIED, ACTIVATING, ACTIVE), CLOSED, Held.NO),
            t(UNGROUP, of(GUARDIAN), of(STAFF, HOLDER, SERVICE), of(CLOSED), NOT_NOTIFIED, Held.NO),
            t(LEAVE, ANYONE, of(IMPORT), OPEN, CLOSED, Held.EITHER),
            t(LEAVE, of(GUARDIAN), of(IMPORT), of(CLOSED), CLOSED, Held.EITHER), // grouped
            t(RETURN, ANYONE, of(IMPORT), of(CLOSED), NOT_NOTIFIED, Held.EITHER),
            t(PURGE, ANYONE, of(SERVICE), EnumSet.allOf(AccountState.class), CLOSED, Held.EITHER));
    // spotless:on

    private Lifecycle() {}

    /**
     * Where an event leads.
     *
     * @return the state after it, which may be the same; empty: refused
     */
    public static Optional<AccountState> after(
            AccountEvent event, AccountState state, boolean held, Holder holder, Actor actor) {
        return TABLE.stream()
                .filter(row -> row.event() == event
                        && row.holders().contains(holder)
                        && row.actors().contains(actor)
                        && row.from().contains(state)
                        && (row.held() == Held.EITHER || held == (row.held() == Held.ONLY)))
                .findFirst()
                .map(row -> row.to() == null ? state : row.to());
    }

    /** The states from which an event may happen, for {@code state = ANY($1)} in mass updates. */
    public static AccountState[] statesBefore(AccountEvent event) {
        EnumSet<AccountState> states = EnumSet.noneOf(AccountState.class);
        TABLE.stream().filter(row -> row.event() == event).forEach(row -> states.addAll(row.from()));
        return states.toArray(AccountState[]::new);
    }

    /** The states that an account of this holder can be in. */
    public static Set<AccountState> statesOf(Holder holder) {
        return holder == GUARDIAN ? EnumSet.allOf(AccountState.class) : EnumSet.complementOf(EnumSet.of(ACTIVATING));
    }

    /** The table as a Mermaid state diagram. */
    public static String mermaid() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> NOT_NOTIFIED\n");
        for (Transition row : TABLE) {
            for (AccountState from : row.from()) {
                text.append("    %s --> %s: %s%s%n"
                        .formatted(from, row.to() == null ? from : row.to(), row.event(), marks(row)));
            }
        }
        return text.append("    CLOSED --> [*]\n").toString();
    }

    private static String marks(Transition row) {
        String holders =
                row.holders().size() == 1 ? " (" + row.holders().iterator().next() + ")" : "";
        return row.held() == Held.ONLY ? holders + " (held)" : holders;
    }

    private static Transition t(
            AccountEvent event,
            Set<Holder> holders,
            Set<Actor> actors,
            Set<AccountState> from,
            @Nullable AccountState to,
            Held held) {
        return new Transition(event, holders, actors, from, to, held);
    }

    @SafeVarargs
    private static <E extends Enum<E>> Set<E> of(E first, E... rest) {
        EnumSet<E> set = EnumSet.of(first);
        for (E one : rest) {
            set.add(one);
        }
        return set;
    }
}
