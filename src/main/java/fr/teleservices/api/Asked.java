package fr.teleservices.api;

import fr.teleservices.web.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
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
                case PATH -> path.put(name, value(visit.path(name)));
                case QUERY -> query.put(name, value(visit.context().queryParams().get(name)));
                case HEADER -> headers.put(name, value(request.getHeader(name)));
                case COOKIE -> throw new IllegalStateException("the API reads no cookies: " + name);
            }
        }
        Buffer body = visit.context().body().buffer();
        return new Asked(
                path,
                query,
                headers,
                value(body == null ? Buffer.buffer() : body),
                request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return Map.of();
    }

    private static RequestParameter value(@Nullable Object value) {
        return () -> value;
    }
}
