package fr.teleservices.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The public files of {@code webroot/}, read once at boot: a request can name no other. */
public final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Asset> assets = new TreeMap<>();

    private record Asset(Buffer content, String type, String version) {}

    public Assets() {
        Resources.under("webroot").forEach((name, content) -> {
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) {
                assets.put(name, new Asset(Buffer.buffer(content), type, hash(content)));
            }
        });
    }

    /** The address of a file, with its version in it, so that browsers may keep it for a year. */
    public String address(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no file " + name + " in webroot");
        }
        return "/static/" + name + "?v=" + asset.version();
    }

    void serve(RoutingContext context) {
        Asset asset = assets.get(context.normalizedPath().substring("/static/".length()));
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
        if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type()).end(asset.content());
        }
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
