package fr.teleservices.web;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What was searched or chosen, as the query of a page that can be reloaded, gone back to and passed on, and that names nobody: addresses
 * stay in histories, in logs of proxies and on screens. A form posts; the page behind it bears {@code f}, which only this service reads.
 */
public final class SealedQuery {
    private static final String FIELD = "f";

    /** Tells nobody what is in it. */
    public interface Seal {
        byte[] seal(byte[] plain);
    }

    /** Opens what the other sealed; empty for anything else. */
    public interface Opener {
        Optional<byte[]> open(byte[] sealed);
    }

    private final Seal seal;
    private final Opener opener;

    public SealedQuery(Seal seal, Opener opener) {
        this.seal = seal;
        this.opener = opener;
    }

    /** @param query without the question mark; other fields may be added behind the answer */
    public String of(String query) {
        return FIELD + "=" + Base64.getUrlEncoder().withoutPadding().encodeToString(seal.seal(small(query)));
    }

    /** The fields of the query, those that were sealed too. */
    public Form read(Visit visit) {
        MultiMap fields =
                MultiMap.caseInsensitiveMultiMap().addAll(visit.context().queryParams());
        String given = fields.get(FIELD);
        if (given != null) {
            open(given).ifPresent(query -> add(fields, query));
        }
        return new Form(fields);
    }

    /** Leads from a form that was posted to the page that shows what it asked for. */
    public Future<Void> show(Visit visit, String path) {
        HttpServerRequest request = visit.context().request();
        String query = request.formAttributes().entries().stream()
                .map(SealedQuery::pair)
                .collect(Collectors.joining("&"));
        return visit.seeOther(path + "?" + of(query));
    }

    private static String pair(Map.Entry<String, String> field) {
        return URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8);
    }

    private static void add(MultiMap fields, String query) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Optional<String> open(String given) {
        try {
            return opener.open(Base64.getUrlDecoder().decode(given)).map(SealedQuery::whole);
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Four hundred divisions fit into an address. */
    private static byte[] small(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
            deflate.write(query.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String whole(byte[] small) {
        try (InflaterInputStream inflate = new InflaterInputStream(new java.io.ByteArrayInputStream(small))) {
            return new String(inflate.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
