package fr.teleservices.school;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.Seal;
import fr.teleservices.credential.Totp;
import fr.teleservices.credential.TryService;
import fr.teleservices.db.Database;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Staff accounts: making them, signing in, ending what they were given. */
public final class StaffService {
    /** Code of the refusal that asks for the second factor: the password was right. */
    public static final String CODE_NEEDED = "code-needed";

    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,59}");
    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;

    private final Database database;
    private final TryService tries;
    private final PasswordService passwords;
    private final Seal totpSeal;
    private final Clock clock;

    /** @param totpSeal seals the secrets of the second factor */
    public StaffService(Database database, TryService tries, PasswordService passwords, Seal totpSeal, Clock clock) {
        this.database = database;
        this.tries = tries;
        this.passwords = passwords;
        this.totpSeal = totpSeal;
        this.clock = clock;
    }

    /** Who signed in, and whether with a code. */
    public record SignedIn(Staff staff, boolean secondFactor) {}

    /**
     * Adds a staff account.
     *
     * @param schoolId null for the academy, and only for it
     * @param actorId who adds it; null for the command line
     * @return fails with INVALID and a sentence per field, or CONFLICT where the login is taken
     */
    public Future<Staff> add(
            String login, Role role, @Nullable Long schoolId, String password, @Nullable Long actorId) {
        String name = login.strip().toLowerCase(Locale.ROOT);
        Map<String, String> faults = faults(name, role, schoolId, password);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return passwords
                .hash(password)
                .compose(hash -> database.atGate(tx -> StaffStore.insert(tx, name, role, schoolId, hash)
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
            faults.put("login", "L’identifiant a de 2 à 60 lettres, chiffres, points, tirets.");
        }
        if ((role == Role.ACADEMIE) != (schoolId == null)) {
            faults.put("role", "Un compte de l’académie n’a pas d’établissement, les autres en ont un.");
        }
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            faults.put("password", "Le mot de passe a de " + SHORTEST + " à " + LONGEST + " caractères.");
        } else if (login.length() >= 4 && password.toLowerCase(Locale.ROOT).contains(login)) {
            faults.put("password", "Le mot de passe ne doit pas contenir l’identifiant.");
        }
        return faults;
    }

    /**
     * Signs in. The answer, and the time it takes, is the same for a login that does not exist, a wrong password and a
     * disabled account.
     *
     * @param code of the second factor, empty if not typed
     * @param address the client's
     * @return fails with UNAUTHENTICATED ({@link #CODE_NEEDED} where only the code is missing) or TOO_MANY
     */
    public Future<SignedIn> signIn(String login, String password, String code, String address) {
        String name = login.strip().toLowerCase(Locale.ROOT);
        return tries.charge("staff:" + name, address)
                .compose(charged -> database.atGateOnce(tx -> StaffStore.byLogin(tx, name))
                        .compose(found -> passwords
                                .verify(
                                        password,
                                        found.map(StaffStore.Credentials::passwordHash)
                                                .orElse(null))
                                .compose(right ->
                                        right && !found.orElseThrow().staff().disabled()
                                                ? secondFactor(found.get(), code)
                                                : wrong()))
                        .compose(
                                signedIn -> charged.succeeded().map(signedIn),
                                failure -> isCodeNeeded(failure)
                                        ? Future.failedFuture(failure)
                                        : charged.failed().compose(done -> Future.failedFuture(failure))));
    }

    private Future<SignedIn> secondFactor(StaffStore.Credentials found, String code) {
        byte[] sealed = found.totpSealed();
        if (sealed == null) {
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
        Optional<byte[]> secret = totpSeal.open(sealed);
        OptionalLong step = secret.isEmpty()
                ? OptionalLong.empty()
                : Totp.verify(secret.get(), code, clock.instant(), found.totpLastStep());
        if (step.isEmpty()) {
            return wrong();
        }
        return database.atGate(tx -> StaffStore.useStep(tx, found.staff().id(), step.getAsLong()))
                .compose(won -> won ? Future.succeededFuture(new SignedIn(found.staff(), true)) : wrong());
    }

    private static boolean isCodeNeeded(Throwable failure) {
        return failure instanceof fr.teleservices.kernel.Refused refused
                && refused.refusal().code().equals(CODE_NEEDED);
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

    private Future<Void> audit(Tx tx, Staff staff, @Nullable Long actorId, String action, JsonObject detail) {
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
