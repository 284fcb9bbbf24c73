package fr.teleservices.meter;

import fr.teleservices.web.Traffic;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.VertxBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Traces of requests, sent to a collector by OTLP over HTTP; see {@link RequestTracer} for what they hold. */
public final class Traces implements AutoCloseable {
    /** Its complaints bear what a collector answers; ours are {@link ToldExporter}'s. Held, or the level is forgotten. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final long LAST_WORDS_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final RequestTracer tracer;

    /**
     * @param endpoint {@code http://host:4318/v1/traces}
     * @param authorization the header's value; empty: none
     * @param percent of the requests
     * @param behindProxy whether a trace that the proxy has begun is gone on with
     */
    public Traces(String endpoint, String authorization, int percent, boolean behindProxy) {
        EXPORTERS.setLevel(Level.OFF);
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(PATIENCE);
        if (!authorization.isEmpty()) {
            exporter.addHeader("Authorization", authorization);
        }
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "teleservices")
                                .build())))
                .setSampler(share(percent / 100.0))
                .addSpanProcessor(BatchSpanProcessor.builder(new ToldExporter(exporter.build()))
                        .setScheduleDelay(EVERY)
                        .build())
                .build();
        tracer = new RequestTracer(
                provider.get("fr.teleservices"),
                behindProxy ? W3CTraceContextPropagator.getInstance() : TextMapPropagator.noop());
    }

    /** Our share, whatever the caller's; a request's statements go with it. */
    private static Sampler share(double share) {
        Sampler ours = Sampler.traceIdRatioBased(share);
        return Sampler.parentBasedBuilder(ours)
                .setRemoteParentSampled(ours)
                .setRemoteParentNotSampled(ours)
                .build();
    }

    /** Makes the Vert.x that is being built tell its requests and statements. */
    public VertxBuilder into(VertxBuilder builder) {
        return builder.withTracer(options -> tracer);
    }

    /** Gives the spans the names of their routes; only for requests of such a Vert.x. */
    public Traffic naming(Traffic traffic) {
        return new Traffic() {
            @Override
            public void began(String method, String path) {
                RequestTracer.routed(method, path);
                traffic.began(method, path);
            }

            @Override
            public void ended(Area area, int status, long nanos) {
                traffic.ended(area, status, nanos);
            }
        };
    }

    /** Sends what there is. */
    public void flush() {
        provider.forceFlush().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }
}
