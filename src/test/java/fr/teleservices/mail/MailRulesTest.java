package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailRulesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Verdicts verdicts = new Verdicts(WorkerSettings.defaults(), new Random(1));

    private static MailJob job(int n, int attempts) {
        return new MailJob(n, 7, false, attempts, Workers.mail(n));
    }

    private static SmtpFault fault(SmtpFault.Stage stage, int code, String reply) {
        return SmtpFault.replied(stage, code, reply);
    }

    @ParameterizedTest
    @CsvSource({
        "RECIPIENT,550,REFUSED", "SENDER,553,REFUSED", "CONTENT,554,REFUSED", "RECIPIENT,552,REFUSED",
        "RECIPIENT,450,LATER", "RECIPIENT,421,LATER", "CONTENT,451,LATER", "CONTENT,452,LATER",
        "CONNECT,554,UNTRIED", "CONNECT,421,UNTRIED", "SENDER,530,UNTRIED", "SENDER,535,UNTRIED"
    })
    void aReplyDecidesByItsStageAndCode(SmtpFault.Stage stage, int code, SmtpFault.Verdict verdict) {
        assertThat(fault(stage, code, code + " no").verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550|550 5.1.1 No such user|n’existe pas chez",
                "550|550 5.2.1 disabled|désactivée",
                "552|552 5.2.2 over quota|pleine",
                "550|550 Relaying denied|n’a pas le droit",
                "554|554 5.7.1 Spam message rejected|indésirable",
                "550|550 5.1.2 Host unknown|domaine",
                "450|450 4.2.0 Greylisted|plus tard",
                "500|500 what|a refusé le message",
                "432|432 hm|pour le moment"
            })
    void aReplyIsToldInPlainFrench(int code, String reply, String expected) {
        assertThat(SmtpAnswer.of(code, reply).plainFrench()).contains(expected);
    }

    @Test
    void aReplyOfManyLinesBecomesOneWithoutCodes() {
        SmtpAnswer answer = SmtpAnswer.of(550, "550-5.1.1 The email account\n550-5.1.1 does not exist.\n550 5.1.1 bye");

        assertThat(answer.enhanced()).isEqualTo("5.1.1");
        assertThat(answer.text()).isEqualTo("5.1.1 The email account 5.1.1 does not exist. 5.1.1 bye");
    }

    @Test
    void delaysGrowAndScatterAndStayBelowTheLongest() {
        BackOff backOff = new BackOff(Duration.ofSeconds(10), 3, Duration.ofMinutes(30), new Random(1));

        for (int i = 0; i < 100; i++) {
            assertThat(backOff.delay(0)).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(12_500));
            assertThat(backOff.delay(2)).isBetween(Duration.ofMillis(67_500), Duration.ofMillis(112_500));
            assertThat(backOff.delay(1_000)).isLessThanOrEqualTo(Duration.ofSeconds(2_250));
        }
    }

    @Test
    void aDomainThatPutsOffRetriesIsSparedUntilItTakesOneAgain() {
        SmtpFault putOff = fault(SmtpFault.Stage.RECIPIENT, 421, "421 4.7.0 too many");
        for (int i = 0; i < 3; i++) {
            verdicts.of(job(i, 1), putOff, 0);
        }

        MailOutcome.Postponed spared = (MailOutcome.Postponed) verdicts.spared(job(9, 0), SECOND);
        assertThat(spared.tried()).isFalse();
        assertThat(spared.delay()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(50));
        assertThat(verdicts.spared(job(9, 0), 60 * SECOND)).isNull();

        verdicts.of(job(4, 1), putOff, 60 * SECOND);
        assertThat(verdicts.spared(job(9, 0), 61 * SECOND)).isNotNull();
        verdicts.sent(job(5, 1));
        assertThat(verdicts.spared(job(9, 0), 61 * SECOND)).isNull();
    }

    @Test
    void aDomainThatPutsOffFirstTriesAsGreylistingDoesIsNotSpared() {
        for (int i = 0; i < 100; i++) {
            verdicts.of(job(i, 0), fault(SmtpFault.Stage.RECIPIENT, 450, "450 greylisted"), 0);
        }

        assertThat(verdicts.spared(job(101, 0), SECOND)).isNull();
    }

    @Test
    void theBreakerOpensAfterTroublesInARowAndProbesAtGrowingDistances() {
        Breaker breaker = new Breaker(3, new BackOff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), new Random(1)));
        breaker.troubled(0);
        breaker.troubled(0);
        assertThat(breaker.answered()).isEqualTo(Breaker.Change.NONE);
        breaker.troubled(0);
        breaker.troubled(0);
        assertThat(breaker.isOpen()).isFalse();

        assertThat(breaker.troubled(0)).isEqualTo(Breaker.Change.OPENED);
        assertThat(breaker.untilProbe(0)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1_250));
        breaker.troubled(0);
        assertThat(breaker.untilProbe(0)).isLessThan(Duration.ofMillis(1_251));
        breaker.troubled(2 * SECOND);
        assertThat(breaker.untilProbe(2 * SECOND)).isGreaterThan(Duration.ofMillis(1_499));
        assertThat(breaker.answered()).isEqualTo(Breaker.Change.CLOSED);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aMessageClaimedAnewWhileItIsBeingSentKeepsItsPlaceAndTakesTheNewToken() {
        Flight flight = new Flight();
        flight.claimed(java.util.List.of(job(1, 0)), SECOND);
        Flight.Claimed claimed = flight.next(10, 2, MailPace.unlimited());
        flight.sending(claimed);

        flight.claimed(java.util.List.of(new MailJob(1, 8, false, 0, Workers.mail(1))), 3 * SECOND);

        assertThat(flight.next(10, 2, MailPace.unlimited())).isNull();
        assertThat(claimed.job().token()).isEqualTo(8);
        assertThat(claimed.isHeldFor(SECOND, 2 * SECOND)).isTrue();
    }

    @Test
    void aRenewalThatDoesNotNameAMessageMeansItsLeaseIsLost() {
        Flight flight = new Flight();
        flight.claimed(java.util.List.of(job(1, 0), job(2, 0)), 10 * SECOND);

        flight.renewed(flight.jobs(), Set.of(1L), 20 * SECOND, 5 * SECOND);

        Flight.Claimed first = flight.next(10, 2, MailPace.unlimited());
        Flight.Claimed second = flight.next(10, 2, MailPace.unlimited());
        assertThat(first.isHeldFor(0, 19 * SECOND)).isTrue();
        assertThat(second.isHeldFor(0, 5 * SECOND)).isFalse();
    }
}
