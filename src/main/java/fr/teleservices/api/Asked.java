package fr.teleservices.api;

import fr.teleservices.web.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the validator reads it, each parameter decoded once: the library's own reading decodes the query a second
 * time, so that a typed {@code %} fails and a {@code +} is lost.
 */
record Asked(
        Map<String, RequestParameter> getPathParameters,
        Map<String, RequestParameter> getQuery,
        Map<String, RequestParameter> getHeaders,
        RequestParameter getBody,
        @Nullable String getContentType)
        implements ValidatableRequest {
    static Asked of(Visit visit, Operation operation) {
        HttpServerRequest request = visit.context().request();
        Map<String, RequestParameter> path = new HashMap<>();
        Map<String, RequestParameter> query = new HashMap<>();
        Map<String, RequestParameter> headers = new HashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            switch (parameter.getIn()) {
                case PATH -> path.put(name, text(parameter, visit.path(name)));
                case QUERY ->
                    query.put(
                            name, text(parameter, visit.context().queryParams().get(name)));
                case HEADER -> headers.put(name, text(parameter, request.getHeader(name)));
                case COOKIE -> throw new IllegalStateException("the API reads no cookies: " + name);
            }
        }
        Buffer body = visit.context().body().buffer();
        return new Asked(
                path,
                query,
                headers,
                value(body == null ? Buffer.buffer() : body),
                type(request.getHeader(HttpHeaders.CONTENT_TYPE)));
    }

    /** The library compares the name of a type letter by letter (RFC 9110: in either case); a boundary is not touched. */
    private static @Nullable String type(@Nullable String header) {
        int end = header == null ? -1 : header.indexOf(';');
        return header == null
                ? null
                : end < 0
                        ? header.toLowerCase(Locale.ROOT)
                        : header.substring(0, end).toLowerCase(Locale.ROOT) + header.substring(end);
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return Map.of();
    }

    /** The library takes a text for JSON where it is more than one word, {@code -1} for a number: so it is given JSON. */
    private static RequestParameter text(Parameter parameter, @Nullable String text) {
        return value(text != null && parameter.getSchemaType() == SchemaType.STRING ? Json.encode(text) : text);
    }

    private static RequestParameter value(@Nullable Object value) {
        return () -> value;
    }
}
