package dev.legato.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ServiceClientIT {
    private static final RetryPolicy QUICK = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final String NOT_FOUND = """
            {"type": "urn:legato:problem:not-found", "title": "Not found", "status": 404, "detail": "There is no song 7."}""";

    private final Queue<Consumer<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private ServiceClient client;
    private URI base;

    private record Song(String name) {}

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    requests.add("%s %s %s %s"
                            .formatted(request.method(), request.uri(), request.getHeader("Authorization"), body));
                    Consumer<HttpServerRequest> answer = answers.poll();
                    if (answer == null) {
                        request.connection().close();
                    } else {
                        answer.accept(request);
                    }
                }))
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        base = URI.create("http://127.0.0.1:" + port);
        client = new ServiceClient("the house", base, () -> "secret", QUICK);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void get_success_isRead() throws Exception {
        answer(200, "{\"name\": \"Prelude\"}");
        assertEquals(new Song("Prelude"), client.get("/songs/1", Song.class));
        assertEquals(List.of("GET /songs/1 Bearer secret "), requests);
    }

    @Test
    void put_body_isSentAsJson() throws Exception {
        answer(204, "");
        client.put("/songs/1", Map.of("name", "Fugue"));
        assertEquals(List.of("PUT /songs/1 Bearer secret {\"name\":\"Fugue\"}"), requests);
    }

    @Test
    void get_problem_isToldWithStatusTypeAndDetail() {
        answer(404, NOT_FOUND);
        ServiceProblemException problem =
                assertThrows(ServiceProblemException.class, () -> client.get("/songs/7", Song.class));
        assertEquals(404, problem.status());
        assertEquals("urn:legato:problem:not-found", problem.type());
        assertEquals("There is no song 7.", problem.detail());
        assertEquals("the house answered 404: There is no song 7.", problem.getMessage());
        assertEquals(1, requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"detail\": "})
    void get_failureThatIsNoProblemDocument_hasItsStatus(String body) {
        answer(500, body);
        ServiceProblemException problem = assertThrows(ServiceProblemException.class, () -> client.delete("/songs/7"));
        assertEquals(500, problem.status());
        assertEquals("about:blank", problem.type());
        assertEquals("the house answered 500", problem.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void get_passingFailure_isTriedAgain(int status) throws Exception {
        answer(status, "");
        answer(200, "{\"name\": \"Prelude\"}");
        assertEquals(new Song("Prelude"), client.get("/songs/1", Song.class));
        assertEquals(2, requests.size());
    }

    @Test
    void delete_connectionCutOff_isTriedAgain() throws Exception {
        answers.add(request -> request.connection().close());
        answer(204, "");
        client.delete("/songs/1");
        assertEquals(2, requests.size());
    }

    @Test
    void get_failingForLong_isGivenUp_andLaterCallsTryOnceUntilOneIsAnswered() throws Exception {
        for (int i = 0; i < 4; i++) {
            answer(503, "{\"title\": \"Unavailable\"}");
        }
        ServiceProblemException problem =
                assertThrows(ServiceProblemException.class, () -> client.get("/songs/1", Song.class));
        assertEquals("the house answered 503: Unavailable", problem.getMessage());
        assertEquals(3, requests.size());
        assertThrows(IOException.class, () -> client.get("/songs/2", Song.class));
        assertEquals(4, requests.size());
        answer(204, "");
        client.delete("/songs/3");
        answer(503, "");
        answer(204, "");
        client.delete("/songs/4");
        assertEquals(7, requests.size());
    }

    @Test
    void post_cutOff_isNotTriedAgain() {
        IOException failure =
                assertThrows(IOException.class, () -> client.post("/songs", new Song("Prelude"), Song.class));
        assertTrue(failure.getMessage().startsWith("the house at %s does not answer (".formatted(base)));
        assertEquals(1, requests.size());
    }

    @Test
    void post_failureWithoutRetryAfter_isNotTriedAgain() {
        answer(503, "");
        assertThrows(ServiceProblemException.class, () -> client.post("/songs", new Song("Prelude"), Song.class));
        assertEquals(1, requests.size());
    }

    @Test
    void post_failureWithRetryAfter_isTriedAgain() throws Exception {
        answers.add(request -> {
            var _ = request.response()
                    .setStatusCode(503)
                    .putHeader("Retry-After", "1")
                    .end();
        });
        answer(200, "{\"name\": \"Prelude\"}");
        assertEquals(new Song("Prelude"), client.post("/songs", new Song("Prelude"), Song.class));
        assertEquals(2, requests.size());
    }

    @Test
    void post_nobodyListening_isTriedAgain() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        AtomicInteger tries = new AtomicInteger();
        try (ServiceClient lost = new ServiceClient(
                "the house", URI.create("http://127.0.0.1:" + free), () -> "t" + tries.incrementAndGet(), QUICK)) {
            assertThrows(IOException.class, () -> lost.post("/songs", new Song("Prelude"), Song.class));
        }
        assertEquals(3, tries.get());
    }

    @Test
    void get_answerTooLong_fails() {
        answers.add(request -> {
            var _ = request.response().end(Buffer.buffer(new byte[(1 << 20) + 1]));
        });
        IOException failure = assertThrows(IOException.class, () -> client.get("/songs/1", Song.class));
        assertFalse(failure instanceof ServiceProblemException);
    }

    @Test
    void get_noToken_isTriedAgainAndSaysWhy() {
        AtomicInteger tries = new AtomicInteger();
        try (ServiceClient stranger = new ServiceClient(
                "the house",
                base,
                () -> {
                    tries.incrementAndGet();
                    throw new UncheckedIOException("no access token", new IOException());
                },
                QUICK)) {
            IOException failure = assertThrows(IOException.class, () -> stranger.get("/songs/1", Song.class));
            assertEquals("no access token", failure.getMessage());
        }
        assertEquals(3, tries.get());
        assertEquals(List.of(), requests);
    }

    @Test
    void get_interruptedDuringAPause_ends() throws Exception {
        answer(503, "");
        ServiceClient patient = new ServiceClient(
                "the house", base, () -> "secret", new RetryPolicy(1, Duration.ofHours(1), Duration.ofHours(1)));
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                var _ = patient.get("/songs/1", Song.class);
            } catch (IOException | InterruptedException e) {
                thrown.add(e);
            }
        });
        while (requests.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        caller.interrupt();
        caller.join();
        patient.close();
        assertInstanceOf(InterruptedException.class, thrown.poll());
    }

    private void answer(int status, String body) {
        answers.add(request -> {
            var _ = request.response().setStatusCode(status).end(body);
        });
    }
}
