package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EndingTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Ending.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void silence() {
        logger.detachAppender(log);
    }

    @Test
    void aPartThatNeverEndsIsNamedAndLeftBehind() {
        await(Ending.of("the part", Duration.ofMillis(20), Promise.promise().future()));
        assertThat(said()).singleElement().asString().contains("the part did not end in order", "TimeoutException");
    }

    @Test
    void aPartThatFailsToEndIsNamedAndKeepsNoOtherFromEnding() {
        await(Ending.of("the part", Duration.ofSeconds(20), Future.failedFuture("broken")));
        assertThat(said()).singleElement().asString().contains("the part did not end in order", "broken");
    }

    @Test
    void aPartThatEndsSaysNothing() {
        await(Ending.of("the part", Duration.ofSeconds(20), Future.succeededFuture("done")));
        assertThat(said()).isEmpty();
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
