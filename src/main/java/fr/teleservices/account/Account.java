package fr.teleservices.account;

import fr.teleservices.kernel.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decisions about one account need to know.
 *
 * @param current <em>compte actuel</em>; false: waits to take over from an earlier account of the same person
 * @param usableFrom null: at once
 * @param epoch raised by whatever makes earlier credentials worthless
 * @param personEmail the address that the import brought
 */
public record Account(
        long id,
        long schoolId,
        long personId,
        Holder holder,
        String login,
        AccountState state,
        boolean current,
        boolean held,
        @Nullable Instant usableFrom,
        @Nullable String passwordHash,
        @Nullable String emailPending,
        @Nullable String emailVerified,
        int epoch,
        String familyName,
        @Nullable String usageName,
        String givenName,
        @Nullable String personEmail,
        String schoolName,
        String timezone) {

    public Optional<AccountState> after(AccountEvent event, Actor actor) {
        return Lifecycle.after(event, state, held, holder, actor);
    }

    /** The state after an event that the caller may let happen, or why not. */
    public AccountState afterOrRefuse(AccountEvent event, Actor actor, Refusal refusal) {
        return after(event, actor).orElseThrow(refusal::asFailure);
    }

    public boolean isUsable(Instant now) {
        return usableFrom == null || !now.isBefore(usableFrom);
    }

    /** The password of an account that can sign in; null for all others. */
    public @Nullable String signInHash() {
        return state == AccountState.ACTIVE || state == AccountState.ACTIVATING ? passwordHash : null;
    }

    /** Names that a password must not hold. */
    public List<String> names() {
        return Stream.of(familyName, usageName, givenName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The name that the person goes by. */
    public String displayName() {
        String family = usageName == null || usageName.isBlank() ? familyName : usageName;
        return (givenName + " " + family).strip();
    }
}
