package fr.teleservices.siecle;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.PersonEraseService;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("trust-27")
class ErasedAndImportedTest {
    @TempDir
    private Path dir;

    @Test
    void whomTheNextImportStillBringsIsSomebodyNewWithANewLogin() {
        try (ImportedSchool school = new ImportedSchool(dir)) {
            SiecleSource pupils = school.pupils(ImportedSchool.pupil(1, "MARTIN", "Zoé"));
            SiecleSource guardians =
                    school.guardians(ImportedSchool.guardian(11, "MARTIN", "Anne"), ImportedSchool.legal(1, 11));
            school.run(pupils, guardians);
            assertThat(school.account("login", 11)).isEqualTo("a.martin1");
            long account = Long.parseLong(school.account("id", 11));
            await(new PersonEraseService(school.database.database(), school.clock)
                    .erase(By.staff(1), school.id, account));
            assertThat(school.count("person WHERE siecle_id = '11' OR family_name = 'MARTIN' AND holder = 'GUARDIAN'"))
                    .isZero();
            ImportReport again = school.run(pupils, guardians);
            assertThat(again.added() + " new, " + again.left() + " left").isEqualTo("1 new, 0 left");
            assertThat(school.account("login", 11)).isEqualTo("a.martin2");
            assertThat(school.account("state", 11)).isEqualTo("NOT_NOTIFIED");
            ImportReport third = school.run(pupils, guardians);
            assertThat(third.added() + third.changed() + third.left()).isZero();
        }
    }
}
