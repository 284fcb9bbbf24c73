package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account for the children of several. The holder's session proves the one, login and password the other; whoever has
 * only the temporary password gives a child's birth date too, as for an activation.
 */
public final class GroupingService {
    private static final Refusal NEEDS_DATE = Refusal.invalid(Map.of(
            "birthDay",
            "Avec un mot de passe temporaire, indiquez aussi la date de naissance d’un enfant de ce compte."));

    public static final Refusal NOT_GROUPED =
            Refusal.conflict("not-grouped", "Ce compte n’est pas regroupé : il n’y a rien à séparer.");

    private final Database database;
    private final Clock clock;
    private final Keyring keyring;
    private final TemporaryPassword temporary;
    private final PasswordService passwords;
    private final Tries tries;

    public GroupingService(Database database, Clock clock, Keyring keyring, PasswordService passwords, Tries tries) {
        this.database = database;
        this.clock = clock;
        this.keyring = keyring;
        this.temporary = new TemporaryPassword(keyring);
        this.passwords = passwords;
        this.tries = tries;
    }

    /** @param credential null: the other account's own password was given */
    private record Proof(Account other, @Nullable Credential credential) {}

    private record Looked(Optional<Account> account, TemporaryAccess temporary) {}

    /**
     * Takes the other account's children into the holder's own.
     *
     * @param client address of the client, for the budget of tries
     * @return the account that was taken in
     */
    public Future<Account> group(Account own, GroupingForm form, String client) {
        Map<String, String> faults = form.faults(own);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return prove(form, client)
                .compose(proof -> apply(own, form, proof))
                .compose(outcome -> outcome.refusal() != null
                        ? Future.failedFuture(outcome.refusal().asFailure())
                        : Future.succeededFuture(outcome.other()));
    }

    /** As much work whatever is wrong, and the same answer; the tries are those of the other account's sign-in. */
    private Future<Proof> prove(GroupingForm form, String client) {
        String name = Login.typed(form.login());
        return tries.charge(name, client)
                .compose(charged -> AccountGate.inSchoolOf(
                                database,
                                name,
                                (tx, place) -> AccountStore.load(tx, place.accountId())
                                        .compose(account -> access(tx, account, place.accountId(), form)
                                                .map(access -> new Looked(account, access))))
                        .compose(looked -> passwords
                                .verify(
                                        form.password(),
                                        looked.account()
                                                .map(Account::signInHash)
                                                .orElse(null))
                                .compose(right -> judge(looked, right, charged))));
    }

    private Future<TemporaryAccess> access(Tx tx, Optional<Account> account, long id, GroupingForm form) {
        return ActivationStore.credentials(tx, id)
                .map(credentials -> TemporaryAccess.of(
                        account, credentials, form.password(), temporary, keyring.current(), clock.instant()));
    }

    private static Future<Proof> judge(Looked looked, boolean right, Tries.Try charged) {
        if (right) {
            Account other = looked.account().orElseThrow();
            return charged.succeeded().map(done -> new Proof(other, null));
        } else if (looked.temporary() instanceof TemporaryAccess.Granted granted) {
            return charged.succeeded().map(done -> new Proof(granted.account(), granted.credential()));
        }
        TemporaryAccess.Denied denied = (TemporaryAccess.Denied) looked.temporary();
        return (denied.known() ? charged.succeeded() : charged.failed())
                .compose(done -> Future.failedFuture((denied.known() ? denied.refusal() : Messages.WRONG).asFailure()));
    }

    /** Not the activation's sentence: here either password will do. */
    private static final class Messages {
        static final Refusal WRONG = Refusal.invalid(
                "wrong-password",
                "L’identifiant ou le mot de passe de l’autre compte n’est pas valable. Recopiez-les de votre courrier ou"
                        + " courriel le plus récent, ou utilisez le mot de passe que vous aviez choisi pour ce compte.");
    }

    /** A refusal whose counters are to be committed, or the account that was taken in. */
    private record Outcome(Account other, @Nullable Refusal refusal) {}

    private Future<Outcome> apply(Account own, GroupingForm form, Proof proof) {
        Account other = proof.other();
        return database.inScope(
                Scope.of(List.of(own.schoolId(), other.schoolId())),
                tx -> lockBoth(tx, own.id(), other.id())
                        .compose(both -> widen(tx, both)
                                .compose(schools -> GroupingSwitchStore.pauses(tx, schools))
                                .compose(pauses -> pauses.isEmpty()
                                        ? decide(tx, both, form, proof)
                                        : Future.succeededFuture(new Outcome(other, paused(pauses.get(0)))))));
    }

    static Refusal paused(GroupingPause pause) {
        return Refusal.conflict("grouping-paused", pause.sentence());
    }

    private record Both(Account own, Account other) {}

    /** Always the smaller id first, so that two who group each other do not wait in a circle. */
    private static Future<Both> lockBoth(Tx tx, long own, long other) {
        return AccountStore.lock(tx, Math.min(own, other))
                .compose(first -> AccountStore.lock(tx, Math.max(own, other)).map(second -> {
                    Account low = first.orElseThrow(Refusal.notFound()::asFailure);
                    Account high = second.orElseThrow(Refusal.notFound()::asFailure);
                    return own < other ? new Both(low, high) : new Both(high, low);
                }));
    }

    /** Asked under the locks: from here nobody joins either group. */
    private Future<Set<Long>> widen(Tx tx, Both both) {
        return database.atGateOnce(gate -> GroupStore.schools(gate, both.own().id())
                        .compose(ours -> GroupStore.schools(gate, both.other().id())
                                .map(theirs -> {
                                    Set<Long> all = new LinkedHashSet<>(ours);
                                    all.addAll(theirs);
                                    return all;
                                })))
                .compose(all -> GroupStore.setScope(tx, all).map(done -> all));
    }

    private Future<Outcome> decide(Tx tx, Both both, GroupingForm form, Proof proof) {
        Credential credential = proof.credential();
        if (credential == null) {
            return Objects.equals(both.other().signInHash(), proof.other().signInHash())
                    ? take(tx, both, both.other().state())
                    : Future.failedFuture(Messages.WRONG.asFailure());
        }
        return access(tx, Optional.of(both.other()), both.other().id(), form).compose(access -> {
            if (access instanceof TemporaryAccess.Denied denied) {
                return Future.failedFuture(denied.refusal().asFailure());
            }
            // a password that a worker has claimed and not yet recorded has left: it counts as notified
            AccountState state = credential.recorded() ? both.other().state() : AccountState.NOTIFIED;
            Optional<Refusal> refusal = AccountGrouping.whyNot(both.own(), both.other(), state);
            if (refusal.isPresent()) {
                return Future.failedFuture(refusal.get().asFailure());
            }
            return withBirthDate(tx, both, form, credential);
        });
    }

    private Future<Outcome> withBirthDate(Tx tx, Both both, GroupingForm form, Credential credential) {
        Account other = both.other();
        if (form.birthDate().isEmpty()) {
            return Future.failedFuture(NEEDS_DATE.asFailure());
        }
        return AccountStore.birthDates(tx, other.id())
                .compose(dates -> dates.contains(form.birthDate().get())
                        ? BirthDateTries.notified(tx, other, credential, clock.instant())
                                .compose(state -> take(tx, both, state))
                        : BirthDateTries.wrong(tx, other, credential, clock.instant())
                                .map(refusal -> new Outcome(other, refusal)));
    }

    private Future<Outcome> take(Tx tx, Both both, AccountState state) {
        Account other = both.other();
        Optional<Refusal> refusal = AccountGrouping.whyNot(both.own(), other, state);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get().asFailure());
        }
        AccountState to = Lifecycle.after(AccountEvent.GROUP, state, other.held(), other.holder(), Actor.HOLDER)
                .orElseThrow();
        Instant now = clock.instant();
        By by = By.holder(both.own().id());
        return GroupStore.group(tx, other.id(), both.own().id(), to, now)
                .compose(done -> AccountStore.endSessions(tx, other.id()))
                .compose(done -> LinkStore.kill(tx, other.id(), now, Link.Purpose.values()))
                .compose(done -> audit(tx, by, both.own(), "account.group", other, "account.grouped"))
                .map(done -> new Outcome(other, null));
    }

    /** The accounts that were taken in, as far as the scope reaches, with the children of each. */
    public Future<List<GroupPart>> parts(Account head, boolean wholeGroup) {
        Future<List<Long>> schools = wholeGroup
                ? database.atGateOnce(gate -> GroupStore.schools(gate, head.id()))
                : Future.succeededFuture(List.of(head.schoolId()));
        return schools.compose(all -> database.inScope(
                Scope.of(all),
                tx -> GroupStore.parts(tx, head.id())
                        .compose(parts -> Future.all(parts.stream()
                                        .map(part -> AccountStore.children(tx, part.accountId())
                                                .map(part::with))
                                        .toList())
                                .map(done -> done.<GroupPart>list()))));
    }

    /** By the holder: the account is that school's again, which notifies it anew. */
    public Future<Void> ungroup(Account head, long part) {
        return database.atGateOnce(gate -> GroupStore.head(gate, part))
                .compose(found -> found.isEmpty() || found.get().accountId() != head.id()
                        ? Future.failedFuture(Refusal.notFound().asFailure())
                        : schoolOf(part).compose(school -> ungroup(By.holder(head.id()), school, part, found.get())));
    }

    /** By staff of the school whose children leave the group. */
    public Future<Void> ungroupByStaff(long staff, long school, long part) {
        return headOf(part).compose(place -> ungroup(By.staff(staff), school, part, place));
    }

    private Future<AccountStore.Place> headOf(long part) {
        return database.atGateOnce(gate -> GroupStore.head(gate, part))
                .map(found -> found.orElseThrow(NOT_GROUPED::asFailure));
    }

    private Future<Long> schoolOf(long account) {
        return database.atGateOnce(gate -> AccountStore.findSchool(gate, account))
                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure));
    }

    private Future<Void> ungroup(By by, long school, long part, AccountStore.Place head) {
        return database.inScope(
                Scope.of(school),
                tx -> AccountStore.lock(tx, part)
                        .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                        .compose(account -> GroupStore.ungroup(
                                        tx,
                                        part,
                                        head.accountId(),
                                        account.afterOrRefuse(AccountEvent.UNGROUP, by.actor(), NOT_GROUPED))
                                .compose(done -> done
                                        ? auditParted(tx, by, account, head)
                                        : Future.failedFuture(NOT_GROUPED.asFailure()))));
    }

    private Future<Void> auditParted(Tx tx, By by, Account part, AccountStore.Place head) {
        return inOrder(
                part.schoolId(),
                () -> append(tx, by, part.schoolId(), part.id(), "account.ungroup"),
                head.schoolId(),
                () -> append(tx, by, head.schoolId(), head.accountId(), "account.group-part-left"));
    }

    private Future<Void> audit(Tx tx, By by, Account one, String action, Account other, String otherAction) {
        return inOrder(
                one.schoolId(),
                () -> append(tx, by, one.schoolId(), one.id(), action),
                other.schoolId(),
                () -> append(tx, by, other.schoolId(), other.id(), otherAction));
    }

    private interface Append {
        Future<Void> run();
    }

    /** Each school has its own chain; the smaller id first, or two transactions wait for each other. */
    private static Future<Void> inOrder(long school, Append append, long other, Append otherAppend) {
        return school <= other
                ? append.run().compose(done -> otherAppend.run())
                : otherAppend.run().compose(done -> append.run());
    }

    /** No school learns from its chain which other one it is. */
    private Future<Void> append(Tx tx, By by, long school, long account, String action) {
        return AuditStore.append(
                tx, school, clock.instant(), by.auditKind(), by.id(), action, "ACCOUNT", account, new JsonObject());
    }
}
