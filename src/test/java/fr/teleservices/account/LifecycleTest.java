package fr.teleservices.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The full product of events, states, holders, actors and "held" against what is written here a second time. */
class LifecycleTest {
    /**
     * Event: who; for whom (G, P or both); from, held or not; to ("=" is the same state). States: N not notified, n notified, a
     * activating, A active, C closed.
     */
    private static final Map<AccountEvent, String> EXPECTED = Map.ofEntries(
            Map.entry(AccountEvent.NOTIFY, "STAFF RUN|GP|Nn|free|n"),
            Map.entry(AccountEvent.REMIND, "STAFF RUN|GP|aA|free|="),
            Map.entry(AccountEvent.BEGIN_ACTIVATION, "HOLDER|G|n|free|a"),
            Map.entry(AccountEvent.SEND_LINK_AGAIN, "HOLDER STAFF|G|a|free|="),
            Map.entry(AccountEvent.CONFIRM_ACTIVATION, "HOLDER|G|a|free|A"),
            Map.entry(AccountEvent.ACTIVATE, "HOLDER|P|n|free|A"),
            Map.entry(AccountEvent.SIGN_IN, "HOLDER|GP|aA|free|="),
            Map.entry(AccountEvent.CHANGE_PASSWORD, "HOLDER|GP|A|free|="),
            Map.entry(AccountEvent.CHANGE_ADDRESS, "HOLDER|GP|A|free|="),
            Map.entry(AccountEvent.RECOVER, "HOLDER|GP|A|free|="),
            Map.entry(AccountEvent.RESET, "STAFF RUN|GP|naA|free|N"),
            Map.entry(AccountEvent.FREEZE, "SERVICE|GP|n|free|="),
            Map.entry(AccountEvent.NOT_ME, "HOLDER|GP|n|free|N"),
            Map.entry(AccountEvent.RELEASE, "STAFF|GP|N|held|="),
            Map.entry(AccountEvent.REPLACE, "STAFF|GP|NnaAC|either|="),
            Map.entry(AccountEvent.GIVE_WAY, "HOLDER STAFF|GP|NnaA|either|C"),
            Map.entry(AccountEvent.GROUP, "HOLDER|G|naA|free|C"),
            Map.entry(AccountEvent.UNGROUP, "STAFF HOLDER SERVICE|G|C|free|N"),
            Map.entry(AccountEvent.LEAVE, "IMPORT|GP|NnaA|either|C"),
            Map.entry(AccountEvent.RETURN, "IMPORT|GP|C|either|N"),
            Map.entry(AccountEvent.PURGE, "SERVICE|GP|NnaAC|either|C"));

    private static final Map<AccountState, Character> LETTERS = Map.of(
            AccountState.NOT_NOTIFIED, 'N',
            AccountState.NOTIFIED, 'n',
            AccountState.ACTIVATING, 'a',
            AccountState.ACTIVE, 'A',
            AccountState.CLOSED, 'C');

    private static char letter(AccountState state) {
        return LETTERS.get(state);
    }

    private static AccountState named(char letter) {
        return LETTERS.entrySet().stream()
                .filter(entry -> entry.getValue() == letter)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void everyEventInEveryStateForEveryHolderByEveryActor() {
        TreeSet<String> differences = new TreeSet<>();
        int looked = 0;
        for (AccountEvent event : AccountEvent.values()) {
            for (AccountState state : AccountState.values()) {
                for (Holder holder : Holder.values()) {
                    for (Actor actor : Actor.values()) {
                        for (boolean held : new boolean[] {false, true}) {
                            String expected = expected(event, state, holder, actor, held);
                            String found = Lifecycle.after(event, state, held, holder, actor)
                                    .map(AccountState::name)
                                    .orElse("refused");
                            if (!found.equals(expected)) {
                                differences.add(event + " " + state + " " + holder + " " + actor + " held " + held
                                        + ": " + found + ", not " + expected);
                            }
                            looked++;
                        }
                    }
                }
            }
        }
        assertThat(looked).isEqualTo(21 * 5 * 2 * 5 * 2);
        assertThat(differences).isEmpty();
    }

    private static String expected(AccountEvent event, AccountState state, Holder holder, Actor actor, boolean held) {
        if (event == AccountEvent.LEAVE && state == AccountState.CLOSED && holder == Holder.GUARDIAN) {
            return actor == Actor.IMPORT ? "CLOSED" : "refused"; // a part of a group
        }
        String[] row = EXPECTED.get(event).split("\\|");
        char letter = letter(state);
        boolean allowed = (" " + row[0] + " ").contains(" " + actor + " ")
                && row[1].indexOf(holder == Holder.GUARDIAN ? 'G' : 'P') >= 0
                && row[2].indexOf(letter) >= 0
                && (row[3].equals("either") || held == row[3].equals("held"));
        if (!allowed) {
            return "refused";
        }
        return row[4].equals("=") ? state.name() : named(row[4].charAt(0)).name();
    }

    @Test
    void aPupilIsNeverActivating() {
        assertThat(Lifecycle.statesOf(Holder.PUPIL)).doesNotContain(AccountState.ACTIVATING);
        for (AccountEvent event : AccountEvent.values()) {
            for (Actor actor : Actor.values()) {
                for (AccountState state : Lifecycle.statesOf(Holder.PUPIL)) {
                    assertThat(Lifecycle.after(event, state, false, Holder.PUPIL, actor))
                            .isNotEqualTo(java.util.Optional.of(AccountState.ACTIVATING));
                }
            }
        }
    }

    @Test
    void theDrawingHasEveryLine() {
        assertThat(Lifecycle.mermaid())
                .startsWith("stateDiagram-v2")
                .contains("NOTIFIED --> ACTIVATING: BEGIN_ACTIVATION (GUARDIAN)")
                .contains("NOTIFIED --> ACTIVE: ACTIVATE (PUPIL)");
    }
}
