package fr.teleservices.school;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.PasswordRules;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.StaffSecrets;
import fr.teleservices.credential.Totp;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Tally;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Staff accounts: making them, signing in, asking again before what cannot be undone. */
public final class StaffService {
    /** Code of the refusal that asks for the second factor: the password was right. */
    public static final String CODE_NEEDED = "code-needed";
    /** The password was right and somebody else's choice: a new one is asked. */
    public static final String CHANGE_NEEDED = "change-needed";
    /** Both. */
    public static final String CHANGE_AND_CODE_NEEDED = "change-and-code-needed";

    private static final Set<String> ASKING = Set.of(CODE_NEEDED, CHANGE_NEEDED, CHANGE_AND_CODE_NEEDED);
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,59}");
    private static final Pattern DIGITS = Pattern.compile("\\s*[0-9]{3}\\s*[0-9]{3}\\s*");

    private final Database database;
    private final TryService tries;
    private final PasswordService passwords;
    private final Seal totpSeal;
    private final Clock clock;
    private final Tally tally;

    /** @param totpSeal seals the secrets of the second factor */
    public StaffService(Database database, TryService tries, PasswordService passwords, Seal totpSeal, Clock clock) {
        this(database, tries, passwords, totpSeal, clock, Tally.NONE);
    }

    /** @param tally of the results of signing in */
    public StaffService(
            Database database, TryService tries, PasswordService passwords, Seal totpSeal, Clock clock, Tally tally) {
        this.tally = tally;
        this.database = database;
        this.tries = tries;
        this.passwords = passwords;
        this.totpSeal = totpSeal;
        this.clock = clock;
    }

    /** Who signed in, and whether with a code. */
    public record SignedIn(Staff staff, boolean secondFactor) {}

    /** @param newPassword where the present one was given by somebody else; empty if not typed */
    public record Typed(String login, String password, String code, String newPassword, String newPasswordAgain) {}

    /**
     * Adds a staff account.
     *
     * @param schoolId null for the academy, and only for it
     * @param actorId who adds it; null for the command line
     * @return fails with INVALID and a sentence per field, or CONFLICT where the login is taken
     */
    public Future<Staff> add(
            String login, Role role, @Nullable Long schoolId, String password, @Nullable Long actorId) {
        return add(login, role, schoolId, password, actorId, false);
    }

    /** @param mustChange whether the password has to be changed at the first sign-in */
    Future<Staff> add(
            String login,
            Role role,
            @Nullable Long schoolId,
            String password,
            @Nullable Long actorId,
            boolean mustChange) {
        String name = login.strip().toLowerCase(Locale.ROOT);
        Map<String, String> faults = faults(name, role, schoolId, password);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return passwords
                .hash(password)
                .compose(hash -> database.atGate(tx -> StaffStore.insert(tx, name, role, schoolId, hash, mustChange)
                        .compose(added ->
                                added.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(taken())))
                        .compose(staff -> audit(
                                        tx, staff, actorId, "staff.add", new JsonObject().put("role", role.name()))
                                .map(staff))));
    }

    private static Throwable taken() {
        return Refusal.conflict("login-taken", "Cet identifiant est déjà pris.").asFailure();
    }

    private static Map<String, String> faults(String login, Role role, @Nullable Long schoolId, String password) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (!LOGIN.matcher(login).matches()) {
            faults.put("login", "L’identifiant a de 2 à 60 lettres sans accent, chiffres, points, tirets.");
        }
        if ((role == Role.ACADEMIE) != (schoolId == null)) {
            faults.put("role", "Un compte de l’académie n’a pas d’établissement, les autres en ont un.");
        }
        passwordFault(password, login).ifPresent(fault -> faults.put("password", fault));
        return faults;
    }

    /** The same rules as the holders': long, not a common one, without the login. */
    static Optional<String> passwordFault(String password, String login) {
        List<String> faults = PasswordRules.faults(password, List.of(), login);
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", faults));
    }

    /** Signs in where the password has long been one's own. */
    public Future<SignedIn> signIn(String login, String password, String code, String address) {
        return signIn(new Typed(login, password, code, "", ""), address);
    }

    /**
     * Signs in. The answer, and the time it takes, is the same for a login that does not exist, a wrong password and a
     * disabled account.
     *
     * @param address the client's
     * @return fails with UNAUTHENTICATED ({@link #CODE_NEEDED} and its like where something is missing), TOO_MANY, or
     *     INVALID where the new password is not good enough
     */
    public Future<SignedIn> signIn(Typed typed, String address) {
        String name = typed.login().strip().toLowerCase(Locale.ROOT);
        return passwords.admit(() -> charged(name, typed, address)).onComplete(done -> tally.ended(done.cause()));
    }

    private Future<SignedIn> charged(String name, Typed typed, String address) {
        return tries.charge("staff:" + name, address)
                .compose(charged -> database.atGateOnce(tx -> StaffStore.byLogin(tx, name))
                        .compose(found -> passwords
                                .verify(
                                        typed.password(),
                                        found.map(StaffStore.Credentials::passwordHash)
                                                .orElse(null))
                                .compose(right ->
                                        right && !found.orElseThrow().staff().disabled()
                                                ? admit(found.get(), typed)
                                                : wrong()))
                        .compose(
                                signedIn -> charged.succeeded().map(signedIn),
                                failure -> isAsking(failure)
                                        ? asked(charged, failure)
                                        : charged.failed().compose(done -> Future.failedFuture(failure))));
    }

    /** The password was right. Where a code is asked as well, the budget of guesses goes on: the code is short. */
    private static Future<SignedIn> asked(TryService.Try charged, Throwable failure) {
        boolean alone =
                failure instanceof Refused refused && refused.refusal().code().equals(CHANGE_NEEDED);
        Future<Void> done = alone ? charged.succeeded() : Future.succeededFuture();
        return done.compose(cleared -> Future.failedFuture(failure));
    }

    private Future<SignedIn> admit(StaffStore.Credentials found, Typed typed) {
        if (!found.mustChange()) {
            return secondFactor(found, typed.code()).compose(this::signedIn);
        }
        boolean withCode = found.totpSealed() != null;
        if (typed.newPassword().isEmpty() || (withCode && typed.code().isBlank())) {
            return Future.failedFuture(new Refusal(
                            Refusal.Kind.UNAUTHENTICATED,
                            withCode ? CHANGE_AND_CODE_NEEDED : CHANGE_NEEDED,
                            "Ce mot de passe vous a été donné : choisissez maintenant le vôtre.",
                            Map.of(),
                            0)
                    .asFailure());
        }
        Map<String, String> faults =
                newPasswordFaults(found, typed.password(), typed.newPassword(), typed.newPasswordAgain());
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return secondFactor(found, typed.code())
                .compose(in ->
                        change(in.staff(), typed.newPassword()).map(staff -> new SignedIn(staff, in.secondFactor())))
                .compose(this::signedIn);
    }

    /** @param present as it was typed, and right: who gave it still knows it */
    static Map<String, String> newPasswordFaults(
            StaffStore.Credentials found, String present, String wanted, String again) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (PasswordRules.isTheSame(wanted, present)) {
            faults.put("newPassword", PasswordRules.THE_SAME);
        }
        passwordFault(wanted, found.staff().login()).ifPresent(fault -> faults.put("newPassword", fault));
        if (!wanted.equals(again)) {
            faults.put("newPasswordAgain", "Les deux saisies ne sont pas les mêmes.");
        }
        return faults;
    }

    /** One's own choice. @return the account with its new epoch */
    Future<Staff> change(Staff staff, String wanted) {
        return passwords
                .hash(wanted)
                .compose(hash -> database.atGate(tx -> StaffStore.setPassword(tx, staff.id(), hash, false)
                        .compose(epoch -> audit(tx, staff, staff.id(), "staff.password", new JsonObject())
                                .map(staff.withEpoch(epoch)))));
    }

    /** Somebody who may sign in, and whether with a second factor of ours. */
    public record Known(Staff staff, boolean secondFactor) {}

    /** By login, for a sign-in that an identity provider has checked; empty for a disabled account too. */
    public Future<Optional<Known>> known(String login) {
        return database.atGateOnce(tx -> StaffStore.byLogin(tx, login))
                .map(found -> found.filter(one -> !one.staff().disabled())
                        .map(one -> new Known(one.staff(), one.totpSealed() != null)));
    }

    /** A sign-in that an identity provider has checked. */
    public Future<SignedIn> enteredByProvider(Staff who, boolean secondFactor) {
        return entered(new SignedIn(who, secondFactor), "staff.sign-in-provider");
    }

    /**
     * A code of the second factor, out of the same budget as passwords.
     *
     * @param epoch what was known of the account when the code was asked
     * @return fails with INVALID for the field {@code code}, or TOO_MANY
     */
    public Future<Staff> code(long staffId, int epoch, String code, String address) {
        return database.atGateOnce(tx -> StaffStore.byId(tx, staffId))
                .map(found -> found.filter(one ->
                                one.staff().epoch() == epoch && !one.staff().disabled())
                        .orElseThrow(() -> Refusal.unauthenticated("Recommencez la connexion.")
                                .asFailure()))
                .compose(found -> tries.charge("staff:" + found.staff().login(), address)
                        .compose(charged -> useCode(found, code)
                                .compose(right -> right
                                        ? charged.succeeded().map(found.staff())
                                        : charged.failed()
                                                .compose(counted -> Future.failedFuture(Refusal.invalid(Map.of(
                                                                "code",
                                                                "Ce code n’est pas le bon, ou il a déjà servi."))
                                                        .asFailure())))));
    }

    private Future<SignedIn> signedIn(SignedIn in) {
        return entered(in, "staff.sign-in");
    }

    /** Written down: after a password was stolen, one has to know since when. */
    private Future<SignedIn> entered(SignedIn in, String action) {
        Staff who = in.staff();
        return database.atGate(tx -> tx.update(StaffStore.SIGNED_IN, who.id(), clock.instant())
                .compose(done ->
                        audit(tx, who, who.id(), action, new JsonObject().put("secondFactor", in.secondFactor())))
                .map(in));
    }

    private Future<SignedIn> secondFactor(StaffStore.Credentials found, String code) {
        if (found.totpSealed() == null) {
            return Future.succeededFuture(new SignedIn(found.staff(), false));
        }
        if (code.isBlank()) {
            return Future.failedFuture(new Refusal(
                            Refusal.Kind.UNAUTHENTICATED,
                            CODE_NEEDED,
                            "Saisissez le code à usage unique de votre application.",
                            Map.of(),
                            0)
                    .asFailure());
        }
        return useCode(found, code)
                .compose(won -> won ? Future.succeededFuture(new SignedIn(found.staff(), true)) : wrong());
    }

    /** Six digits of the application, or one of the recovery codes: each once. */
    Future<Boolean> useCode(StaffStore.Credentials found, String code) {
        byte[] sealed = found.totpSealed();
        Staff staff = found.staff();
        if (sealed == null) {
            return Future.succeededFuture(false);
        }
        if (!DIGITS.matcher(code).matches()) {
            byte[] hash = StaffSecrets.hash(staff.id(), code);
            return database.atGate(tx -> StaffStore.useRecovery(tx, staff.id(), hash)
                    .compose(used -> used
                            ? audit(tx, staff, staff.id(), "staff.recovery-code", new JsonObject())
                                    .map(true)
                            : Future.succeededFuture(false)));
        }
        OptionalLong step = step(sealed, code, found.totpLastStep());
        return step.isEmpty()
                ? Future.succeededFuture(false)
                : database.atGate(tx -> StaffStore.useStep(tx, staff.id(), step.getAsLong()));
    }

    /** The step of a right code; empty for a wrong or used one. */
    OptionalLong step(byte[] sealed, String code, long lastStep) {
        Optional<byte[]> secret = totpSeal.open(sealed);
        return secret.isEmpty() ? OptionalLong.empty() : Totp.verify(secret.get(), code, clock.instant(), lastStep);
    }

    private static boolean isAsking(Throwable failure) {
        return failure instanceof Refused refused
                && (ASKING.contains(refused.refusal().code())
                        || refused.refusal().kind() == Refusal.Kind.INVALID);
    }

    private static <T> Future<T> wrong() {
        return Future.failedFuture(Refusal.unauthenticated("Identifiant, mot de passe ou code incorrect.")
                .asFailure());
    }

    /** Begins the second factor: codes of this secret are asked from the next sign-in. */
    public Future<Void> enrol(long staffId, byte[] secret) {
        return change(StaffStore.SET_TOTP, staffId, totpSeal.seal(secret));
    }

    /** Sessions and tokens given so far are dead at their next request. */
    public Future<Void> changeRole(long staffId, Role role) {
        return change(StaffStore.SET_ROLE, staffId, role.name());
    }

    /** Sessions and tokens given so far are dead at their next request. */
    public Future<Void> disable(long staffId) {
        return database.atGate(tx -> tx.update(StaffStore.DISABLE, staffId)).mapEmpty();
    }

    private Future<Void> change(Sql statement, long staffId, Object value) {
        return database.atGate(tx -> tx.update(statement, staffId, value)).mapEmpty();
    }

    Future<Void> audit(Tx tx, Staff staff, @Nullable Long actorId, String action, JsonObject detail) {
        Long schoolId = staff.schoolId();
        return AuditStore.appendAtGate(
                tx,
                schoolId == null ? AuditStore.ACADEMY : schoolId,
                clock.instant(),
                actorId == null ? "SERVICE" : "STAFF",
                actorId,
                action,
                "STAFF",
                staff.id(),
                detail);
    }
}
