package fr.teleservices.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens. Deploy one for each event loop: they share the port and the work. */
public final class WebVerticle extends VerticleBase {
    /** A free port that all verticles of the process share; 0 would give each its own. */
    private static final int SHARED_FREE = -1;
    /** Another free port than the one that verticles of port 0 share. */
    public static final int OTHER_FREE = -2;

    private final Web web;
    private final String host;
    private final int port;
    private @Nullable HttpServer server;

    public WebVerticle(Web web, String host, int port) {
        this.web = web;
        this.host = host;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        IdleConnections idle = new IdleConnections(vertx, web.config().idle(), IdleConnections.MOST);
        Router router = web.router();
        router.route().order(-1).handler(idle::busy);
        HttpServer made = vertx.createHttpServer(Web.serverOptions())
                .connectionHandler(idle::opened)
                .requestHandler(router);
        server = made;
        return made.listen(port == 0 ? SHARED_FREE : port, host);
    }

    /** Stops taking requests and lets those under way end. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(10, TimeUnit.SECONDS);
    }

    /** The port that it got. */
    public int actualPort() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }
}
