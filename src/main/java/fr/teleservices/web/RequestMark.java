package fr.teleservices.web;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Named in {@code logback.xml}: gives every log line the id of the request that it was written for, as the field {@code request}. */
public final class RequestMark extends Filter<ILoggingEvent> {
    private static final String FIELD = "request";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String id = RequestId.current();
        if (id != null && event instanceof LoggingEvent line && !isMarked(line.getKeyValuePairs())) {
            line.addKeyValuePair(new KeyValuePair(FIELD, id));
        }
        return FilterReply.NEUTRAL;
    }

    private static boolean isMarked(@Nullable List<KeyValuePair> pairs) {
        return pairs != null && pairs.stream().anyMatch(pair -> pair.key.equals(FIELD));
    }
}
