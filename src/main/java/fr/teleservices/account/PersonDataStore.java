package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Everything that is kept of one person at one school, as the person would name it. Hashes and keys are of no use to anybody. */
final class PersonDataStore {
    static final Sql FILES = Sql.app("""
            SELECT a.person_id, s.id AS school_id, s.name, s.timezone FROM account a JOIN school s ON s.id = a.school_id
            WHERE a.id = $1 OR a.grouped_into = $1 ORDER BY a.id <> $1, a.id
            """);

    /** $1 the person, $2 its school, $3 the school's time zone. */
    static final Sql DATA = Sql.app("""
            SELECT json_strip_nulls(json_build_object(
              'Personne', (SELECT json_build_object('Nature', CASE p.holder WHEN 'GUARDIAN' THEN 'responsable' ELSE 'élève' END,
                  'Numéro dans SIECLE', p.siecle_id, 'Présent dans la base élèves', CASE WHEN p.present THEN 'oui' ELSE 'non' END,
                  'Civilité', p.civility, 'Nom de famille', p.family_name, 'Nom d’usage', p.usage_name, 'Prénom', nullif(p.given_name, ''),
                  'Deuxième prénom', p.given_name2, 'Troisième prénom', p.given_name3, 'INE', p.ine, 'Date de naissance', p.birth_date,
                  'Sexe (code SIECLE)', p.sex, 'Statut', p.status_code, 'Formation (MEF)', p.mef, 'Niveau', p.level, 'Division', p.division,
                  'Entrée le', p.entered_on, 'Sortie le', p.left_on, 'Courriel', p.email, 'Téléphone', p.phone, 'Portable', p.mobile,
                  'Accepte les SMS', CASE p.accepts_sms WHEN true THEN 'oui' WHEN false THEN 'non' END,
                  'Adresse', nullif(concat_ws(', ', p.address_line1, p.address_line2, p.address_line3, p.address_line4, p.po_box), ''),
                  'Code postal', p.postcode, 'Commune', p.city, 'Commune étrangère', p.foreign_city, 'Pays', p.country)
                FROM person p WHERE p.id = $1 AND p.school_id = $2),
              'Famille', (SELECT json_agg(json_build_object('Lien', CASE WHEN g.guardian_id = $1 THEN 'responsable de' ELSE 'a pour responsable' END,
                  'Nom', coalesce(o.usage_name, o.family_name), 'Prénom', o.given_name, 'Division', o.division,
                  'Responsabilité', CASE g.responsibility WHEN 'LEGAL' THEN 'représentant légal' WHEN 'IN_CHARGE' THEN 'en charge' ELSE 'contact' END,
                  'Lien de parenté (code SIECLE)', g.kinship) ORDER BY o.sort_name, o.id)
                FROM guardianship g JOIN person o ON o.id = CASE WHEN g.guardian_id = $1 THEN g.pupil_id ELSE g.guardian_id END
                WHERE g.school_id = $2 AND (g.guardian_id = $1 OR g.pupil_id = $1)),
              'Comptes', (SELECT json_agg(json_build_object('Identifiant', a.login,
                  'État', CASE a.state WHEN 'NOT_NOTIFIED' THEN 'Non notifié' WHEN 'NOTIFIED' THEN 'Notifié' WHEN 'ACTIVATING' THEN
                    'En cours d’activation' WHEN 'ACTIVE' THEN 'Utilisé' ELSE 'Fermé' END,
                  'Compte actuel', CASE WHEN a.current THEN 'oui' ELSE 'non' END, 'Créé le', a.created_at AT TIME ZONE $3,
                  'Notifié le', a.notified_at AT TIME ZONE $3, 'Activé le', a.activated_at AT TIME ZONE $3,
                  'Dernier accès', a.last_access_at AT TIME ZONE $3, 'Mot de passe choisi le', a.password_at AT TIME ZONE $3,
                  'Adresse vérifiée', a.email_verified, 'Adresse en attente de confirmation', a.email_pending,
                  'Fermé le', a.closed_at AT TIME ZONE $3, 'Retenu le', a.held_at AT TIME ZONE $3) ORDER BY a.id)
                FROM account a WHERE a.person_id = $1),
              'Messages', (SELECT json_agg(json_build_object('Demandé le', n.created_at AT TIME ZONE $3, 'Terminé le', n.ended_at AT TIME ZONE $3,
                  'Nature', CASE n.kind WHEN 'ACCESS' THEN 'accès au compte' WHEN 'ACTIVATE' THEN 'lien d’activation' WHEN 'VERIFY' THEN
                    'vérification d’adresse' WHEN 'FORGOTTEN' THEN 'mot de passe oublié' WHEN 'ADDRESS_CHANGED' THEN 'avis de changement d’adresse'
                    WHEN 'CONTACT' THEN 'message à l’établissement' ELSE 'autre' END,
                  'Moyen', CASE n.channel WHEN 'EMAIL' THEN 'courriel' ELSE 'courrier' END, 'Adresse', coalesce(n.address, l.address),
                  'Résultat', CASE n.status WHEN 'SENT' THEN 'envoyé' WHEN 'IN_LETTER' THEN 'écrit' WHEN 'FAILED' THEN 'échec'
                    WHEN 'LEFT_OUT' THEN 'écarté' WHEN 'CANCELLED' THEN 'annulé' ELSE 'en attente' END,
                  'Réponse du serveur de messagerie', n.smtp_answer) ORDER BY n.id)
                FROM notification n JOIN account a ON a.id = n.account_id LEFT JOIN link l ON l.id = n.link_id WHERE a.person_id = $1),
              'Connexions', (SELECT json_agg(json_build_object('Le', one.at AT TIME ZONE $3) ORDER BY one.at DESC)
                FROM sign_in i JOIN account a ON a.id = i.account_id, unnest(i.at) AS one(at) WHERE a.person_id = $1),
              'Sessions ouvertes', (SELECT json_agg(json_build_object('Depuis le', e.created_at AT TIME ZONE $3, 'Appareil', nullif(e.device, ''))
                  ORDER BY e.created_at) FROM session e JOIN account a ON a.id = e.account_id WHERE a.person_id = $1 AND e.simulated_by IS NULL),
              'Historique', (SELECT json_agg(json_build_object('Le', e.at AT TIME ZONE $3, 'Par', CASE e.actor_kind WHEN 'STAFF' THEN
                    'l’établissement' WHEN 'HOLDER' THEN 'le titulaire' ELSE 'le service' END, 'Action', e.action) ORDER BY e.seq)
                FROM account a JOIN pseudonym u ON u.school_id = $2 AND u.kind = 'ACCOUNT' AND u.subject = a.id
                JOIN audit_event e ON e.school_id = $2 AND e.subject = u.pseudonym WHERE a.person_id = $1))) AS data
            """);

    private PersonDataStore() {}

    /** The person at one school. */
    record PersonAt(long person, long school, String name, String timezone) {}

    /** @param account the first, with those that are grouped into it */
    static Future<List<PersonAt>> files(Tx tx, long account) {
        return tx.list(
                FILES,
                row -> new PersonAt(
                        row.getLong("person_id"),
                        row.getLong("school_id"),
                        row.getString("name"),
                        row.getString("timezone")),
                account);
    }

    static Future<JsonObject> data(Tx tx, PersonAt one) {
        return tx.one(DATA, row -> row.getJsonObject("data"), one.person(), one.school(), one.timezone());
    }
}
