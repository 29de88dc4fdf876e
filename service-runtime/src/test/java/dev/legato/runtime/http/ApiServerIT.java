package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerIT {
    private record Kept(String name, int times) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private TestTokens tokens;
    private TokenVerifier verifier;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        tokens = TestTokens.create(vertx, folder);
        verifier = new TokenVerifier(vertx, new TokenSettings("legato", tokens.keySet()), Clock.systemUTC());
        port = server().on("greet", request -> Reply.ok(Map.of("greeting", request.path("name", name -> name)))
                        .etag("\"v1\""))
                .on("keep", request -> {
                    Kept kept = request.body(Kept.class);
                    return Reply.created(URI.create("/v1/greetings/" + kept.name()), kept);
                })
                .on("fail", _ -> {
                    throw new IllegalStateException("secret detail");
                })
                .listen()
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void get_known_is200WithRequestId() throws Exception {
        var answer = send(get("/v1/greetings/ada"));
        assertEquals(200, answer.statusCode());
        assertEquals("ada", new JsonObject(answer.body()).getString("greeting"));
        assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
    }

    @Test
    void get_currentTag_is304WithoutBody() throws Exception {
        var answer = send(get("/v1/greetings/ada").header("If-None-Match", "\"v0\", W/\"v1\""));
        assertEquals(304, answer.statusCode());
        assertEquals("", answer.body());
    }

    @Test
    void get_nowhere_is404Problem() throws Exception {
        assertProblem(404, "not-found", send(get("/v1/nothing")));
    }

    @Test
    void delete_whereOnlyGet_is405Problem() throws Exception {
        assertProblem(405, "http-405", send(request("/v1/greetings/ada").DELETE()));
    }

    @Test
    void post_withoutToken_is401WithChallenge() throws Exception {
        var answer = send(post("{}"));
        assertProblem(401, "unauthorized", answer);
        assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    @Test
    void post_withoutScope_is403Problem() throws Exception {
        assertProblem(403, "forbidden", send(authorized(post("{}"), "listen")));
    }

    @Test
    void post_expiredToken_is401Problem() throws Exception {
        var request = post("{}").header("Authorization", "Bearer " + tokens.token("library", -60));
        assertProblem(401, "unauthorized", send(request));
    }

    @Test
    void post_unsignedToken_is401Problem() throws Exception {
        String none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJtYWxsb3J5Iiwic2NvcGUiOiJsaWJyYXJ5In0.";
        assertProblem(401, "unauthorized", send(post("{}").header("Authorization", "Bearer " + none)));
    }

    @Test
    void post_good_is201WithLocation() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": 2}"), "library"));
        assertEquals(201, answer.statusCode());
        assertEquals(
                "/v1/greetings/ada", answer.headers().firstValue("Location").orElse(""));
    }

    @Test
    void post_unknownMember_is400NamingIt() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": 2, \"tmies\": 3}"), "library"));
        assertEquals("tmies", assertProblem(400, "invalid-request", answer).getString("field"));
    }

    @Test
    void post_wrongType_is400NamingIt() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": \"two\"}"), "library"));
        assertEquals("times", assertProblem(400, "invalid-request", answer).getString("field"));
    }

    @Test
    void post_notJson_is400() throws Exception {
        assertProblem(400, "invalid-request", send(authorized(post("{"), "library")));
    }

    @Test
    void post_tooLong_is413() throws Exception {
        assertProblem(413, "http-413", send(authorized(post("x".repeat(2_000)), "library")));
    }

    @Test
    void fault_unexpected_is500WithoutDetail() throws Exception {
        var answer = send(get("/v1/faults"));
        assertProblem(500, "internal", answer);
        assertFalse(answer.body().contains("secret detail"), answer.body());
    }

    @Test
    void document_isServedAsJson() throws Exception {
        assertEquals("3.1.0", new JsonObject(send(get("/openapi.json")).body()).getString("openapi"));
    }

    @Test
    void listen_operationWithoutFunction_isRefused() {
        ApiServer incomplete = server();
        var failure = assertThrows(IllegalStateException.class, incomplete::listen);
        assertEquals("no function for operation greet", failure.getMessage());
    }

    private ApiServer server() {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, 1_000, Duration.ofSeconds(10));
        return new ApiServer(vertx, settings, verifier, "greeting");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder post(String body) {
        return request("/v1/greetings").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request, String scope) {
        return request.header("Authorization", "Bearer " + tokens.token(scope, 60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject assertProblem(int status, String type, HttpResponse<String> answer) {
        JsonObject problem = new JsonObject(answer.body());
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals("urn:legato:problem:" + type, problem.getString("type"));
        assertEquals(status, problem.getInteger("status"));
        assertFalse(problem.getString("requestId").isEmpty());
        return problem;
    }
}
