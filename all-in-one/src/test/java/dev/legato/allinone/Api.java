package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A client of the API at the gateway, with or without a token. */
record Api(HttpClient client, URI gateway, String token) {
    static Api anonymous(HttpClient client, URI gateway) {
        return new Api(client, gateway, "");
    }

    Api with(String accessToken) {
        return new Api(client, gateway, accessToken);
    }

    /** Signs up and logs in. */
    Api signedUp(String email) throws Exception {
        JsonObject account = new JsonObject()
                .put("email", email)
                .put("password", "correct horse")
                .put("name", "Ada");
        expect(201, post("/v1/accounts", account));
        account.remove("name");
        return with(expect(200, post("/v1/sessions", account)).getString("accessToken"));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(
                request(path).POST(BodyPublishers.ofString(body.encode())).header("Content-Type", "application/json"));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    static JsonObject expect(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    /** The first of what a search finds, once it finds something: what was imported is found within a second. */
    JsonObject firstFound(String query, String type) throws Exception {
        String path = "/v1/search?types=%s&q=%s".formatted(type, URLEncoder.encode(query, StandardCharsets.UTF_8));
        return eventually(
                        () -> expect(200, get(path)).getJsonObject(type + "s").getJsonArray("items"),
                        items -> !items.isEmpty())
                .getJsonObject(0);
    }

    /** Asks until the answer is as wished, for at most half a minute. */
    static <T> T eventually(Callable<T> question, Predicate<T> wished) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        T answer = question.call();
        while (!wished.test(answer) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            answer = question.call();
        }
        return answer;
    }
}
