package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.audit.AuditLine;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AuditWordsTest {
    private static AuditLine line(String actor, String action, String detail) {
        return new AuditLine(
                7,
                Instant.parse("2026-09-07T08:00:00Z"),
                "STAFF",
                actor,
                "0c4d3a10-0000-4000-8000-000000000000",
                action,
                "ACCOUNT",
                "p.martin",
                "1c4d3a10-0000-4000-8000-000000000000",
                detail,
                "ab");
    }

    @Test
    @Tag("trust-21")
    void nothingInTheFileIsTakenForAFormula() {
        String csv = AuditWords.csv(line("=cmd|'/C calc'!A0", "+inconnue", "-1+1"), ZoneId.of("Europe/Paris"));
        assertThat(csv)
                .contains("\"'=cmd|", "\"'+inconnue\"", "\"'-1+1\"")
                .contains("\"2026-09-07 10:00:00+02:00\"", "\"compte p.martin\"");
    }

    @Test
    void whatWasDoneIsToldInWords() {
        assertThat(AuditWords.detail(line("chef", "school.import", "{\"added\": 150, \"left\": 2}")))
                .isEqualTo("nouveaux\u00a0: 150, partis\u00a0: 2");
        assertThat(AuditWords.detail(line("chef", "account.notify", "{}"))).isEmpty();
    }

    @Test
    void whoIsErasedIsNamedByTheBeginningOfThePseudonym() {
        assertThat(AuditWords.actor(line("", "account.notify", "{}"))).isEqualTo("effacé (0c4d3a10)");
    }
}
