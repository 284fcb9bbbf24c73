package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a selection means, in SQL: the same text counts before a run and makes its notifications, so that the preview cannot
 * differ from the run. One statement for any number of accounts.
 */
final class SelectionStore {
    /**
     * $1 school, $2 holder, $3 states, $4 divisions, $5 levels (null: all), $6 responsibilities, $7 name (null: all),
     * $8 with address (null: either), $9 not notified since, $10 never signed in, $11 only made before (credentials
     * expired), $12 failed in run, $13 mode, $14 reset, $15 spare never activated, $16 spare changed since,
     * $17 spare already reset, $18 print order, $19 states that get a password.
     */
    private static final String CHOSEN = """
            kids AS MATERIALIZED (
              SELECT g.guardian_id, bool_or(c.birth_date IS NOT NULL) AS provable,
                bool_or(g.responsibility = ANY ($6::text[])) AS responsible,
                array_agg(c.division) AS divisions, array_agg(c.level) AS levels, string_agg(c.search, ' ') AS search,
                (array_agg(c.division ORDER BY (c.division IS NULL), CASE WHEN $18 = 'ELDEST' THEN c.birth_date END,
                  c.birth_date DESC NULLS LAST, c.id))[1] AS division,
                (array_agg(c.division_key ORDER BY (c.division IS NULL), CASE WHEN $18 = 'ELDEST' THEN c.birth_date END,
                  c.birth_date DESC NULLS LAST, c.id))[1] AS division_key,
                (array_agg(c.sort_name || ' ' || c.id ORDER BY (c.division IS NULL), CASE WHEN $18 = 'ELDEST' THEN c.birth_date END,
                  c.birth_date DESC NULLS LAST, c.id))[1] AS child
              FROM guardianship g JOIN person c ON c.id = g.pupil_id AND c.present
              WHERE g.school_id = $1 AND $2 = 'GUARDIAN' GROUP BY g.guardian_id
            ), chosen AS MATERIALIZED (
              SELECT a.id AS account_id, a.state, p.email IS NOT NULL AS has_email,
                CASE a.holder WHEN 'PUPIL' THEN p.division ELSE k.division END AS division,
                CASE a.holder WHEN 'PUPIL' THEN p.division_key ELSE k.division_key END AS division_key,
                CASE a.holder WHEN 'PUPIL' THEN p.sort_name ELSE k.child END AS child, p.sort_name,
                coalesce(p.postcode, '') AS postcode,
                CASE WHEN a.held THEN 'HELD'
                  WHEN a.holder = 'PUPIL' AND p.division IS NULL THEN 'NO_DIVISION'
                  WHEN (a.state = ANY ($19::text[]) OR $14) AND NOT coalesce(
                    CASE a.holder WHEN 'PUPIL' THEN p.birth_date IS NOT NULL ELSE k.provable END, false) THEN 'NO_BIRTH_DATE'
                  WHEN $13 = 'EMAIL' AND p.email IS NULL THEN 'NO_ADDRESS' END AS reason,
                gen_random_uuid() AS credential
              FROM account a JOIN person p ON p.id = a.person_id LEFT JOIN kids k ON k.guardian_id = a.person_id
              WHERE a.school_id = $1 AND a.holder = $2 AND a.state = ANY ($3::text[]) AND a.state <> 'CLOSED'
                AND NOT (a.current AND EXISTS (SELECT FROM account w WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL))
                AND ($4::text[] IS NULL OR CASE a.holder WHEN 'PUPIL' THEN p.division = ANY ($4) ELSE k.divisions && $4 END)
                AND ($5::text[] IS NULL OR CASE a.holder WHEN 'PUPIL' THEN p.level = ANY ($5) ELSE k.levels && $5 END)
                AND (a.holder = 'PUPIL' OR k.responsible)
                AND ($7::text IS NULL OR p.search LIKE '%' || fold($7) || '%' OR k.search LIKE '%' || fold($7) || '%')
                AND ($8::boolean IS NULL OR $8 = (p.email IS NOT NULL))
                AND ($9::timestamptz IS NULL OR a.notified_at IS NULL OR a.notified_at < $9)
                AND (NOT $10 OR a.last_access_at IS NULL)
                AND ($11::timestamptz IS NULL OR (a.state = 'NOTIFIED' AND a.credential_at <= $11))
                AND ($12::bigint IS NULL OR EXISTS (SELECT FROM notification f WHERE f.run_id = $12 AND f.account_id = a.id
                  AND f.status = 'FAILED' AND f.channel = 'EMAIL'))
                AND NOT ($14 AND ($15 AND a.state IN ('NOT_NOTIFIED', 'NOTIFIED') OR coalesce(a.password_at > $16, false)
                  OR $17 AND a.state = 'NOT_NOTIFIED'))
            )
            """;

    /** With the place of each letter in print order. */
    private static final String ITEMS = CHOSEN + """
            , items AS MATERIALIZED (
              SELECT c.*, channel,
                CASE WHEN channel = 'PAPER' AND reason IS NULL THEN row_number() OVER (
                  PARTITION BY channel = 'PAPER' AND reason IS NULL
                  ORDER BY CASE WHEN $18 = 'POSTCODE' THEN postcode END, CASE WHEN $18 = 'POSTCODE' THEN sort_name END,
                    division_key NULLS LAST, division, child, sort_name, account_id) END AS seq
              FROM chosen c CROSS JOIN LATERAL unnest(CASE
                WHEN $13 = 'EMAIL' THEN '{EMAIL}'
                WHEN $13 = 'PAPER' OR NOT has_email THEN '{PAPER}'
                WHEN $13 = 'BOTH' THEN '{EMAIL,PAPER}'
                ELSE '{EMAIL}' END::text[]) AS channel
            )
            """;

    /**
     * Right after a large import the server knows nothing of the new rows yet and would loop over all of them for each of them:
     * a run over 100,000 pupils took more than ten minutes to prepare, with this it takes seconds. It sorts everybody five times:
     * in memory, where the server would take the disk from some ten thousand on.
     */
    static final Sql NO_LOOPS = Sql.app(
            "SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '48MB', true)");

    static final Sql PREVIEW = Sql.app("WITH " + ITEMS + """
            SELECT channel, reason, state, division, division_key, count(*) AS n
            FROM items GROUP BY channel, reason, state, division, division_key
            ORDER BY division_key NULLS LAST, division, state, channel
            """);

    /**
     * $20 run, $21 key of the credentials, $22 now, $23 by whom, $24 letters in a part, $25 letter key. A part takes in whole
     * divisions, those that begin within so many letters, and of a larger division so many: with a part for each division
     * every 28 letters bore fonts of their own and waited for two writes to the disk.
     */
    static final Sql PREPARE = Sql.app("WITH " + ITEMS + """
            , numbered AS MATERIALIZED (
              SELECT i.*, (first_value(seq) OVER division_letters - 1) / $24::int AS stretch,
                CASE WHEN seq IS NOT NULL THEN (row_number() OVER division_letters - 1) / $24::int END AS chunk
              FROM items i
              WINDOW division_letters AS (
                PARTITION BY seq IS NOT NULL, CASE WHEN $18 = 'POSTCODE' THEN '' ELSE division END ORDER BY seq)
            ), parted AS MATERIALIZED (
              SELECT n.*, CASE WHEN seq IS NOT NULL THEN dense_rank() OVER (ORDER BY seq IS NULL, stretch, chunk) END AS part
              FROM numbered n
            ), stored AS (
              INSERT INTO notification (school_id, account_id, run_id, channel, status, reason, credential_id, credential_key,
                credential_at, created_at, created_by, ended_at, letter_part, letter_seq, division)
              SELECT $1, account_id, $20, channel, CASE WHEN reason IS NULL THEN 'PENDING' ELSE 'LEFT_OUT' END, reason, credential, $21,
                $22, $22, $23, CASE WHEN reason IS NOT NULL THEN $22::timestamptz END, part, seq, division
              FROM parted ORDER BY division_key NULLS LAST, division, child, sort_name, account_id
              RETURNING 1
            ), parts AS (
              INSERT INTO letter_part (school_id, run_id, part, division, letters, letter_key_id)
              SELECT $1, $20, part, CASE WHEN $18 <> 'POSTCODE' THEN coalesce((array_agg(division ORDER BY seq))[1], '') END,
                count(*), $25
              FROM parted WHERE part IS NOT NULL GROUP BY part
              RETURNING 1
            )
            SELECT (SELECT count(*) FROM stored) AS notifications, (SELECT count(*) FROM parts) AS parts
            """);

    /** The same where nobody gets a letter: nothing to number and to cut into parts, a quarter of the time. */
    static final Sql PREPARE_MAILS = Sql.app("WITH " + CHOSEN + """
            , stored AS (
              INSERT INTO notification (school_id, account_id, run_id, channel, status, reason, credential_id, credential_key,
                credential_at, created_at, created_by, ended_at, division)
              SELECT $1, account_id, $20, $13, CASE WHEN reason IS NULL THEN 'PENDING' ELSE 'LEFT_OUT' END, reason, credential, $21,
                $22, $22, $23, CASE WHEN reason IS NOT NULL THEN $22::timestamptz END, division
              FROM chosen ORDER BY account_id
              RETURNING 1
            )
            SELECT count(*) AS notifications FROM stored
            """);

    /** The people of a selection whom a run that has not ended still means to reach; also any run not yet prepared. */
    static final Sql OVERLAP = Sql.app("WITH " + ITEMS + """
            SELECT r.id FROM run r WHERE r.school_id = $1 AND r.holder = $2 AND r.status NOT IN ('CANCELLED', 'DONE')
              AND (r.prepared_at IS NULL OR EXISTS (SELECT FROM notification n JOIN chosen c USING (account_id)
                WHERE n.run_id = r.id AND n.status IN ('PENDING', 'CLAIMED')))
            ORDER BY r.id LIMIT 1
            """);

    /** Who would be left out, by name, for the list that one downloads. */
    static final Sql LEFT_OUT = Sql.app("WITH " + ITEMS + """
            SELECT DISTINCT a.login, p.family_name, p.usage_name, p.given_name, i.division, i.reason
            FROM items i JOIN account a ON a.id = i.account_id JOIN person p ON p.id = a.person_id
            WHERE i.reason IS NOT NULL ORDER BY i.reason, p.family_name, p.given_name, a.login LIMIT 20000
            """);

    /** Whom a run would write to, the ids alone: eight bytes an account. */
    static final Sql TO_WRITE = Sql.app("WITH " + ITEMS + """
            SELECT array_agg(account_id ORDER BY account_id) FILTER (WHERE channel = 'EMAIL') AS mails,
              array_agg(account_id ORDER BY account_id) FILTER (WHERE channel = 'PAPER') AS letters
            FROM items WHERE reason IS NULL
            """);

    /** The first accounts of a selection by name, to pick one for the preview of its mail and letter. */
    static final Sql SAMPLE = Sql.app("WITH " + ITEMS + """
            SELECT a.id, p.family_name, p.usage_name, p.given_name, c.division
            FROM chosen c JOIN account a ON a.id = c.account_id JOIN person p ON p.id = a.person_id
            WHERE c.reason IS NULL ORDER BY c.sort_name, a.id LIMIT 20
            """);

    /**
     * One line of a preview.
     *
     * @param reason null: to be served
     */
    record Line(
            String channel,
            @Nullable String reason,
            String state,
            @Nullable String division,
            long notifications) {}

    /** Somebody left out. */
    record LeftOut(
            String login,
            String familyName,
            String givenName,
            @Nullable String division,
            String reason) {}

    /** An account that one may pick for a preview. */
    record Sample(long accountId, String name, @Nullable String division) {}

    Future<List<Line>> preview(Tx tx, long school, Selection selection, Instant now) {
        return hashed(tx)
                .compose(set -> tx.list(
                        PREVIEW,
                        row -> new Line(
                                row.getString("channel"),
                                row.getString("reason"),
                                row.getString("state"),
                                row.getString("division"),
                                row.getLong("n")),
                        arguments(school, selection, now)));
    }

    Future<Long> prepare(Tx tx, long school, Selection selection, Instant now, @Nullable Object... rest) {
        @Nullable Object[] arguments = append(arguments(school, selection, now), rest);
        return hashed(tx)
                .compose(set -> selection.mode() == Mode.EMAIL
                        // $24 and $25 are of letters
                        ? tx.one(PREPARE_MAILS, SelectionStore::stored, Arrays.copyOf(arguments, 23))
                        : tx.one(PREPARE, SelectionStore::stored, arguments));
    }

    private static Long stored(Row row) {
        return row.getLong("notifications");
    }

    Future<java.util.Optional<Long>> overlap(Tx tx, long school, Selection selection, Instant now) {
        return hashed(tx)
                .compose(set -> tx.first(OVERLAP, row -> row.getLong("id"), arguments(school, selection, now)));
    }

    Future<List<LeftOut>> leftOut(Tx tx, long school, Selection selection, Instant now) {
        return hashed(tx)
                .compose(set -> tx.list(
                        LEFT_OUT,
                        row -> new LeftOut(
                                row.getString("login"),
                                shownFamilyName(row),
                                row.getString("given_name"),
                                row.getString("division"),
                                row.getString("reason")),
                        arguments(school, selection, now)));
    }

    Future<List<Sample>> sample(Tx tx, long school, Selection selection, Instant now) {
        return hashed(tx)
                .compose(set -> tx.list(
                        SAMPLE,
                        row -> new Sample(
                                row.getLong("id"),
                                shownFamilyName(row) + " " + row.getString("given_name"),
                                row.getString("division")),
                        arguments(school, selection, now)));
    }

    /** Accounts by channel. */
    record ToWrite(Long[] mails, Long[] letters) {}

    Future<ToWrite> toWrite(Tx tx, long school, Selection selection, Instant now) {
        return hashed(tx)
                .compose(set -> tx.one(
                        TO_WRITE,
                        row -> new ToWrite(ids(row.getArrayOfLongs("mails")), ids(row.getArrayOfLongs("letters"))),
                        arguments(school, selection, now)));
    }

    private static Long[] ids(Long @Nullable [] found) {
        return found == null ? new Long[0] : found;
    }

    /** For the rest of the transaction. */
    private static Future<?> hashed(Tx tx) {
        return tx.run(NO_LOOPS);
    }

    static String shownFamilyName(Row row) {
        String usage = row.getString("usage_name");
        return usage == null || usage.isBlank() ? row.getString("family_name") : usage;
    }

    private static @Nullable Object[] arguments(long school, Selection s, Instant now) {
        return new @Nullable Object[] {
            school,
            s.holder(),
            s.states().stream().map(Enum::name).toArray(String[]::new),
            s.divisions().isEmpty() ? null : s.divisions().toArray(String[]::new),
            s.levels().isEmpty() ? null : s.levels().toArray(String[]::new),
            s.responsibilities().stream().map(Enum::name).toArray(String[]::new),
            s.name().isBlank() ? null : s.name().strip().replaceAll("([\\\\%_])", "\\\\$1"),
            s.withAddress(),
            s.notNotifiedSince(),
            s.neverSignedIn(),
            s.expiredOnly() ? now.minus(fr.teleservices.credential.TemporaryPassword.VALID) : null,
            s.failedOf(),
            s.mode(),
            s.reset(),
            s.exclusions().neverActivated(),
            s.exclusions().changedSince(),
            s.exclusions().alreadyReset(),
            s.order(),
            Arrays.stream(Lifecycle.statesBefore(AccountEvent.NOTIFY))
                    .map(Enum::name)
                    .toArray(String[]::new)
        };
    }

    private static @Nullable Object[] append(@Nullable Object[] first, @Nullable Object... rest) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(rest));
        return all.toArray();
    }
}
