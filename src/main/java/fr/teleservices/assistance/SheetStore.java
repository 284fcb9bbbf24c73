package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One account as staff look at it: its dates, its person as the import brought it, the other accounts of that person. */
final class SheetStore {
    static final Sql SHEET = Sql.app("""
            SELECT a.id, a.person_id, a.holder, a.login, a.state, a.current, a.held, a.held_at, a.closed_reason, a.closed_at, a.usable_from,
                   a.created_at, a.notified_at, a.notified_by, a.last_access_at, coalesce(a.activated_at, a.password_at) AS activated_at, a.email_pending, a.email_verified,
                   a.credential_at, a.credential_frozen, p.present, p.civility, p.family_name, p.usage_name, p.given_name, p.email, p.phone,
                   p.mobile, p.address_line1, p.address_line2, p.address_line3, p.address_line4, p.po_box, p.postcode, p.city,
                   p.foreign_city, p.country, p.division, p.birth_date IS NOT NULL AS dated
            FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1 AND a.school_id = $2""");

    static final Sql OTHERS = Sql.app("""
            SELECT id, login, state, current, held, usable_from, closed_reason FROM account WHERE person_id = $1 AND id <> $2 ORDER BY id DESC""");

    /** Of the school in scope alone, also those that came by a group. */
    static final Sql CHILDREN = Sql.app("""
            SELECT DISTINCT ON (k.birth_date, k.sort_name, k.id)
                   k.family_name, k.usage_name, k.given_name, k.division, g.responsibility, k.birth_date IS NOT NULL AS dated
            FROM guardianship g JOIN person k ON k.id = g.pupil_id
            WHERE g.guardian_id IN (SELECT $1::bigint UNION SELECT person_id FROM account WHERE grouped_into = $2)
              AND k.present
            ORDER BY k.birth_date DESC NULLS LAST, k.sort_name, k.id, g.responsibility DESC""");

    /** Of a pupil, those with parental authority first; the account is the one that a guardian uses now. */
    static final Sql GUARDIANS = Sql.app("""
            SELECT p.family_name, p.usage_name, p.given_name, g.responsibility, a.id, a.login, a.state, a.held, a.closed_reason
            FROM guardianship g JOIN person p ON p.id = g.guardian_id
            LEFT JOIN account a ON a.person_id = p.id AND a.current
            WHERE g.pupil_id = $1 AND p.present
            ORDER BY array_position(ARRAY['LEGAL', 'IN_CHARGE'], g.responsibility), p.sort_name, p.id""");

    /** Of the same school alone: the account of a group, and what is grouped into it. */
    static final Sql GROUP = Sql.app("""
            SELECT h.id, h.login, h.state, h.current, h.held, h.usable_from, h.closed_reason
            FROM account m JOIN account h ON h.id = m.grouped_into WHERE m.id = $1
            UNION ALL
            SELECT id, login, state, current, held, usable_from, closed_reason FROM account WHERE grouped_into = $1
            ORDER BY id""");

    /**
     * @param names the family name first, the one that the person goes by
     * @param address lines of the postal address
     * @param dated whether a pupil's birth date is known
     */
    record Sheet(
            long id,
            long personId,
            Holder holder,
            String login,
            AccountState state,
            boolean current,
            boolean held,
            @Nullable Instant heldAt,
            @Nullable String closedReason,
            @Nullable Instant closedAt,
            @Nullable Instant usableFrom,
            Instant createdAt,
            @Nullable Instant notifiedAt,
            @Nullable String notifiedBy,
            @Nullable Instant lastAccessAt,
            @Nullable Instant activatedAt,
            @Nullable String emailPending,
            @Nullable String emailVerified,
            @Nullable Instant credentialAt,
            boolean frozen,
            boolean present,
            String civility,
            String familyName,
            String usageName,
            String givenName,
            @Nullable String email,
            List<String> phones,
            List<String> address,
            String division,
            boolean dated) {
        String shownName() {
            return AccountWords.named(givenName + " " + (usageName.isBlank() ? familyName : usageName));
        }

        boolean waits() {
            return !current && state != AccountState.CLOSED;
        }
    }

    /** Another account of the same person. */
    record Other(
            long id,
            String login,
            AccountState state,
            boolean current,
            boolean held,
            @Nullable Instant usableFrom,
            @Nullable String closedReason) {
        boolean waits() {
            return !current && state != AccountState.CLOSED;
        }
    }

    /** @param account null: has none */
    record Parent(
            String name,
            String responsibility,
            @Nullable Long account,
            String login,
            @Nullable AccountState state,
            boolean held,
            @Nullable String closedReason) {}

    /** @param dated whether the birth date is known */
    record Child(String name, String division, String responsibility, boolean dated) {}

    private SheetStore() {}

    static Future<Optional<Sheet>> sheet(Tx tx, long school, long account) {
        return tx.first(SHEET, SheetStore::sheet, account, school);
    }

    static Future<List<Other>> others(Tx tx, Sheet sheet) {
        return tx.list(OTHERS, SheetStore::other, sheet.personId(), sheet.id());
    }

    static Future<List<Other>> group(Tx tx, Sheet sheet) {
        return tx.list(GROUP, SheetStore::other, sheet.id());
    }

    private static Other other(Row row) {
        return new Other(
                row.getLong("id"),
                row.getString("login"),
                Columns.constant(row, "state", AccountState.class),
                Columns.isTrue(row, "current"),
                Columns.isTrue(row, "held"),
                Columns.instant(row, "usable_from"),
                row.getString("closed_reason"));
    }

    static Future<List<Parent>> guardians(Tx tx, Sheet sheet) {
        return sheet.holder() == Holder.GUARDIAN
                ? Future.succeededFuture(List.of())
                : tx.list(
                        GUARDIANS,
                        row -> new Parent(
                                shownName(row),
                                row.getString("responsibility"),
                                row.getLong("id"),
                                text(row, "login"),
                                row.getString("state") == null
                                        ? null
                                        : Columns.constant(row, "state", AccountState.class),
                                Boolean.TRUE.equals(row.getBoolean("held")),
                                row.getString("closed_reason")),
                        sheet.personId());
    }

    private static String shownName(Row row) {
        String usage = text(row, "usage_name");
        return AccountWords.named(text(row, "given_name") + " " + (usage.isBlank() ? text(row, "family_name") : usage));
    }

    static Future<List<Child>> children(Tx tx, Sheet sheet) {
        return sheet.holder() == Holder.PUPIL
                ? Future.succeededFuture(List.of())
                : tx.list(
                        CHILDREN,
                        row -> new Child(
                                shownName(row),
                                text(row, "division"),
                                row.getString("responsibility"),
                                Columns.isTrue(row, "dated")),
                        sheet.personId(),
                        sheet.id());
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getLong("id"),
                row.getLong("person_id"),
                Columns.constant(row, "holder", Holder.class),
                row.getString("login"),
                Columns.constant(row, "state", AccountState.class),
                Columns.isTrue(row, "current"),
                Columns.isTrue(row, "held"),
                Columns.instant(row, "held_at"),
                row.getString("closed_reason"),
                Columns.instant(row, "closed_at"),
                Columns.instant(row, "usable_from"),
                Columns.instantOf(row, "created_at"),
                Columns.instant(row, "notified_at"),
                row.getString("notified_by"),
                Columns.instant(row, "last_access_at"),
                Columns.instant(row, "activated_at"),
                row.getString("email_pending"),
                row.getString("email_verified"),
                Columns.instant(row, "credential_at"),
                Columns.isTrue(row, "credential_frozen"),
                Columns.isTrue(row, "present"),
                text(row, "civility"),
                text(row, "family_name"),
                text(row, "usage_name"),
                text(row, "given_name"),
                row.getString("email"),
                lines(text(row, "mobile"), text(row, "phone")),
                lines(
                        text(row, "address_line1"),
                        text(row, "address_line2"),
                        text(row, "address_line3"),
                        text(row, "address_line4"),
                        text(row, "po_box"),
                        (text(row, "postcode") + " "
                                        + (text(row, "foreign_city").isBlank()
                                                ? text(row, "city")
                                                : text(row, "foreign_city")))
                                .strip(),
                        text(row, "country")),
                text(row, "division"),
                Columns.isTrue(row, "dated"));
    }

    private static List<String> lines(String... lines) {
        return Stream.of(lines).filter(line -> !line.isBlank()).toList();
    }

    private static String text(Row row, String column) {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
