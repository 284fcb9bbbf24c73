package fr.teleservices.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program that uses the JSON API as its description says. */
public final class ApiClient {
    private static final String BOUNDARY = "----teleservices-test";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    private ApiClient(String origin, String token) {
        this.base = origin + "/api/v1";
        this.token = token;
    }

    private ApiClient(String origin, String login, String password, String code) {
        this.base = origin + "/api/v1";
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(base + "/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                        .put("login", login)
                        .put("password", password)
                        .put("code", code)
                        .encode())));
        this.token = json(answer, 200).getString("accessToken");
    }

    public static ApiClient signIn(String origin, String login, String password) {
        return new ApiClient(origin, login, password, "");
    }

    /** With a token that one has. */
    public static ApiClient with(String origin, String token) {
        return new ApiClient(origin, token);
    }

    /** With a code of the second factor. */
    public static ApiClient signIn(String origin, String login, String password, String code) {
        return new ApiClient(origin, login, password, code);
    }

    /** The same token at another node. */
    public ApiClient at(String otherOrigin) {
        return new ApiClient(otherOrigin, token);
    }

    /** The lines of an event stream as they come, until it ends or somebody closes them. */
    public Stream<String> events(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public HttpResponse<byte[]> call(String method, String path, JsonObject body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public JsonObject get(String path) {
        return json(call("GET", path, null), 200);
    }

    public byte[] bytes(String path) {
        HttpResponse<byte[]> answer = call("GET", path, null);
        expect(answer, 200);
        return answer.body();
    }

    public JsonObject post(int status, String path, JsonObject body, String... headers) {
        return json(call("POST", path, body, headers), status);
    }

    /** Imports files; returns the counts. */
    public JsonObject importFiles(String uai, List<Path> files) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (Path file : files) {
                body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                                + file.getFileName() + "\"\r\nContent-Type: application/zip\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                body.writeBytes(Files.readAllBytes(file));
                body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return json(
                    send(HttpRequest.newBuilder(URI.create(base + "/schools/" + uai + "/imports"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))),
                    200);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every item of the account list, page after page. */
    public List<JsonObject> accounts(String uai, String filter) {
        List<JsonObject> all = new ArrayList<>();
        String after = null;
        do {
            String more = after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
            JsonObject page = get("/schools/" + uai + "/accounts?limit=200&" + filter + more);
            JsonArray items = page.getJsonArray("items");
            for (int i = 0; i < items.size(); i++) {
                all.add(items.getJsonObject(i));
            }
            after = page.getString("next");
        } while (after != null);
        return all;
    }

    /** The id of a new run. */
    public long startRun(String uai, String key, JsonObject order) {
        return post(202, "/schools/" + uai + "/runs", order, "Idempotency-Key", key)
                .getLong("id");
    }

    /** Asks for the run until it is as wanted; fails after that many seconds. */
    public JsonObject awaitRun(long run, int seconds, Predicate<JsonObject> wanted) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (true) {
            JsonObject progress = get("/runs/" + run);
            if (wanted.test(progress)) {
                return progress;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the run did not get there: " + progress.encodePrettily());
            }
            Thread.onSpinWait();
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonObject json(HttpResponse<byte[]> answer, int status) {
        expect(answer, status);
        return new JsonObject(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static void expect(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.request().uri() + " answers " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }
}
