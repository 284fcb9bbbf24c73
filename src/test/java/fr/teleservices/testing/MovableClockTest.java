package fr.teleservices.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MovableClockTest {
    @Test
    void aViewInAnotherZoneMovesAlong() {
        MovableClock clock = MovableClock.at("2026-09-01T09:59:00Z");
        Clock kiritimati = clock.withZone(ZoneId.of("Pacific/Kiritimati"));

        assertThat(LocalDate.now(kiritimati)).isEqualTo(LocalDate.of(2026, 9, 1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(LocalDate.now(kiritimati)).isEqualTo(LocalDate.of(2026, 9, 2));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-09-01T10:00:00Z"));
    }
}
