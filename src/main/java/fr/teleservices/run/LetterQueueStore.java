package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The queue of letters in SQL: claimed by parts; a part and its outcomes are stored in one transaction. */
final class LetterQueueStore {
    /** Single letters overtake; runs take turns: the first parts of all of them, then the second ones. */
    static final Sql NEXT = Sql.gate("""
            SELECT p.id, p.school_id FROM letter_part p LEFT JOIN run r ON r.id = p.run_id
            WHERE p.status = 'PENDING' AND p.not_before <= clock_timestamp() AND (p.run_id IS NULL OR r.status = 'RUNNING')
            ORDER BY p.run_id IS NOT NULL, p.part, p.id LIMIT 1
            """);

    static final Sql CLAIM = Sql.app("""
            UPDATE letter_part p SET status = 'CLAIMED', token = nextval('lease_token'), worker = $2, attempts = attempts + 1,
              lease_until = clock_timestamp() + $3::bigint * interval '1 ms'
            FROM (SELECT id FROM letter_part WHERE id = $1 AND status = 'PENDING' FOR UPDATE SKIP LOCKED) due, letter_key k
            WHERE p.id = due.id AND k.id = p.letter_key_id
            RETURNING p.id, p.school_id, p.run_id, p.part, p.division, p.token, k.wrapped, k.key_id, k.id AS letter_key_id
            """);

    private static final String ITEMS = """
            SELECT n.id, n.division AS sorted_under, n.credential_id, n.credential_key, a.id AS account_id, a.login, a.state, a.held, a.epoch,
              p.id AS person_id, p.holder, p.civility, p.family_name, p.usage_name, p.given_name, p.division,
              p.address_line1, p.address_line2, p.address_line3, p.address_line4, p.po_box, p.postcode, p.city, p.foreign_city,
              p.country_code, p.country, CASE WHEN a.usable_from > n.created_at THEN a.usable_from END AS usable_from,
              n.run_id IS NOT NULL AND a.current AND EXISTS (SELECT FROM account w
                WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL) AS replaced
            FROM notification n JOIN account a ON a.id = n.account_id JOIN person p ON p.id = a.person_id
            WHERE n.status = 'PENDING' AND n.channel = 'PAPER' AND\s""";

    /** $1 run, $2 number of the part. Two statements: with one for both no index was used, 60 ms a part. */
    static final Sql ITEMS_OF_RUN = Sql.app(ITEMS + "n.run_id = $1 AND n.letter_part = $2 ORDER BY n.letter_seq, n.id");

    static final Sql ITEM_ALONE = Sql.app(ITEMS + "n.run_id IS NULL AND n.part_id = $1");

    static final Sql SEAL = Sql.app("""
            UPDATE letter_part SET status = 'DONE', sealed = $3, pages = $4, made_at = $5, lease_until = NULL, worker = NULL
            WHERE id = $1 AND token = $2 AND status = 'CLAIMED'
            """);

    /** One by one, in the order of the ids: for a list of ids the server once read all accounts of the school. */
    static final Sql LOCK_ACCOUNTS = Sql.app("""
            SELECT l.id FROM (SELECT id FROM unnest($1::bigint[]) AS u(id) ORDER BY id) o
            CROSS JOIN LATERAL (SELECT a.id FROM account a WHERE a.id = o.id FOR UPDATE) l
            """);

    /** $1 part, $2 ids, $3 statuses, $4 reasons, $5 pages, $6 with password, $7 epochs, $8 now, $9 states that get a password. */
    static final Sql RECORD = Sql.app("""
            WITH o AS (
              SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::boolean[], $7::int[])
                AS o(id, status, reason, page, with_password, epoch)
            ), done AS (
              UPDATE notification n SET status = o.status, reason = o.reason, page = o.page, with_password = o.with_password,
                epoch = o.epoch, part_id = $1, ended_at = $8, maybe_left = false
              FROM o WHERE n.id = o.id AND n.status = 'PENDING'
              RETURNING n.id, n.account_id, n.status, n.with_password, n.epoch, n.credential_id, n.credential_key, n.credential_at
            ), newest AS (
              SELECT DISTINCT ON (account_id) * FROM done WHERE status = 'IN_LETTER' ORDER BY account_id, id DESC
            ), moved AS (
              UPDATE account a SET
                state = CASE WHEN d.with_password THEN 'NOTIFIED' ELSE a.state END,
                notified_at = $8,
                notified_by = CASE WHEN EXISTS (SELECT FROM notification b WHERE b.account_id = a.id AND b.credential_id = d.credential_id
                    AND b.channel = 'EMAIL' AND b.status = 'SENT')
                  OR (d.with_password AND a.credential_id = d.credential_id AND a.notified_by = 'EMAIL') THEN 'BOTH' ELSE 'PAPER' END,
                credential_frozen = CASE WHEN d.with_password THEN a.credential_frozen AND a.credential_id = d.credential_id ELSE a.credential_frozen END,
                credential_id = CASE WHEN d.with_password THEN d.credential_id ELSE a.credential_id END,
                credential_key = CASE WHEN d.with_password THEN d.credential_key ELSE a.credential_key END,
                credential_at = CASE WHEN d.with_password THEN d.credential_at ELSE a.credential_at END
              FROM newest d WHERE a.id = d.account_id
                AND (NOT d.with_password OR (a.epoch = d.epoch AND a.state = ANY ($9::text[]) AND NOT a.held))
              RETURNING a.id
            )
            SELECT count(*) AS n FROM done
            """);

    static final Sql GIVE_BACK = Sql.app("""
            UPDATE letter_part SET status = 'PENDING', lease_until = NULL, worker = NULL, token = nextval('lease_token'),
              not_before = clock_timestamp() + attempts * interval '500 ms'
            WHERE id = $1 AND token = $2 AND status = 'CLAIMED'
            """);

    static final Sql LATE = Sql.gate(
            "SELECT DISTINCT school_id FROM letter_part WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()");

    static final Sql RESCUE = Sql.app("""
            UPDATE letter_part SET status = 'PENDING', token = nextval('lease_token'), lease_until = NULL, worker = NULL
            WHERE id IN (SELECT id FROM letter_part WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()
              FOR UPDATE SKIP LOCKED) RETURNING id
            """);

    static final Sql NEW_KEY = Sql.app(
            "INSERT INTO letter_key (school_id, wrapped, key_id, made_at) VALUES ($1, $2, $3, $4) RETURNING id");

    static final Sql ORDER_ONE = Sql.app("""
            WITH part AS (
              INSERT INTO letter_part (school_id, run_id, part, letters, letter_key_id) VALUES ($1, NULL, 0, 1, $3) RETURNING id
            )
            UPDATE notification SET part_id = (SELECT id FROM part) WHERE id = $2
            """);

    /** A part that is due. */
    record Due(long partId, long schoolId) {}

    /**
     * A claimed part.
     *
     * @param division that it begins with; null: its letters are not sorted by division
     */
    record ClaimedPart(
            long id,
            long schoolId,
            @Nullable Long runId,
            int part,
            @Nullable String division,
            long token,
            byte @Nullable [] wrappedKey,
            int keyId,
            long letterKeyId) {}

    /**
     * One letter to be written.
     *
     * @param usableFrom of a new account that could not be used yet when this was asked for
     * @param replaced a run's letter to an account whose successor waits: the run is not for it any more
     * @param sortedUnder the division that a run gives it out in
     */
    record Item(
            long id,
            long accountId,
            @Nullable UUID credential,
            int credentialKey,
            String login,
            String state,
            boolean held,
            int epoch,
            Recipient recipient,
            String division,
            List<String> addressLines,
            String postcode,
            String city,
            String country,
            @Nullable Instant usableFrom,
            boolean replaced,
            String sortedUnder) {}

    /** What became of one letter; page 0: none. */
    record Outcome(long id, String status, @Nullable String reason, int page, boolean withPassword, int epoch) {}

    private static final String[] PASSWORD_STATES = Arrays.stream(Lifecycle.statesBefore(AccountEvent.NOTIFY))
            .map(Enum::name)
            .toArray(String[]::new);

    /** The letters with their key; what the notifications say of them stays. */
    static final Sql DESTROY_LETTERS = Sql.app("""
            WITH old AS (UPDATE letter_key SET wrapped = NULL, destroyed_at = $2
              WHERE school_id = $1 AND wrapped IS NOT NULL AND made_at < $3
                AND NOT EXISTS (SELECT FROM letter_part p WHERE p.letter_key_id = letter_key.id AND p.status IN ('PENDING', 'CLAIMED'))
              RETURNING id)
            UPDATE letter_part SET sealed = NULL FROM old WHERE letter_key_id = old.id
            """);

    /** Of one run whose letters are all written. */
    static final Sql DESTROY_LETTERS_OF_RUN = Sql.app("""
            WITH old AS (UPDATE letter_key SET wrapped = NULL, destroyed_at = $2
              WHERE wrapped IS NOT NULL AND id = (SELECT letter_key_id FROM run WHERE id = $1)
                AND NOT EXISTS (SELECT FROM letter_part p WHERE p.letter_key_id = letter_key.id AND p.status IN ('PENDING', 'CLAIMED'))
              RETURNING id)
            UPDATE letter_part SET sealed = NULL FROM old WHERE letter_key_id = old.id
            """);

    Future<Integer> destroyOfRun(Tx tx, long run, Instant now) {
        return tx.update(DESTROY_LETTERS_OF_RUN, run, now);
    }

    Future<Integer> destroyBefore(Tx tx, long school, Instant now, Instant before) {
        return tx.update(DESTROY_LETTERS, school, now, before);
    }

    Future<Optional<Due>> next(Tx gate) {
        return gate.first(NEXT, row -> new Due(row.getLong("id"), row.getLong("school_id")));
    }

    Future<Optional<ClaimedPart>> claim(Tx tx, long part, String worker, long leaseMillis) {
        return tx.first(
                CLAIM,
                row -> new ClaimedPart(
                        row.getLong("id"),
                        row.getLong("school_id"),
                        row.getLong("run_id"),
                        row.getInteger("part"),
                        row.getString("division"),
                        row.getLong("token"),
                        Columns.bytes(row, "wrapped"),
                        row.getInteger("key_id"),
                        row.getLong("letter_key_id")),
                part,
                worker,
                leaseMillis);
    }

    Future<List<Item>> items(Tx tx, ClaimedPart part) {
        return part.runId() == null
                ? tx.list(ITEM_ALONE, LetterQueueStore::item, part.id())
                : tx.list(ITEMS_OF_RUN, LetterQueueStore::item, part.runId(), part.part());
    }

    /** @return false where the lease was lost */
    Future<Boolean> seal(Tx tx, long part, long token, byte[] sealed, int pages, Instant now) {
        return tx.update(SEAL, part, token, sealed.length == 0 ? null : sealed, pages, now)
                .map(n -> n == 1);
    }

    Future<Long> record(Tx tx, long part, Long[] accounts, List<Outcome> outcomes, Instant now) {
        Future<?> locked = tx.run(LOCK_ACCOUNTS, (Object) accounts);
        Future<Long> recorded = tx.one(
                RECORD,
                row -> row.getLong("n"),
                part,
                outcomes.stream().map(Outcome::id).toArray(Long[]::new),
                outcomes.stream().map(Outcome::status).toArray(String[]::new),
                outcomes.stream().map(Outcome::reason).toArray(String[]::new),
                outcomes.stream().map(Outcome::page).toArray(Integer[]::new),
                outcomes.stream().map(Outcome::withPassword).toArray(Boolean[]::new),
                outcomes.stream().map(Outcome::epoch).toArray(Integer[]::new),
                now,
                PASSWORD_STATES);
        return locked.compose(done -> recorded);
    }

    Future<Integer> giveBack(Tx tx, long part, long token) {
        return tx.update(GIVE_BACK, part, token);
    }

    Future<List<Long>> late(Tx gate) {
        return gate.list(LATE, row -> row.getLong("school_id"));
    }

    Future<Integer> rescue(Tx tx) {
        return tx.update(RESCUE);
    }

    Future<Long> newKey(Tx tx, long school, byte[] wrapped, int keyId, Instant now) {
        return tx.one(NEW_KEY, row -> row.getLong("id"), school, wrapped, keyId, now);
    }

    Future<Integer> orderOne(Tx tx, long school, long notification, long letterKey) {
        return tx.update(ORDER_ONE, school, notification, letterKey);
    }

    static Item item(Row row) {
        String foreign = PeopleStore.text(row, "foreign_city");
        return new Item(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getUUID("credential_id"),
                row.getInteger("credential_key") == null ? 0 : row.getInteger("credential_key"),
                row.getString("login"),
                row.getString("state"),
                Columns.isTrue(row, "held"),
                row.getInteger("epoch"),
                PeopleStore.recipient(row),
                PeopleStore.text(row, "division"),
                Stream.of("address_line1", "address_line2", "address_line3", "address_line4", "po_box")
                        .map(column -> PeopleStore.text(row, column))
                        .filter(line -> !line.isBlank())
                        .toList(),
                PeopleStore.text(row, "postcode"),
                foreign.isBlank() ? PeopleStore.text(row, "city") : foreign,
                isFrance(row) ? "" : PeopleStore.text(row, "country"),
                Columns.instant(row, "usable_from"),
                Columns.isTrue(row, "replaced"),
                PeopleStore.text(row, "sorted_under"));
    }

    private static boolean isFrance(Row row) {
        String code = PeopleStore.text(row, "country_code");
        return code.isEmpty() || "100".equals(code);
    }
}
