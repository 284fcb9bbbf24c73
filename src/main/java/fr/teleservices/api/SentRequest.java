package fr.teleservices.api;

import fr.teleservices.web.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the validator wants it. The library's own extraction decodes a query and a header once more (so that a search
 * for {@code %} is a fault of ours) and takes a text that looks like JSON for JSON (so that {@code -5} is no text).
 */
record SentRequest(
        Map<String, RequestParameter> headers,
        Map<String, RequestParameter> path,
        Map<String, RequestParameter> query,
        RequestParameter body,
        @Nullable String contentType)
        implements ValidatableRequest {
    static SentRequest of(Visit visit, Operation operation, Buffer body) {
        SentRequest request = new SentRequest(
                new HashMap<>(), new HashMap<>(), new HashMap<>(), () -> body, visit.header("Content-Type"));
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            Location in = parameter.getIn();
            if (in == Location.PATH) {
                request.path.put(name, value(parameter, visit.context().pathParam(name)));
            } else if (in == Location.QUERY) {
                request.query.put(name, value(parameter, visit.context().queryParams().get(name)));
            } else if (in == Location.HEADER) {
                request.headers.put(name, value(parameter, visit.header(name)));
            }
        }
        return request;
    }

    /** The validator reads JSON: a text goes in quotes. */
    private static RequestParameter value(Parameter parameter, @Nullable String sent) {
        String json = sent != null && parameter.getSchemaType() == SchemaType.STRING ? Json.encode(sent) : sent;
        return () -> json;
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
        return headers;
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
        return path;
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
        return query;
    }

    @Override
    public RequestParameter getBody() {
        return body;
    }

    @Override
    public @Nullable String getContentType() {
        return contentType;
    }
}
