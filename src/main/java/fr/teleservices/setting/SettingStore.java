package fr.teleservices.setting;

import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code school_setting} and {@code notification_text}. */
public final class SettingStore {
    /** The contact counts only while it is one of the addresses that the last import brought. */
    static final Sql LOAD = Sql.app("""
            SELECT s.welcome_guardians, s.welcome_pupils, s.ent_shown, s.ent_address, s.ent_in_messages, s.link_in_mails,
              s.window_left, s.window_top, a.email AS contact
            FROM school_setting s LEFT JOIN school_address a ON a.school_id = s.school_id AND a.email = s.contact
            WHERE s.school_id = $1
            """);

    /** All that a batch of messages needs: one row at least, one for each text of the school's own. */
    static final Sql MESSAGES = Sql.app("""
            SELECT CASE WHEN s.ent_in_messages THEN s.ent_address END AS ent_address, s.link_in_mails, s.window_left, s.window_top,
              t.holder, t.letter, t.with_password, t.subject, t.body
            FROM (SELECT $1::bigint AS id) x LEFT JOIN school_setting s ON s.school_id = x.id
              LEFT JOIN notification_text t ON t.school_id = x.id
            """);

    static final Sql PUT_WELCOME = Sql.app("""
            INSERT INTO school_setting (school_id, welcome_guardians, welcome_pupils) VALUES ($1, $2, $3)
            ON CONFLICT (school_id) DO UPDATE SET welcome_guardians = excluded.welcome_guardians,
              welcome_pupils = excluded.welcome_pupils
            """);
    static final Sql PUT_MESSAGES = Sql.app("""
            INSERT INTO school_setting (school_id, ent_shown, ent_address, ent_in_messages, link_in_mails, window_left, window_top)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (school_id) DO UPDATE SET ent_shown = excluded.ent_shown, ent_address = excluded.ent_address,
              ent_in_messages = excluded.ent_in_messages, link_in_mails = excluded.link_in_mails,
              window_left = excluded.window_left, window_top = excluded.window_top
            """);
    static final Sql PUT_CONTACT = Sql.app("""
            INSERT INTO school_setting (school_id, contact)
            SELECT $1, $2::text WHERE $2::text IS NULL OR EXISTS (SELECT FROM school_address WHERE school_id = $1 AND email = $2)
            ON CONFLICT (school_id) DO UPDATE SET contact = excluded.contact
            """);
    static final Sql ADDRESSES = Sql.app("SELECT email FROM school_address WHERE school_id = $1 ORDER BY email");

    static final Sql PUT_TEXT = Sql.app("""
            INSERT INTO notification_text (school_id, holder, letter, with_password, subject, body) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (school_id, holder, letter, with_password) DO UPDATE SET subject = excluded.subject, body = excluded.body
            """);
    static final Sql DROP_TEXT = Sql.app("""
            DELETE FROM notification_text WHERE school_id = $1 AND holder = $2 AND letter = $3 AND with_password = $4
            """);

    private SettingStore() {}

    static Future<Optional<SchoolSettings>> load(Tx tx, long school) {
        return tx.first(LOAD, SettingStore::settings, school);
    }

    /** How that school's notifications speak, in one query. */
    public static Future<SchoolMessages> messages(Tx tx, long school) {
        return tx.run(MESSAGES, school).map(SettingStore::messages);
    }

    static Future<Void> putWelcome(Tx tx, long school, LightText guardians, LightText pupils) {
        return tx.run(PUT_WELCOME, school, guardians.source(), pupils.source()).mapEmpty();
    }

    static Future<Void> putMessages(Tx tx, long school, SchoolSettings to) {
        return tx.run(
                        PUT_MESSAGES,
                        school,
                        to.entShown(),
                        to.entAddress(),
                        to.entInMessages(),
                        to.linkInMails(),
                        to.window().leftMm(),
                        to.window().topMm())
                .mapEmpty();
    }

    /** @return false where it is none of the school's addresses */
    static Future<Boolean> putContact(Tx tx, long school, @Nullable String contact) {
        return tx.update(PUT_CONTACT, school, contact).map(n -> n == 1);
    }

    static Future<List<String>> addresses(Tx tx, long school) {
        return tx.list(ADDRESSES, row -> row.getString("email"), school);
    }

    static Future<Void> putText(Tx tx, long school, TextKind kind, NotificationText text) {
        return tx.run(PUT_TEXT, school, kind.holder(), kind.letter(), kind.withPassword(), text.subject(), text.body())
                .mapEmpty();
    }

    static Future<Void> dropText(Tx tx, long school, TextKind kind) {
        return tx.run(DROP_TEXT, school, kind.holder(), kind.letter(), kind.withPassword())
                .mapEmpty();
    }

    private static SchoolSettings settings(Row row) {
        return new SchoolSettings(
                new LightText(row.getString("welcome_guardians")),
                new LightText(row.getString("welcome_pupils")),
                Columns.isTrue(row, "ent_shown"),
                row.getString("ent_address"),
                Columns.isTrue(row, "ent_in_messages"),
                Columns.isTrue(row, "link_in_mails"),
                window(row),
                row.getString("contact"));
    }

    /** The standard where the school has set nothing. */
    private static LetterWindow window(Row row) {
        Integer left = row.getInteger("window_left");
        Integer top = row.getInteger("window_top");
        return left == null || top == null ? LetterWindow.STANDARD : new LetterWindow(left, top);
    }

    private static SchoolMessages messages(RowSet<Row> rows) {
        @Nullable String ent = null;
        boolean link = false;
        LetterWindow window = LetterWindow.STANDARD;
        Map<TextKind, NotificationText> own = new HashMap<>();
        for (Row row : rows) {
            ent = row.getString("ent_address");
            link = Columns.isTrue(row, "link_in_mails");
            window = window(row);
            if (row.getString("holder") != null) {
                own.put(
                        new TextKind(
                                Columns.constant(row, "holder", Holder.class),
                                Columns.isTrue(row, "letter"),
                                Columns.isTrue(row, "with_password")),
                        new NotificationText(row.getString("subject"), row.getString("body")));
            }
        }
        return new SchoolMessages(ent, link, window, own);
    }
}
