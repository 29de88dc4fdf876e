package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayUnderTest(
                folder, Map.of("gateway.maxBody", "1KiB", "gateway.requestsPerWindow", "50"), GatewayIT::tell);
    }

    /** Answers what has come. */
    private static void tell(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String seen = new JsonObject()
                    .put("method", request.method().name())
                    .put("uri", request.uri())
                    .put("body", body.toString())
                    .put("length", request.getHeader("Content-Length"))
                    .put("forwardedFor", request.getHeader("X-Forwarded-For"))
                    .put("forwardedHost", request.getHeader("X-Forwarded-Host"))
                    .encode();
            var _ = request.response()
                    .putHeader("X-Request-Id", request.getHeader("X-Request-Id"))
                    .putHeader("Content-Length", Integer.toString(seen.length()))
                    .end(seen);
        });
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    @Test
    void request_open_reachesItsUpstreamUnchanged() throws Exception {
        var answer = send(request("/v1/accounts?x=1%20y").POST(BodyPublishers.ofString("{\"a\": 1}")));
        JsonObject seen = new JsonObject(answer.body());
        assertEquals("POST", seen.getString("method"));
        assertEquals("/v1/accounts?x=1%20y", seen.getString("uri"));
        assertEquals("{\"a\": 1}", seen.getString("body"));
        assertEquals("127.0.0.1", seen.getString("forwardedFor"));
    }

    @Test
    void request_givenId_comesBackOnce() throws Exception {
        var answer = send(request("/").header("X-Request-Id", "abcdefgh-1"));
        assertEquals(List.of("abcdefgh-1"), answer.headers().allValues("X-Request-Id"));
    }

    @Test
    void request_forgedForwardedFor_isReplaced() throws Exception {
        var answer = send(request("/").header("X-Forwarded-For", "8.8.8.8"));
        assertEquals("127.0.0.1", new JsonObject(answer.body()).getString("forwardedFor"));
    }

    @Test
    void request_forgedForwardedHost_isReplaced() throws Exception {
        var answer = send(request("/").header("X-Forwarded-Host", "attacker.example"));
        assertEquals("127.0.0.1:" + gateway.port(), new JsonObject(answer.body()).getString("forwardedHost"));
    }

    @Test
    void request_guardedWithoutToken_is401() throws Exception {
        assertEquals(401, assertProblem(send(request("/v1/search?q=x"))));
    }

    @Test
    void request_leadingNowhere_is404() throws Exception {
        assertEquals(404, assertProblem(send(request("/internal/v1/tracks/x"))));
    }

    @Test
    void body_tooLong_is413() throws Exception {
        assertEquals(
                413, assertProblem(send(request("/v1/accounts").POST(BodyPublishers.ofString("x".repeat(1_025))))));
    }

    @Test
    void body_chunked_reachesItsUpstreamWithItsLength() throws Exception {
        JsonObject seen = new JsonObject(
                send(request("/v1/accounts").POST(chunked("{\"a\": 1}"))).body());
        assertEquals("{\"a\": 1}", seen.getString("body"));
        assertEquals("8", seen.getString("length"));
    }

    @Test
    void body_chunkedAndTooLong_is413() throws Exception {
        assertEquals(413, assertProblem(send(request("/v1/accounts").POST(chunked("x".repeat(1_025))))));
    }

    @Test
    void body_ofAGet_reachesItsUpstream() throws Exception {
        var answer = send(request("/").method("GET", BodyPublishers.ofString("why not")));
        assertEquals("why not", new JsonObject(answer.body()).getString("body"));
    }

    @Test
    void body_announcedByExpect_isAskedFor() throws Exception {
        var answer = send(request("/v1/accounts").expectContinue(true).POST(BodyPublishers.ofString("{}")));
        assertEquals("{}", new JsonObject(answer.body()).getString("body"));
    }

    @Test
    void head_hasTheHeadersOfGetAndNoBody() throws Exception {
        var answer = send(request("/").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
        assertTrue(answer.headers().firstValueAsLong("Content-Length").orElse(0) > 0);
        assertEquals(
                200,
                send(request("/openapi.json").method("HEAD", BodyPublishers.noBody()))
                        .statusCode());
    }

    @Test
    void requests_beyondTheShare_are429_andSayWhenToComeBack() throws Exception {
        HttpResponse<String> last = null;
        for (int i = 0; i < 51; i++) {
            last = send(request("/"));
        }
        assertEquals(429, assertProblem(last));
        int seconds = Integer.parseInt(last.headers().firstValue("Retry-After").orElse("0"));
        // The window may have turned while they were sent; then what was sent before it counts for less and less.
        assertTrue(seconds >= 1 && seconds <= 2 * RateLimiter.WINDOW.toSeconds(), "Retry-After: " + seconds);
    }

    @Test
    void preflight_fromAnyPage_isAllowed() throws Exception {
        var answer = send(request("/v1/playlists/p1")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://player.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match"));
        assertEquals(204, answer.statusCode());
        assertEquals(
                "*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/token", "/oauth2/authorize", "/account/signin", "/device"})
    void preflight_ofOAuthOrAPage_isTheServicesToAnswer(String path) throws Exception {
        var answer = send(request(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://player.example")
                .header("Access-Control-Request-Method", "POST"));
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    private static BodyPublisher chunked(String body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(gateway.port(), path)))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static int assertProblem(HttpResponse<String> answer) {
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
        assertEquals(answer.statusCode(), new JsonObject(answer.body()).getInteger("status"));
        return answer.statusCode();
    }
}
