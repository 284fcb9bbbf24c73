package fr.teleservices.meter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, once a minute at most, that spans were not taken: nothing else depends on them. */
final class ToldExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final SpanExporter exporter;
    private final AtomicLong said = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    ToldExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                complain(spans.size());
            }
        });
    }

    private void complain(int lost) {
        long before = said.get();
        long now = System.nanoTime();
        if (now - before >= QUIET_NANOS && said.compareAndSet(before, now)) {
            LOG.warn("the collector did not take {} spans", lost);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
