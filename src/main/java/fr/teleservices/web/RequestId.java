package fr.teleservices.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request, in every log line that is written for it, in the answer's {@code X-Request-Id}, and the reference
 * that the page of a fault shows. It travels with the Vert.x context of the request: a thread serves many at once.
 */
public final class RequestId implements VertxServiceProvider {
    static final String HEADER = "X-Request-Id";

    /** Registered before any context is made, as Vert.x loads this class when it starts. */
    private static final ContextLocal<String> LOCAL = ContextLocal.registerLocal(String.class);

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final int DIGITS = 12;

    @Override
    public void init(VertxBootstrap builder) {
        // loading the class is all that it takes
    }

    /** @param proxied whether what the request brings along is a declared proxy's word */
    static void begin(RoutingContext context, boolean proxied) {
        String given = proxied ? context.request().getHeader(HEADER) : null;
        String id = given != null && WELL_FORMED.matcher(given).matches() ? given : fresh();
        context.put(HEADER, id);
        context.response().putHeader(HEADER, id);
        Context here = Vertx.currentContext();
        if (here != null) {
            here.putLocal(LOCAL, id);
        }
    }

    static String of(RoutingContext context) {
        String id = context.get(HEADER);
        return id == null ? fresh() : id;
    }

    /** Of the request that the present thread works for; null: for none. */
    static @Nullable String current() {
        Context here = Vertx.currentContext();
        return here == null ? null : here.getLocal(LOCAL);
    }

    private static String fresh() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), DIGITS);
    }
}
