package fr.teleservices.web;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is reached from outside. Links bear this address, never what a request's Host says. Without a
 * configured address it is {@code http://localhost:PORT}, known once the port is.
 */
public final class Site {
    private volatile @Nullable URI base;

    private Site(@Nullable URI base) {
        this.base = base;
    }

    /**
     * @param baseUrl {@code https://…} without a path; plain http towards loopback alone
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static Site at(String baseUrl) {
        return at(baseUrl, false);
    }

    /** @param behindProxy whether a proxy in front speaks TLS, so that plain http is allowed */
    public static Site at(String baseUrl, boolean behindProxy) {
        URI uri = URI.create(baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl);
        boolean http = "http".equals(uri.getScheme());
        if (uri.getHost() == null || !(http || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("the base address has to be http(s)://host[:port], not " + baseUrl);
        }
        if (http && !isLoopback(uri.getHost()) && !behindProxy) {
            throw new IllegalArgumentException("plain http is for loopback alone: " + baseUrl);
        }
        return new Site(uri);
    }

    /** On this machine, at the port that the server gets. */
    public static Site loopback() {
        return new Site(null);
    }

    /** Told by the server once it listens; a configured address stays. */
    public void boundTo(int port) {
        if (base == null) {
            base = URI.create("http://localhost:" + port);
        }
    }

    /** {@code https://host[:port]}, no slash at the end. */
    public String origin() {
        return uri().toString();
    }

    /** The whole address of a path that starts with a slash. */
    public String link(String path) {
        return origin() + path;
    }

    public boolean isHttps() {
        return "https".equals(uri().getScheme());
    }

    /** Whether an Origin or Referer is this site; {@code localhost} and {@code 127.0.0.1} are one. */
    boolean isOwn(String address) {
        try {
            URI other = URI.create(address);
            URI own = uri();
            String host = other.getHost();
            return host != null
                    && own.getScheme().equals(other.getScheme())
                    && port(own) == port(other)
                    && (own.getHost().equals(host.toLowerCase(Locale.ROOT))
                            || (isLoopback(own.getHost()) && isLoopback(host)));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private URI uri() {
        URI known = base;
        if (known == null) {
            throw new IllegalStateException("the port is not known yet");
        }
        return known;
    }

    private static int port(URI uri) {
        return uri.getPort() != -1 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }
}
