package fr.teleservices.meter;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.Vertx;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request and for each statement that a request leads to. The address of a page is never put into one: it may
 * bear the token of a link. Nor is who asks, nor what a statement is given, nor what a failure says.
 */
final class RequestTracer implements VertxTracer<@Nullable Span, @Nullable Span> {
    private static final ContextLocal<Span> CURRENT = ContextLocal.registerLocal(Span.class);

    private static final List<String> DULL = List.of("/static/", "/metrics", "/health/");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final String PATH = "url.path";
    private static final String STATUS = "http.response.status_code";
    private static final String STATEMENT = "db.query.text";
    private static final int LONGEST = 500;

    private final Tracer tracer;
    private final TextMapPropagator callers;

    /** @param callers whose trace is gone on with */
    RequestTracer(Tracer tracer, TextMapPropagator callers) {
        this.tracer = tracer;
        this.callers = callers;
    }

    /** Only in a Vert.x that was built with a tracer: has been found to be of this route. */
    static void routed(String method, String path) {
        io.vertx.core.Context context = Vertx.currentContext();
        Span span = context == null ? null : CURRENT.get(context);
        if (span != null) {
            span.updateName(method + " " + path).setAttribute("http.route", path);
        }
    }

    @Override
    public <R> @Nullable Span receiveRequest(
            io.vertx.core.Context context,
            io.vertx.core.spi.tracing.SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        if (kind != io.vertx.core.spi.tracing.SpanKind.RPC || isDull(tag(tags, request, PATH))) {
            return null;
        }
        String method = METHODS.contains(operation) ? operation : "_OTHER";
        Span span = tracer.spanBuilder(method)
                .setParent(callers.extract(Context.root(), headers, Headers.GETTER))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .startSpan();
        if (!span.isRecording()) {
            return null;
        }
        CURRENT.put(context, span);
        return span;
    }

    private static boolean isDull(@Nullable String path) {
        return path != null && DULL.stream().anyMatch(path::startsWith);
    }

    @Override
    public <R> void sendResponse(
            io.vertx.core.Context context,
            @Nullable R response,
            @Nullable Span span,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        if (span == null) {
            return;
        }
        CURRENT.remove(context);
        String status = response == null ? null : tag(tags, response, STATUS);
        if (status != null) {
            span.setAttribute(STATUS, Long.parseLong(status));
        }
        end(span, failure, status != null && status.startsWith("5"));
    }

    @Override
    public <R> @Nullable Span sendRequest(
            io.vertx.core.Context context,
            io.vertx.core.spi.tracing.SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        Span parent = kind == io.vertx.core.spi.tracing.SpanKind.RPC ? CURRENT.get(context) : null;
        String statement = parent == null ? null : tag(tags, request, STATEMENT);
        if (parent == null || statement == null) {
            return null;
        }
        String text = statement.strip();
        return tracer.spanBuilder(text.split("\\s", 2)[0])
                .setParent(Context.root().with(parent))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "postgresql")
                .setAttribute(STATEMENT, text.substring(0, Math.min(text.length(), LONGEST)))
                .startSpan();
    }

    @Override
    public <R> void receiveResponse(
            io.vertx.core.Context context,
            @Nullable R response,
            @Nullable Span span,
            @Nullable Throwable failure,
            TagExtractor<R> tags) {
        if (span != null) {
            end(span, failure, false);
        }
    }

    private static void end(Span span, @Nullable Throwable failure, boolean failed) {
        if (failure != null) {
            span.setAttribute("error.type", failure.getClass().getName());
        }
        if (failure != null || failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static <R> @Nullable String tag(TagExtractor<R> tags, R of, String name) {
        for (int i = 0; i < tags.len(of); i++) {
            if (name.equals(tags.name(of, i))) {
                return tags.value(of, i);
            }
        }
        return null;
    }

    @SuppressWarnings("deprecation") // keys() is not asked for, yet has to be there
    private enum Headers implements TextMapGetter<Iterable<Map.Entry<String, String>>> {
        GETTER;

        @Override
        public Iterable<String> keys(Iterable<Map.Entry<String, String>> headers) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable Iterable<Map.Entry<String, String>> headers, String key) {
            if (headers != null) {
                for (Map.Entry<String, String> header : headers) {
                    if (header.getKey().equalsIgnoreCase(key)) {
                        return header.getValue();
                    }
                }
            }
            return null;
        }
    }
}
