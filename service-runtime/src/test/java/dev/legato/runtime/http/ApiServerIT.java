package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.legato.runtime.auth.TestTokens;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.problem.Problem;
import dev.legato.testing.RawHttp;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ApiServerIT {
    private record Kept(String name, int times) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private TestTokens tokens;
    private TokenVerifier verifier;
    private volatile int port;

    @BeforeEach
    void serve() throws Exception {
        tokens = TestTokens.create(folder);
        verifier = new TokenVerifier(vertx, tokens.settings(), Clock.systemUTC());
        port = api().listen().await(10, TimeUnit.SECONDS).actualPort();
    }

    private ApiServer api() {
        return server().on("greet", request -> Reply.ok(Map.of(
                                "greeting",
                                request.path("name", name -> name.equals("unwritable") ? new Object() : name)))
                        .etag("\"v1\""))
                .on("keep", request -> {
                    Kept kept = request.body(Kept.class);
                    return Reply.created(URI.create("/v1/greetings/" + kept.name()), kept);
                })
                .on("fail", _ -> {
                    throw new IllegalStateException("secret detail");
                })
                .on("wait", _ -> {
                    throw Problem.unavailable("Not now.");
                });
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
    void delete_whereOnlyGet_is405ProblemWithAllow() throws Exception {
        var answer = send(request("/v1/greetings/ada").DELETE());
        assertProblem(405, "method-not-allowed", answer);
        assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void get_whereOnlyPost_is405ProblemWithAllow() throws Exception {
        var answer = send(get("/v1/greetings"));
        assertProblem(405, "method-not-allowed", answer);
        assertEquals("OPTIONS, POST", answer.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void options_anyPath_is204WithAllow() throws Exception {
        for (String path : new String[] {"/v1/greetings/ada", "/openapi.json"}) {
            var answer = send(request(path).method("OPTIONS", BodyPublishers.noBody()));
            assertEquals(204, answer.statusCode());
            assertEquals(
                    "GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
        }
    }

    @Test
    void head_whereGet_isTheSameWithoutBody() throws Exception {
        for (String path : new String[] {"/v1/greetings/ada", "/v1/faults", "/v1/nothing", "/openapi.json"}) {
            var get = send(get(path));
            var head = send(request(path).method("HEAD", BodyPublishers.noBody()));
            assertEquals(get.statusCode(), head.statusCode());
            assertEquals("", head.body());
            for (String name : new String[] {"Content-Length", "Content-Type", "ETag"}) {
                assertEquals(get.headers().firstValue(name), head.headers().firstValue(name), path);
            }
        }
    }

    @Test
    void head_currentTag_is304() throws Exception {
        var request = request("/v1/greetings/ada").method("HEAD", BodyPublishers.noBody());
        assertEquals(304, send(request.header("If-None-Match", "\"v1\"")).statusCode());
    }

    @Test
    void post_chunked_isTaken() throws Exception {
        byte[] body = "{\"name\": \"ada\", \"times\": 2}".getBytes(StandardCharsets.UTF_8);
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        assertEquals(
                201,
                send(authorized(request("/v1/greetings").POST(chunked), "user-library-read"))
                        .statusCode());
    }

    @Test
    void post_chunkedAndTooLong_is413() throws Exception {
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2_000]));
        assertProblem(
                413,
                "content-too-large",
                send(authorized(request("/v1/greetings").POST(chunked), "user-library-read")));
    }

    /** On a virtual thread's context, what arrives while a test of the origin waits is handled before the test ends. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void request_whoseOriginTakesAWait_isReadWhole(boolean allowed) throws Exception {
        port = vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                return api().crossOrigin(
                                                Set.of("/v1/greetings", "/v1/greetings/:name"), _ -> allowed(allowed))
                                        .listen()
                                        .onSuccess(server -> port = server.actualPort());
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .map(_ -> port)
                .await(10, TimeUnit.SECONDS);
        String body = "{\"name\": \"ada\", \"times\": 2}";
        for (int i = 0; i < 2; i++) {
            var post = send(authorized(post(body), "user-library-read").header("Origin", "https://app.example"));
            assertEquals(201, post.statusCode(), post.body());
            assertEquals(
                    allowed,
                    post.headers().firstValue("Access-Control-Allow-Origin").isPresent());
            var get = request("/v1/greetings/ada").method("GET", BodyPublishers.ofString(body));
            assertEquals(200, send(get.header("Origin", "https://app.example")).statusCode());
            var put = request("/v1/greetings").PUT(BodyPublishers.ofString(body));
            assertEquals(405, send(put.header("Origin", "https://app.example")).statusCode());
        }
    }

    private boolean allowed(boolean allowed) {
        var _ = vertx.timer(50, TimeUnit.MILLISECONDS).await();
        return allowed;
    }

    @Test
    void get_unknownParameter_is400NamingIt() throws Exception {
        var problem = assertProblem(400, "invalid-request", send(get("/v1/greetings/ada?lang=en")));
        assertEquals("lang: unknown parameter (expected: none)", problem.getString("detail"));
    }

    @Test
    void request_notHttp_is400Problem() throws Exception {
        try (RawHttp raw = new RawHttp(port)) {
            var answer = raw.send("GET", "/v1/greetings/a b", Map.of(), new byte[0]);
            assertEquals(400, answer.status());
            assertEquals("application/problem+json", answer.header("content-type"));
        }
    }

    @Test
    void request_lineTooLong_is414Problem() throws Exception {
        try (RawHttp raw = new RawHttp(port)) {
            var answer = raw.send("GET", "/v1/greetings/" + "a".repeat(5_000), Map.of(), new byte[0]);
            assertEquals(414, answer.status());
            assertEquals("application/problem+json", answer.header("content-type"));
        }
    }

    @Test
    void post_withoutToken_is401WithChallenge() throws Exception {
        var answer = send(post("{}"));
        assertProblem(401, "unauthorized", answer);
        assertEquals(
                "Bearer, DPoP algs=\"ES256\"",
                answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    @Test
    void post_withoutScope_is403Problem() throws Exception {
        var answer = send(authorized(post("{}"), "streaming"));
        assertProblem(403, "forbidden", answer);
        assertEquals(
                "Bearer error=\"insufficient_scope\", scope=\"user-library-read\"",
                answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    @Test
    void post_expiredToken_is401Problem() throws Exception {
        var request = post("{}").header("Authorization", "Bearer " + tokens.token("user-library-read", -60));
        assertProblem(401, "unauthorized", send(request));
    }

    @Test
    void post_unsignedToken_is401Problem() throws Exception {
        String none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJtYWxsb3J5Iiwic2NvcGUiOiJsaWJyYXJ5In0.";
        assertProblem(401, "unauthorized", send(post("{}").header("Authorization", "Bearer " + none)));
    }

    @Test
    void post_good_is201WithLocation() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": 2}"), "user-library-read"));
        assertEquals(201, answer.statusCode());
        assertEquals(
                "/v1/greetings/ada", answer.headers().firstValue("Location").orElse(""));
    }

    @Test
    void post_unknownMember_is400NamingIt() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": 2, \"tmies\": 3}"), "user-library-read"));
        assertEquals("tmies", assertProblem(400, "invalid-request", answer).getString("field"));
    }

    @Test
    void post_wrongType_is400NamingIt() throws Exception {
        var answer = send(authorized(post("{\"name\": \"ada\", \"times\": \"two\"}"), "user-library-read"));
        assertEquals("times", assertProblem(400, "invalid-request", answer).getString("field"));
    }

    @Test
    void post_notJson_is400() throws Exception {
        assertProblem(400, "invalid-request", send(authorized(post("{"), "user-library-read")));
    }

    @Test
    void post_tooLong_is413() throws Exception {
        assertProblem(413, "content-too-large", send(authorized(post("x".repeat(2_000)), "user-library-read")));
    }

    @Test
    void fault_unexpected_is500WithoutDetail() throws Exception {
        var answer = send(get("/v1/faults"));
        assertProblem(500, "internal", answer);
        assertFalse(answer.body().contains("secret detail"), answer.body());
    }

    @Test
    void fault_any_isLoggedWithTheIdOfItsAnswer() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(ProblemRenderer.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            for (String path : new String[] {"/v1/faults", "/v1/waits"}) {
                String id = new JsonObject(send(get(path)).body()).getString("requestId");
                ILoggingEvent event = log.list.getLast();
                assertEquals(id, value(event, "requestId"));
                assertTrue(event.getFormattedMessage().contains(id), event.getFormattedMessage());
            }
            assertEquals(
                    "secret detail", log.list.getFirst().getThrowableProxy().getMessage());
            assertEquals(2, log.list.size());
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void answer_thatCannotBeWritten_is500() throws Exception {
        assertProblem(500, "internal", send(get("/v1/greetings/unwritable")));
    }

    @Test
    void requestId_noPlainWord_isReplaced() throws Exception {
        for (String given : new String[] {"short", "x".repeat(65), "with a space", "${jndi:ldap://a}"}) {
            var answer = send(get("/v1/greetings/ada").header("X-Request-Id", given));
            assertNotEquals(given, answer.headers().firstValue("X-Request-Id").orElse(given));
        }
        var kept = send(get("/v1/greetings/ada").header("X-Request-Id", "trace-0123456789"));
        assertEquals(
                "trace-0123456789", kept.headers().firstValue("X-Request-Id").orElse(""));
    }

    private static String value(ILoggingEvent event, String key) {
        return event.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals(key))
                .map(pair -> String.valueOf(pair.value))
                .findFirst()
                .orElse("");
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

    private HttpRequest.Builder authorized(HttpRequest.Builder request, String scope) throws Exception {
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
