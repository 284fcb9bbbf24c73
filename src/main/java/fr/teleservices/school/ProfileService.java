package fr.teleservices.school;

import fr.teleservices.credential.Base32;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.StaffSecrets;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.AskAgain;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What one changes about one's own staff account: the password, the second factor. The present ones are asked each time. */
public final class ProfileService {
    private static final String WRONG_CODE = "Ce code n’est pas le bon, ou il a déjà servi.";

    private final Database database;
    private final StaffService staff;
    private final TryService tries;
    private final PasswordService passwords;
    private final Seal totpSeal;

    /** @param totpSeal the same as the sign-in's */
    public ProfileService(
            Database database, StaffService staff, TryService tries, PasswordService passwords, Seal totpSeal) {
        this.database = database;
        this.staff = staff;
        this.tries = tries;
        this.passwords = passwords;
        this.totpSeal = totpSeal;
    }

    /**
     * @param secret of an enrolment that waits for its first code, in Base32; empty: none
     * @param codes recovery codes that are left
     */
    record Profile(Staff staff, boolean secondFactor, String secret, long codes) {}

    /** @param codes recovery codes, readable this once */
    record Enrolled(Staff staff, List<String> codes) {}

    Future<Profile> profile(long staffId) {
        return load(staffId)
                .map(found -> new Profile(found.staff(), found.totpSealed() != null, pending(found), found.codes()));
    }

    private String pending(StaffStore.Credentials found) {
        byte[] sealed = found.totpPending();
        return sealed == null ? "" : totpSeal.open(sealed).map(Base32::encode).orElse("");
    }

    private Future<StaffStore.Credentials> load(long staffId) {
        return database.atGateOnce(tx -> StaffStore.byId(tx, staffId))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    /**
     * Asks again before something that cannot be undone: the password, or a code of the second factor.
     *
     * @return fails with INVALID for the field {@code password}, or TOO_MANY
     */
    public Future<Void> confirm(long staffId, String typed, String address) {
        return load(staffId)
                .compose(found -> charged(
                        found,
                        address,
                        "password",
                        "Ce n’est pas votre mot de passe actuel.",
                        () -> typed.strip().matches("[0-9]{3} ?[0-9]{3}") && found.totpSealed() != null
                                ? staff.useCode(found, typed)
                                : passwords.verify(typed, found.passwordHash())));
    }

    /**
     * Who is there, once more: the password, and a code where there is a second factor.
     *
     * @return fails with INVALID for the fields of {@link AskAgain}, or TOO_MANY
     */
    Future<Void> prove(long staffId, String password, String code, String address) {
        return load(staffId)
                .compose(found -> charged(
                                found,
                                address,
                                AskAgain.PASSWORD,
                                "Ce n’est pas votre mot de passe actuel.",
                                () -> passwords.verify(password, found.passwordHash()))
                        .compose(right -> found.totpSealed() == null
                                ? Future.succeededFuture()
                                : charged(
                                        found, address, AskAgain.CODE, WRONG_CODE, () -> staff.useCode(found, code))));
    }

    @FunctionalInterface
    private interface Check {
        Future<Boolean> made();
    }

    /** Guesses here come out of the same budget as those at the sign-in. */
    private Future<Void> charged(
            StaffStore.Credentials found, String address, String field, String sentence, Check check) {
        return tries.charge("staff:" + found.staff().login(), address)
                .compose(charged -> check.made()
                        .compose(right -> right
                                ? charged.succeeded()
                                : charged.failed()
                                        .compose(counted -> Future.failedFuture(Refusal.invalid(Map.of(field, sentence))
                                                .asFailure()))));
    }

    private Future<StaffStore.Credentials> withPassword(long staffId, String password, String address) {
        return load(staffId)
                .compose(found -> charged(
                                found,
                                address,
                                "password",
                                "Ce n’est pas votre mot de passe actuel.",
                                () -> passwords.verify(password, found.passwordHash()))
                        .map(found));
    }

    /** @return the account with its new epoch: every other session is dead */
    Future<Staff> changePassword(long staffId, String password, String wanted, String again, String address) {
        return withPassword(staffId, password, address).compose(found -> {
            Map<String, String> faults = StaffService.newPasswordFaults(found, password, wanted, again);
            return faults.isEmpty()
                    ? staff.change(found.staff(), wanted)
                    : Future.failedFuture(Refusal.invalid(faults).asFailure());
        });
    }

    /** A secret for the application to learn; nothing is asked of anybody before a code has proved that it did. */
    Future<Void> begin(long staffId, String password, String address) {
        return withPassword(staffId, password, address)
                .compose(found -> found.totpSealed() != null
                        ? Future.failedFuture(already())
                        : database.atGate(tx ->
                                        tx.update(StaffStore.SET_PENDING, staffId, totpSeal.seal(StaffSecrets.totp())))
                                .mapEmpty());
    }

    private static Throwable already() {
        return Refusal.conflict("enrolled", "Votre second facteur est déjà actif.")
                .asFailure();
    }

    /** The first code: from now on one is asked at every sign-in. */
    Future<Enrolled> prove(long staffId, String code) {
        return load(staffId).compose(found -> {
            byte[] sealed = found.totpPending();
            if (sealed == null) {
                return Future.failedFuture(Refusal.conflict("not-begun", "Commencez par associer votre application.")
                        .asFailure());
            }
            OptionalLong step = staff.step(sealed, code, found.totpLastStep());
            if (step.isEmpty()) {
                return Future.failedFuture(
                        Refusal.invalid(Map.of("code", WRONG_CODE)).asFailure());
            }
            List<String> codes = StaffSecrets.recoveryCodes();
            return database.atGate(tx -> StaffStore.useStep(tx, staffId, step.getAsLong())
                    .compose(used -> used
                            ? StaffStore.setTotp(tx, staffId, sealed)
                            : Future.failedFuture(
                                    Refusal.invalid(Map.of("code", WRONG_CODE)).asFailure()))
                    .compose(epoch -> StaffStore.putRecovery(tx, staffId, hashes(staffId, codes))
                            .compose(put ->
                                    staff.audit(tx, found.staff(), staffId, "staff.second-factor", new JsonObject()))
                            .map(new Enrolled(found.staff().withEpoch(epoch), codes))));
        });
    }

    /** For the record: the sessions are the caller's to end. */
    Future<Void> sessionsEnded(long staffId) {
        return load(staffId)
                .compose(found -> database.atGate(
                        tx -> staff.audit(tx, found.staff(), staffId, "staff.sessions-end", new JsonObject())));
    }

    private static List<byte[]> hashes(long staffId, List<String> codes) {
        return codes.stream().map(code -> StaffSecrets.hash(staffId, code)).toList();
    }

    /** Ten new ones; the earlier ones are dead. */
    Future<Enrolled> renewCodes(long staffId, String password, String code, String address) {
        List<String> codes = StaffSecrets.recoveryCodes();
        return withBoth(staffId, password, code, address)
                .compose(found -> database.atGate(tx -> StaffStore.putRecovery(tx, staffId, hashes(staffId, codes))
                        .compose(put ->
                                staff.audit(tx, found.staff(), staffId, "staff.recovery-codes", new JsonObject()))
                        .map(new Enrolled(found.staff(), codes))));
    }

    /** @return the account with its new epoch */
    Future<Staff> stop(long staffId, String password, String code, String address) {
        return withBoth(staffId, password, code, address)
                .compose(found -> database.atGate(tx -> StaffStore.dropTotp(tx, staffId)
                        .compose(epoch -> staff.audit(
                                        tx, found.staff(), staffId, "staff.second-factor-off", new JsonObject())
                                .map(found.staff().withEpoch(epoch)))));
    }

    private Future<StaffStore.Credentials> withBoth(long staffId, String password, String code, String address) {
        return withPassword(staffId, password, address)
                .compose(found -> charged(found, address, "code", WRONG_CODE, () -> staff.useCode(found, code))
                        .map(found));
    }
}
