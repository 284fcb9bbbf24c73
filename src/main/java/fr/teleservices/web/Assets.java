package fr.teleservices.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The public files of {@code webroot/} and of two webjars, read once at boot: a request can name no other. */
public final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0+)?\\s*(?:,|$))");
    private static final String SHEET = "teleservices.css";
    private static final String WEBJARS = "META-INF/resources/webjars/";
    private static final String BELOW = "/static/";

    private final Map<String, Asset> assets = new TreeMap<>();

    /** @param small the content as gzip has it, null where that is no smaller: no secret stands in these files */
    private record Asset(Buffer content, @Nullable Buffer small, String type, String version) {}

    public Assets() {
        Resources.under("webroot")
                .forEach((name, content) -> add(name, name.equals(SHEET) ? onBase(content) : content));
        add("htmx.js", Resources.file(WEBJARS + "htmx.org/2.0.8/dist/htmx.min.js"));
    }

    private void add(String name, byte[] content) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null) {
            assets.put(name, new Asset(Buffer.buffer(content), smaller(content), type, hash(content)));
        }
    }

    /** The sheet behind the one that makes browsers alike, as one file: a slow network asks once. */
    private static byte[] onBase(byte[] sheet) {
        return Buffer.buffer(Resources.file(WEBJARS + "normalize.css/8.0.1/normalize.css"))
                .appendString("\n")
                .appendBytes(sheet)
                .getBytes();
    }

    /** The address of a file, with its version in it, so that browsers may keep it for a year. */
    public String address(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no file " + name + " in webroot");
        }
        return BELOW + name + "?v=" + asset.version();
    }

    void serve(RoutingContext context) {
        String path = context.normalizedPath(); // also "/static", by the route's pattern
        Asset asset = path.startsWith(BELOW) ? assets.get(path.substring(BELOW.length())) : null;
        if (asset == null) {
            context.next();
            return;
        }
        boolean versioned = asset.version().equals(context.request().getParam("v"));
        String tag = "\"" + asset.version() + "\"";
        var response = context.response()
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        versioned ? "public, max-age=31536000, immutable" : "public, max-age=300");
        Buffer small = asset.small();
        if (small != null) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else if (small != null && takesGzip(context)) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                    .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .end(small);
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type()).end(asset.content());
        }
    }

    private static boolean takesGzip(RoutingContext context) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }

    private static @Nullable Buffer smaller(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size() < content.length ? Buffer.buffer(bytes.toByteArray()) : null;
    }

    private static String hash(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
