package fr.teleservices.school;

import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.StaffSecrets;
import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The staff of a school, and of the academy, as those who may manage them do. */
public final class StaffAdminService {
    private final Database database;
    private final StaffService staff;
    private final PasswordService passwords;

    public StaffAdminService(Database database, StaffService staff, PasswordService passwords) {
        this.database = database;
        this.staff = staff;
        this.passwords = passwords;
    }

    /** @param password to be told to the person, readable this once; empty where it was typed */
    record Given(Staff staff, String password) {}

    /** @param schoolId null: of the academy */
    Future<List<StaffStore.Listed>> list(@Nullable Long schoolId) {
        return database.atGateOnce(tx -> StaffStore.list(tx, schoolId));
    }

    /** Fails with NOT_FOUND, also where the account is another school's. */
    Future<StaffStore.Listed> one(StaffWho actor, long id) {
        return database.atGateOnce(tx -> StaffStore.listed(tx, id))
                .compose(found -> found.filter(listed -> StaffRules.sees(actor, listed.staff()))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    /**
     * @param schoolId null: of the academy
     * @param typed the first password; empty: one is drawn
     */
    Future<Given> add(StaffWho actor, @Nullable Long schoolId, String login, Role role, String typed) {
        Optional<Refusal> refusal = StaffRules.give(actor, role);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get().asFailure());
        }
        String password = typed.isEmpty() ? StaffSecrets.password() : typed;
        return staff.add(login, role, schoolId, password, actor.id(), true)
                .map(added -> new Given(added, typed.isEmpty() ? password : ""));
    }

    /** Sessions and tokens given so far are dead at their next request. */
    Future<Staff> changeRole(StaffWho actor, long id, Role role) {
        return change(
                actor,
                id,
                other -> StaffRules.changeRole(actor, other, role),
                (tx, other) -> tx.update(StaffStore.SET_ROLE, id, role),
                "staff.role",
                new JsonObject().put("role", role.name()));
    }

    Future<Staff> disable(StaffWho actor, long id) {
        return change(
                actor,
                id,
                other -> StaffRules.disable(actor, other),
                (tx, other) -> tx.update(StaffStore.DISABLE, id),
                "staff.disable",
                new JsonObject());
    }

    Future<Staff> enable(StaffWho actor, long id) {
        return change(
                actor,
                id,
                other -> Optional.empty(),
                (tx, other) -> tx.update(StaffStore.ENABLE, id),
                "staff.enable",
                new JsonObject());
    }

    /** The present password and every session are dead; the new one has to be changed at the first sign-in. */
    Future<Given> resetPassword(StaffWho actor, long id) {
        String password = StaffSecrets.password();
        return passwords
                .hash(password)
                .compose(hash -> change(
                        actor,
                        id,
                        other -> StaffRules.reset(actor, other),
                        (tx, other) -> StaffStore.setPassword(tx, id, hash, true),
                        "staff.password-reset",
                        new JsonObject()))
                .map(other -> new Given(other, password));
    }

    /** For a lost phone: the next sign-in asks no code. */
    Future<Staff> resetSecondFactor(StaffWho actor, long id) {
        return change(
                actor,
                id,
                other -> StaffRules.reset(actor, other),
                (tx, other) -> StaffStore.dropTotp(tx, id),
                "staff.second-factor-reset",
                new JsonObject());
    }

    Future<Staff> endSessions(StaffWho actor, long id) {
        return change(
                actor,
                id,
                other -> Optional.empty(),
                (tx, other) -> tx.update(StaffStore.NEXT_EPOCH, id),
                "staff.sessions-end",
                new JsonObject());
    }

    @FunctionalInterface
    private interface Write {
        Future<?> done(Tx tx, Staff other);
    }

    /** One transaction: the row is locked, so that what was decided about is what is written. */
    private Future<Staff> change(
            StaffWho actor,
            long id,
            Function<Staff, Optional<Refusal>> rule,
            Write write,
            String action,
            JsonObject detail) {
        return database.atGate(tx -> StaffStore.lock(tx, id).compose(found -> {
            Optional<Staff> other = found.filter(one -> StaffRules.sees(actor, one));
            Optional<Refusal> refusal = other.isEmpty() ? Optional.of(Refusal.notFound()) : rule.apply(other.get());
            return refusal.isPresent()
                    ? Future.failedFuture(refusal.get().asFailure())
                    : write.done(tx, other.orElseThrow())
                            .compose(done -> staff.audit(tx, other.get(), actor.id(), action, detail))
                            .map(other.get());
        }));
    }
}
