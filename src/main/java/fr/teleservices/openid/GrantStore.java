package fr.teleservices.openid;

import static fr.teleservices.db.Columns.instantOf;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code openid_subject} and {@code openid_grant}. */
final class GrantStore {
    static final Sql SUBJECT = Sql.gate("SELECT subject FROM openid_subject WHERE client_id = $1 AND account_id = $2");

    /** A <em>nouveau compte</em> goes by the name of the one that it has replaced: to the site it is the same person. */
    static final Sql INHERIT = Sql.gate("""
            UPDATE openid_subject SET account_id = $2 WHERE client_id = $1 AND account_id = (
              SELECT old.id FROM account own
              JOIN account old ON old.person_id = own.person_id AND old.id <> own.id AND old.closed_reason = 'REPLACED'
              JOIN openid_subject s ON s.client_id = $1 AND s.account_id = old.id
              WHERE own.id = $2 ORDER BY old.id DESC LIMIT 1)
            RETURNING subject""");

    static final Sql NAME = Sql.gate("""
            INSERT INTO openid_subject (client_id, account_id) VALUES ($1, $2)
            ON CONFLICT (client_id, account_id) DO UPDATE SET client_id = excluded.client_id RETURNING subject""");

    static final Sql ADD = Sql.gate("""
            INSERT INTO openid_grant (client_id, session_id, account_id, account_epoch, redirect_uri, scopes, nonce, challenge,
              signed_in_at, made_at, code_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""");

    private static final String FOUND = """
            SELECT g.id, g.client_id, g.account_id, g.account_epoch, g.redirect_uri, g.scopes, g.nonce, g.challenge, g.signed_in_at,
              g.made_at, g.code_used_at IS NOT NULL AS used, g.refresh_hash, s.subject
            FROM openid_grant g JOIN openid_subject s ON s.client_id = g.client_id AND s.account_id = g.account_id
            """;
    static final Sql BY_CODE = Sql.gate(FOUND + "WHERE g.code_hash = $1 FOR UPDATE OF g");
    static final Sql BY_REFRESH = Sql.gate(FOUND + "WHERE g.refresh_family = $1 FOR UPDATE OF g");
    static final Sql BY_ACCESS = Sql.gate(FOUND + "WHERE g.access_hash = $1 AND g.access_until > $2");

    static final Sql SET_TOKENS = Sql.gate("""
            UPDATE openid_grant SET code_used_at = coalesce(code_used_at, $2), access_hash = $3, access_until = $4,
              refresh_family = $5, refresh_hash = $6
            WHERE id = $1""");

    static final Sql DROP = Sql.gate("DELETE FROM openid_grant WHERE id = $1");

    private GrantStore() {}

    /** One sign-in at a client. */
    record Grant(
            long id,
            String clientId,
            long accountId,
            int epoch,
            String redirectUri,
            Set<String> scopes,
            @Nullable String nonce,
            String challenge,
            Instant signedInAt,
            Instant madeAt,
            boolean used,
            byte @Nullable [] refreshHash,
            UUID subject) {}

    /** @param fresh whether this client did not know the account by any name */
    record Subject(UUID name, boolean fresh) {}

    static Future<Subject> subject(Tx gate, String client, long account) {
        return gate.first(SUBJECT, GrantStore::subject, client, account)
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known)
                        : gate.first(INHERIT, GrantStore::subject, client, account))
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(new Subject(known.get(), false))
                        : gate.one(NAME, GrantStore::subject, client, account).map(made -> new Subject(made, true)));
    }

    private static UUID subject(Row row) {
        return row.getUUID("subject");
    }

    static Future<Void> add(
            Tx gate, Asked asked, long session, long account, int epoch, Instant signedInAt, Instant now, byte[] code) {
        return gate.run(
                        ADD,
                        asked.client().id(),
                        session,
                        account,
                        epoch,
                        asked.redirectUri(),
                        String.join(" ", asked.scopes()),
                        asked.nonce(),
                        asked.challenge(),
                        signedInAt,
                        now,
                        code)
                .mapEmpty();
    }

    static Future<Optional<Grant>> byCode(Tx gate, byte[] hash) {
        return gate.first(BY_CODE, GrantStore::grant, (Object) hash);
    }

    static Future<Optional<Grant>> byRefresh(Tx gate, byte[] family) {
        return gate.first(BY_REFRESH, GrantStore::grant, (Object) family);
    }

    static Future<Optional<Grant>> byAccess(Tx gate, byte[] hash, Instant now) {
        return gate.first(BY_ACCESS, GrantStore::grant, hash, now);
    }

    private static Grant grant(Row row) {
        return new Grant(
                row.getLong("id"),
                row.getString("client_id"),
                row.getLong("account_id"),
                row.getInteger("account_epoch"),
                row.getString("redirect_uri"),
                new LinkedHashSet<>(List.of(row.getString("scopes").split(" "))),
                row.getString("nonce"),
                row.getString("challenge"),
                instantOf(row, "signed_in_at"),
                instantOf(row, "made_at"),
                Columns.isTrue(row, "used"),
                Columns.bytes(row, "refresh_hash"),
                row.getUUID("subject"));
    }
}
