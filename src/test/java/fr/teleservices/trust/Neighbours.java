package fr.teleservices.trust;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two schools side by side; the second has one of everything that has an id. */
final class Neighbours {
    final WholeSite site;
    final School here;
    final School there;
    final Map<String, Browser> actors = new LinkedHashMap<>();
    final Map<String, String> tokens = new LinkedHashMap<>();
    /** Those of the second school. */
    final Browser chefThere;

    final Browser guardianThere;
    final Browser pupilThere;
    final Browser academy;
    final String chefsTokenThere;
    /** Without cookies. */
    final Browser programs;

    private final Map<String, List<String>> ids = new LinkedHashMap<>();

    Neighbours(WholeSite site) {
        this.site = site;
        programs = site.browser();
        here = site.school(3);
        there = site.school(6);
        Staff chef = site.staff(Role.CHEF, there);
        chefThere = site.signedIn(chef);
        chefsTokenThere = site.token(chef);
        Staff rectorate = site.staff(Role.ACADEMIE, null);
        academy = site.signedIn(rectorate);
        states();
        guardianThere = site.holder(site.account(there, "1-1"));
        pupilThere = site.holder(site.account(there, "E1"));
        group();
        runs(site.token(rectorate));
        rows(chef);
        collect();
        actorsHere();
    }

    /** A held account, one that is being activated, one that is notified, some in use. */
    private void states() {
        site.active(site.account(there, "1-1"));
        site.active(site.account(there, "E1"));
        site.active(site.account(there, "1-2"));
        site.notified(site.account(there, "1-3"));
        site.database.execute(
                "UPDATE account SET held = true, held_at = now() WHERE id = " + site.account(there, "1-4"));
        site.database.execute("UPDATE account SET state = 'ACTIVATING', email_pending = 'a@example.org' WHERE id = "
                + site.account(there, "1-5"));
        site.active(site.account(here, "1-1"));
        site.active(site.account(here, "E1"));
    }

    private void group() {
        site.database.execute(
                "UPDATE person SET family_name = 'Famille1' WHERE siecle_id = '1-2' AND school_id = " + there.id());
        Browser.Answer answer = guardianThere.post(
                "/portail/compte/enfants/regrouper",
                "login",
                site.login(site.account(there, "1-2")),
                "password",
                WholeSite.PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("grouping answers " + answer.status() + answer.body());
        }
    }

    private void runs(String academys) {
        start(chefsTokenThere, "/schools/" + there.uai() + "/runs", new JsonObject().put("mode", "PAPER"));
        site.hands.round();
        site.hands.writeAllLetters();
        start(
                academys,
                "/runs",
                new JsonObject().put("mode", "EMAIL").put("schools", new JsonArray().add(there.uai())));
        site.hands.round();
        site.hands.send(2, job -> job.mail().to().toString().contains("parent6"));
    }

    private void start(String token, String path, JsonObject order) {
        Browser.Answer answer = call(token, "POST", path, order.put("holder", "guardian"), "theirs" + path.length());
        if (answer.status() != 202) {
            throw new AssertionError("a run answers " + answer.status() + answer.body());
        }
    }

    Browser.Answer call(String token, String method, String path, JsonObject body, String key) {
        List<String> headers = new ArrayList<>(List.of("Idempotency-Key", key));
        if (!token.isEmpty()) {
            headers.addAll(List.of("Authorization", "Bearer " + token));
        }
        if (body != null) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        return programs.send(
                method, "/api/v1" + path, body == null ? null : body.encode(), headers.toArray(String[]::new));
    }

    private void rows(Staff chef) {
        site.staff(Role.ASSISTANCE, there);
        site.database.execute(
                "INSERT INTO useful_link (school_id, title, address, guardians, pupils, position) SELECT " + there.id()
                        + ", 'Lien ' || n, 'https://example.org/' || n, true, true, n FROM generate_series(1, 3) n");
        site.database.execute(
                "INSERT INTO school_import (school_id, at, staff_id, school_year, kinds, added, changed, gone, refused) VALUES ("
                        + there.id() + ", now(), " + chef.id() + ", 2026, '{ELEVES}', 1, 0, 0, 0)");
        site.database.execute(
                "INSERT INTO school_address VALUES (" + there.id() + ", 'accueil." + there.id() + "@example.org')");
    }

    private void collect() {
        String school = " WHERE school_id = " + there.id();
        ids.put("account", list("SELECT DISTINCT ON (state, held, holder) id FROM account" + school));
        ids.put("grouped account", list("SELECT id FROM account" + school + " AND closed_reason = 'GROUPED'"));
        ids.put("notification", list("SELECT DISTINCT ON (status, channel) id FROM notification" + school));
        ids.put("run", list("SELECT id FROM run" + school));
        ids.put("useful link", list("SELECT min(id) FROM useful_link" + school));
        ids.put("member of staff", list("SELECT id FROM staff" + school));
        ids.put(
                "staff session",
                list(
                        "SELECT s.id FROM session s JOIN staff USING (school_id) WHERE s.staff_id IS NOT NULL AND s.school_id = "
                                + there.id() + " LIMIT 1"));
        site.holder(site.account(there, "1-1")); // a second one, to be ended
        ids.put("holder session", list("SELECT max(id) FROM session WHERE account_id = " + site.account(there, "1-1")));
        ids.put("import", list("SELECT id FROM school_import" + school));
        ids.put("heading", list("SELECT DISTINCT heading_id FROM run" + school + " AND heading_id IS NOT NULL"));
        ids.put("school", List.of(there.uai()));
        ids.forEach((kind, found) -> {
            if (found.isEmpty()) {
                throw new AssertionError("no " + kind + " to try with");
            }
        });
    }

    private List<String> list(String sql) {
        String found = site.database.value("SELECT string_agg(x::text, ',') FROM (" + sql + ") AS found (x)");
        return found.isEmpty() ? List.of() : List.of(found.split(","));
    }

    private void actorsHere() {
        actors.put("nobody", site.browser());
        actors.put("guardian", site.holder(site.account(here, "1-1")));
        actors.put("pupil", site.holder(site.account(here, "E1")));
        for (Role role : List.of(Role.ASSISTANCE, Role.GESTIONNAIRE, Role.CHEF)) {
            Staff who = site.staff(role, here);
            actors.put(role.name(), site.signedIn(who));
            tokens.put(role.name(), site.token(who));
        }
        Browser rectorate = site.signedIn(site.staff(Role.ACADEMIE, null));
        rectorate.post("/gestion/etablissements", "uai", here.uai());
        actors.put(Role.ACADEMIE.name(), rectorate);
        academy.post("/gestion/etablissements", "uai", there.uai());
    }

    List<String> ids(String kind) {
        return ids.getOrDefault(kind, List.of());
    }

    /** Of the same look, and nobody's. */
    static String nobodys(String id) {
        return id.length() == WholeSite.ID_DIGITS
                ? id.substring(0, 2) + "987654"
                : "9999999" + "ABCDEFGHJKLMNPRSTUVWXYZ".charAt(9_999_999 % 23);
    }

    /** Every row of every table but what a mere look moves (a session's last sight). */
    String everything() {
        return print("true");
    }

    /** The rows of the second school but those of the audit, which writes down who has looked at what. */
    String everythingThereButTheAudit() {
        return everythingThere().replaceAll("(?m)^(audit_event|audit_head|pseudonym).*\\R?", "");
    }

    /** The rows of the second school. */
    String everythingThere() {
        return print("to_jsonb(t) ->> 'school_id' = '" + there.id() + "'");
    }

    private String print(String where) {
        String tables = site.database.value("SELECT string_agg('SELECT ' || quote_literal(relname)"
                + " || ' || count(*) || coalesce(md5(string_agg((to_jsonb(t) - ''seen_at'' - ''expires_at'')::text, ''|'' ORDER BY t::text)), '''')"
                + " FROM ' || quote_ident(relname) || ' t WHERE " + where.replace("'", "''")
                + "', ' UNION ALL ') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'flyway%'"
                + " AND relname <> 'try_counter'");
        return site.database.value("SELECT string_agg(x, E'\\n' ORDER BY x) FROM (" + tables + ") AS found (x)");
    }
}
