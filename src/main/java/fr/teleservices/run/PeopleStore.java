package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.setting.SchoolMessages;
import fr.teleservices.setting.SettingStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names and addresses that messages need, a batch at a time. */
final class PeopleStore {
    /** Guardian by guardian: for a list of them the server once read all links of the school. */
    static final Sql CHILDREN = Sql.app("""
            SELECT g.guardian_id, c.family_name, c.usage_name, c.given_name, c.division
            FROM unnest($1::bigint[]) AS i(id)
            CROSS JOIN LATERAL (SELECT guardian_id, pupil_id FROM guardianship WHERE guardian_id = i.id OFFSET 0) g
            JOIN person c ON c.id = g.pupil_id AND c.present
            ORDER BY c.birth_date DESC NULLS LAST, c.id
            """);

    static final Sql SCHOOL = Sql.app("""
            SELECT s.name, s.timezone, f.*, coalesce(
                (SELECT a.email FROM school_setting c JOIN school_address a ON a.school_id = c.school_id AND a.email = c.contact
                  WHERE c.school_id = s.id),
                (SELECT min(email) FROM school_address a WHERE a.school_id = s.id)) AS email
            FROM school s LEFT JOIN school_sheet f ON f.school_id = s.id WHERE s.id = $1
            """);

    /** The children of each guardian, the youngest first. */
    Future<Map<Long, List<Child>>> children(Tx tx, Long[] guardians) {
        return tx.run(CHILDREN, (Object) guardians).map(rows -> {
            Map<Long, List<Child>> all = new HashMap<>();
            rows.forEach(row -> all.computeIfAbsent(row.getLong("guardian_id"), id -> new ArrayList<>())
                    .add(new Child(
                            SelectionStore.shownFamilyName(row), text(row, "given_name"), text(row, "division"))));
            return all;
        });
    }

    /** The school and how its notifications speak: once a batch. */
    Future<SchoolFacts> school(Tx tx, long school) {
        Future<SchoolMessages> messages = SettingStore.messages(tx, school);
        return tx.one(SCHOOL, row -> row, school).compose(row -> messages.map(of -> facts(row, of)));
    }

    private static SchoolFacts facts(Row row, SchoolMessages messages) {
        return new SchoolFacts(
                row.getString("name"),
                ZoneId.of(row.getString("timezone")),
                Stream.of("address_line1", "address_line2", "address_line3", "address_line4")
                        .map(column -> text(row, column))
                        .filter(line -> !line.isBlank())
                        .toList(),
                (text(row, "postcode") + " " + text(row, "city")).strip(),
                text(row, "phone"),
                text(row, "head_name"),
                text(row, "head_title"),
                text(row, "email"),
                messages);
    }

    static Recipient recipient(Row row) {
        return new Recipient(
                row.getLong("person_id"),
                Columns.constant(row, "holder", Holder.class),
                text(row, "civility"),
                SelectionStore.shownFamilyName(row),
                text(row, "given_name"));
    }

    static String text(Row row, String column) {
        @Nullable String value = row.getString(column);
        return value == null ? "" : value;
    }
}
