package fr.teleservices.siecle;

import static fr.teleservices.siecle.ImportedSchool.guardian;
import static fr.teleservices.siecle.ImportedSchool.legal;
import static fr.teleservices.siecle.ImportedSchool.link;
import static fr.teleservices.siecle.ImportedSchool.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One family and what happens to it from import to import. */
class ImportChangesTest {
    private static final String ZOE = pupil(1, "Martin", "Zoé");
    private static final String TOM = pupil(2, "Martin", "Tom");
    private static final String EVA = pupil(3, "Durand", "Eva");
    private static final String ANNE = guardian(11, "Martin", "Anne", "<MEL>anne@example.org</MEL>");
    private static final String LUC = guardian(12, "Durand", "Luc");

    @TempDir
    Path dir;

    private ImportedSchool school;

    @BeforeEach
    void twoFamilies() {
        school = new ImportedSchool(dir);
        counts(school.run(pupils(ZOE, TOM, EVA), guardians()), 5, 0, 0);
    }

    @AfterEach
    void close() {
        school.close();
    }

    private SiecleSource pupils(String... rows) {
        return school.pupils(rows);
    }

    private SiecleSource guardians() {
        return school.guardians(ANNE, LUC, legal(1, 11), legal(2, 11), legal(3, 12));
    }

    private static void counts(ImportReport report, long added, long changed, long left) {
        assertThat(report.added() + " new, " + report.changed() + " changed, " + report.left() + " left")
                .isEqualTo(added + " new, " + changed + " changed, " + left + " left");
    }

    private void activate(int siecleId) {
        school.database.execute(
                "UPDATE account SET state = 'ACTIVE', password_hash = 'h', email_verified = 'a@example.org', email_pending = 'b@example.org',"
                        + " credential_id = gen_random_uuid(), credential_key = 1, credential_at = now(), notified_at = now(), notified_by = 'EMAIL',"
                        + " last_access_at = now() WHERE person_id = (SELECT id FROM person WHERE siecle_id = '"
                        + siecleId + "');"
                        + "INSERT INTO session (token_hash, account_id, school_id, created_at, seen_at, expires_at)"
                        + " SELECT decode(md5(id::text), 'hex'), id, school_id, now(), now(), now() + interval '1 day' FROM account WHERE person_id ="
                        + " (SELECT id FROM person WHERE siecle_id = '" + siecleId + "');"
                        + "INSERT INTO link (id, school_id, account_id, purpose, address, key_id, made_at, expires_at)"
                        + " SELECT gen_random_uuid(), school_id, id, 'FORGOTTEN', 'a@example.org', 1, now(), now() + interval '1 hour' FROM account"
                        + " WHERE person_id = (SELECT id FROM person WHERE siecle_id = '" + siecleId + "')");
    }

    @Test
    @Tag("trust-12")
    void whoLeavesIsLockedOutAtOnce() {
        activate(3);
        activate(12);
        counts(school.run(pupils(ZOE, TOM), guardians()), 0, 0, 2);
        for (int id : new int[] {3, 12}) {
            assertThat(school.account("state", id)).isEqualTo("CLOSED");
            assertThat(school.account("closed_reason", id)).isEqualTo("LEFT");
            assertThat(school.account(
                            "coalesce(password_hash, email_verified, email_pending, credential_id::text, '')", id))
                    .isEmpty();
            assertThat(school.account("epoch", id)).isEqualTo("1");
        }
        assertThat(school.count("session")).isZero();
        assertThat(school.count("link WHERE NOT dead")).isZero();
        assertThat(school.account("state", 11)).isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void whoComesBackHasTheSameLoginAndNothingElseOfTheOldAccess() {
        String login = school.account("login", 12);
        activate(12);
        school.run(pupils(ZOE, TOM), guardians());
        counts(school.run(pupils(ZOE, TOM, EVA), guardians()), 0, 2, 0);
        assertThat(school.account("login", 12)).isEqualTo(login);
        assertThat(school.account("state", 12)).isEqualTo("NOT_NOTIFIED");
        assertThat(school.account("closed_reason", 12)).isEmpty();
        assertThat(school.account(
                        "coalesce(password_hash, email_verified, credential_id::text, notified_at::text, last_access_at::text, '')",
                        12))
                .isEmpty();
        assertThat(school.count("account")).isEqualTo(5);
        assertThat(school.count("session")).isZero();
    }

    @Test
    void anExitDateInThePastMeansGoneAndOneInTheFutureDoesNot() {
        String tomorrow = pupil(1, "Martin", "Zoé", "<DATE_SORTIE>25/11/2026</DATE_SORTIE>");
        String yesterday = pupil(3, "Durand", "Eva", "<DATE_SORTIE>23/11/2026</DATE_SORTIE>");
        counts(school.run(pupils(tomorrow, TOM, yesterday), guardians()), 0, 1, 2);
        assertThat(school.account("state", 3)).isEqualTo("CLOSED");
        assertThat(school.account("state", 1)).isEqualTo("NOT_NOTIFIED");
        assertThat(school.person("left_on", 3)).isEqualTo("2026-11-23");
        counts(school.run(pupils(tomorrow, TOM, yesterday), guardians()), 0, 0, 0);
    }

    @Test
    void aPupilWhoHadLeftBeforeTheFirstImportIsNotTakenIn() {
        String gone = pupil(9, "Petit", "Ali", "<DATE_SORTIE>01/09/2026</DATE_SORTIE>");
        counts(
                school.run(
                        pupils(ZOE, TOM, EVA, gone),
                        school.guardians(
                                ANNE,
                                LUC,
                                guardian(19, "Petit", "Sami"),
                                legal(1, 11),
                                legal(2, 11),
                                legal(3, 12),
                                legal(9, 19))),
                0,
                0,
                0);
    }

    @Test
    void aNewNameAddressOrMailIsAChangeAndTheLoginStays() {
        String login = school.account("login", 11);
        String married =
                guardian(11, "Martin", "Anne", "<NOM_USAGE>Petit</NOM_USAGE><MEL>anne.petit@example.org</MEL>");
        ImportPreview preview = school.preview(
                pupils(ZOE, TOM, EVA), school.guardians(married, LUC, legal(1, 11), legal(2, 11), legal(3, 12)));
        assertThat(preview.people())
                .containsExactly(new ImportPreview.Change(
                        "CHANGED", "responsable", "Petit Anne", "", "nom, adresse électronique"));
        counts(
                school.run(
                        pupils(ZOE, TOM, EVA),
                        school.guardians(married, LUC, legal(1, 11), legal(2, 11), legal(3, 12))),
                0,
                1,
                0);
        assertThat(school.person("email", 11)).isEqualTo("anne.petit@example.org");
        assertThat(school.account("login", 11)).isEqualTo(login).isEqualTo("a.martin1");
    }

    @Test
    void anotherFamilyAndGivenNameUnderAKnownIdIsToldBeforeItIsTakenForTheSamePerson() {
        SiecleSource renamed =
                school.guardians(guardian(11, "Nguyen", "Karim"), LUC, legal(1, 11), legal(2, 11), legal(3, 12));
        ImportPreview preview = school.preview(pupils(ZOE, TOM, EVA), renamed);
        assertThat(preview.alerts())
                .anySatisfy(alert -> assertThat(alert)
                        .contains("1\u00a0personne change à la fois de nom et de prénom")
                        .contains("Nguyen Karim (avant\u00a0: Martin Anne)"));
        assertThat(preview.report().warnings())
                .anySatisfy(note -> assertThat(note.reason()).contains("Nguyen Karim"));
        counts(preview.report(), 0, 1, 0);
        assertThat(school.preview(
                                pupils(ZOE, TOM, EVA),
                                school.guardians(
                                        guardian(11, "MARTIN", "Annie"), LUC, legal(1, 11), legal(2, 11), legal(3, 12)))
                        .alerts())
                .isEmpty();
    }

    @Test
    void aLinkThatIsTakenAwayTakesTheChildAwayFromTheGuardian() {
        counts(school.run(school.guardians(ANNE, LUC, legal(2, 11), legal(3, 12))), 0, 1, 0);
        assertThat(school.count("guardianship")).isEqualTo(2);
        counts(school.run(school.guardians(ANNE, LUC, legal(2, 11), legal(3, 11))), 0, 1, 1);
        assertThat(school.account("state", 12)).isEqualTo("CLOSED");
    }

    @Test
    void aWaitingNewAccountClosesTooAndDoesNotComeBack() {
        school.database.execute(
                "INSERT INTO account (school_id, person_id, holder, login, current, held) SELECT school_id, id, holder, 'durand.luc', false, true"
                        + " FROM person WHERE siecle_id = '12'");
        school.run(pupils(ZOE, TOM), guardians());
        assertThat(school.count("account WHERE login = 'durand.luc' AND state = 'CLOSED' AND NOT held"))
                .isEqualTo(1);
        school.run(pupils(ZOE, TOM, EVA), guardians());
        assertThat(school.count("account WHERE login = 'durand.luc' AND state = 'CLOSED'"))
                .isEqualTo(1);
        assertThat(school.account("state", 12)).isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void aGroupedAccountStaysWithItsGroup() {
        school.database.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'GROUPED', grouped_into = (SELECT id FROM account WHERE person_id ="
                        + " (SELECT id FROM person WHERE siecle_id = '11')) WHERE person_id = (SELECT id FROM person WHERE siecle_id = '12')");
        school.run(pupils(ZOE, TOM, EVA), guardians());
        assertThat(school.account("closed_reason", 12)).isEqualTo("GROUPED");
        assertThat(school.count("account")).isEqualTo(5);
    }

    @Test
    void thePupilsAloneLeaveTheGuardiansAndTheirLinks() {
        counts(school.run(pupils(ZOE, TOM, EVA)), 0, 0, 0);
        counts(school.run(pupils(ZOE, EVA)), 0, 0, 1);
        assertThat(school.account("state", 11)).isEqualTo("NOT_NOTIFIED");
        counts(school.run(pupils(ZOE, TOM)), 0, 1, 2);
        assertThat(school.account("state", 12)).isEqualTo("CLOSED");
        counts(school.run(pupils(ZOE, TOM, EVA)), 0, 2, 0);
        assertThat(school.account("state", 12)).isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void theGuardiansAloneLeaveThePupils() {
        counts(school.run(school.guardians(ANNE, legal(1, 11), legal(2, 11))), 0, 0, 1);
        assertThat(school.count("account WHERE holder = 'PUPIL' AND state = 'NOT_NOTIFIED'"))
                .isEqualTo(3);
    }

    @Test
    void anExportWithoutAddressesLeavesTheKnownOnes() {
        String home =
                "</ELEVES><ADRESSES><ADRESSE ADRESSE_ID=\"5\"><LIGNE1_ADRESSE>1 RUE HAUTE</LIGNE1_ADRESSE><CODE_POSTAL>75001</CODE_POSTAL></ADRESSE></ADRESSES><ELEVES>";
        String lodged = pupil(1, "Martin", "Zoé", "<ADRESSE_ID>5</ADRESSE_ID>");
        counts(school.run(school.file(Exports.pupils("<ELEVES>" + lodged + home + TOM + EVA + "</ELEVES>"))), 0, 3, 0);
        counts(school.run(pupils(ZOE, TOM, EVA)), 0, 3, 0);
        assertThat(school.person("address_line1", 1)).isEqualTo("1 RUE HAUTE");
        assertThat(school.person("division", 1)).isEqualTo("5 A");
    }

    @Test
    void aRefusedRowClosesNobodysAccount() {
        String unnamed = "<ELEVE ELEVE_ID=\"3\"><PRENOM>Eva</PRENOM></ELEVE>\n";
        String unlinked = link(3, 12, "20", "<NIVEAU_RESPONSABILITE>8</NIVEAU_RESPONSABILITE>");
        String nameless = "<PERSONNE PERSONNE_ID=\"12\"><PRENOM>Luc</PRENOM></PERSONNE>\n";
        ImportReport report = school.run(
                pupils(ZOE, TOM, unnamed), school.guardians(ANNE, nameless, legal(1, 11), legal(2, 11), unlinked));
        counts(report, 0, 0, 0);
        assertThat(report.refused())
                .hasSize(3)
                .allSatisfy(note -> assertThat(note.line()).isGreaterThan(1));
        assertThat(school.count("guardianship")).isEqualTo(3);
        assertThat(school.count("account WHERE state = 'CLOSED'")).isZero();
    }

    @Test
    void aLinkThatLeadsNowhereIsRefusedWithItsLine() {
        ImportReport report = school.run(
                pupils(ZOE, TOM, EVA),
                school.guardians(ANNE, LUC, legal(1, 11), legal(2, 11), legal(3, 12), legal(404, 11), legal(1, 405)));
        counts(report, 0, 0, 0);
        assertThat(report.refusedCount()).isEqualTo(2);
        assertThat(report.refused().get(0).reason()).contains("404").contains("élève");
        assertThat(report.refused().get(1).reason()).contains("405").contains("personne");
    }

    @Test
    void whoWasPurgedAndComesBackHasANewLogin() {
        school.database.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'PURGED' WHERE login = 'l.durand1'");
        school.run(pupils(ZOE, TOM, EVA), guardians());
        assertThat(school.account("login", 12)).isEqualTo("l.durand2");
        assertThat(school.account("state", 12)).isEqualTo("NOT_NOTIFIED");
    }
}
