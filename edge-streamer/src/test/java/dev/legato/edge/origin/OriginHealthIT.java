package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.url;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.testing.Eventually;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which origin is chosen, by weight and by health. */
@Timeout(120)
class OriginHealthIT {
    private final OriginFixture fixture = new OriginFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private HttpServer named(String name) throws Exception {
        return fixture.serve(request -> request.response().end(name));
    }

    private String ask(Origins origins, int times) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < times; i++) {
            answers.append(fixture.get(origins, "/").body());
        }
        return answers.toString();
    }

    @Test
    void origins_areAskedByWeightInTurns_andBackupsNot() throws Exception {
        Origins origins = fixture.open(
                url(named("a")) + " weight=3, " + url(named("b")) + ", " + url(named("c")) + " weight=9 backup");
        assertEquals("aabaaaba", ask(origins, 8));
    }

    @Test
    void origin_thatFailsInARow_restsAndThenOneRequestTriesIt() throws Exception {
        AtomicBoolean isUp = new AtomicBoolean();
        try (RawOrigin flaky = new RawOrigin(peer -> {
            var _ = peer.head();
            if (isUp.get()) {
                peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
            }
        })) {
            Origins origins = fixture.open(
                    flaky.url() + ", " + url(named("b")) + " backup", "failures", "2", "rest", "1m", "retries", "1");
            assertEquals("bb", ask(origins, 2));
            assertEquals(2, flaky.heads.size());
            assertEquals("bbb", ask(origins, 3));
            assertEquals(2, flaky.heads.size());
            fixture.turned.addAndGet(Duration.ofMinutes(1).toNanos());
            assertEquals("bb", ask(origins, 2)); // one tried it, in vain
            assertEquals(3, flaky.heads.size());
            isUp.set(true);
            fixture.turned.addAndGet(Duration.ofMinutes(1).toNanos());
            assertEquals("aaa", ask(origins, 3));
        }
    }

    @Test
    void origins_thatAreAllDown_failAtOnceAndSayWhenToTryAgain() throws Exception {
        RawOrigin closed = new RawOrigin(RawOrigin.Peer::awaitClose);
        closed.close();
        Origins origins = fixture.open(closed.url(), "failures", "1", "rest", "7s", "retries", "0");
        assertEquals(Kind.CONNECT, fixture.failure(origins, "/"));
        assertFalse(origins.isAvailable());
        OriginException failure = OriginFixture.failure(fixture.send(origins, OriginRequest.get("/", FieldList.EMPTY)));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        assertEquals(Duration.ofSeconds(7), failure.retryAfter());
        assertEquals(1, fixture.ended("unavailable"));
        assertEquals(0, fixture.meters.get("legato.edge.origin.healthy").gauge().value());
    }

    @Test
    void checks_takeAnOriginOutAndBackIn() throws Exception {
        AtomicBoolean isUp = new AtomicBoolean(true);
        List<String> targets = new ArrayList<>();
        var checked = fixture.serve(request -> {
            if (request.uri().equals("/health?x")) {
                targets.add(request.uri());
                var _ = request.response().setStatusCode(isUp.get() ? 204 : 503).end();
            } else {
                var _ = request.response().end("a");
            }
        });
        Origins origins = fixture.open(
                url(checked) + ", " + url(named("b")) + " backup", "check", "/health?x", "checkInterval", "100ms");
        assertEquals("a", ask(origins, 1));
        isUp.set(false);
        Eventually.eventually(() -> ask(origins, 1).equals("b"));
        isUp.set(true);
        Eventually.eventually(() -> ask(origins, 1).equals("a"));
        assertFalse(targets.isEmpty());
        assertTrue(origins.isAvailable());
    }

    @Test
    void response_ofAnyStatus_closesTheCircuit() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            if (requests.incrementAndGet() % 2 == 0) {
                peer.send("HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            Origins origins = fixture.open(origin.url(), "failures", "2", "retries", "0");
            for (int i = 0; i < 6; i++) {
                if (i % 2 == 0) {
                    assertEquals(Kind.RESET, fixture.failure(origins, "/"));
                } else {
                    assertEquals(500, fixture.get(origins, "/").status());
                }
            }
            assertEquals(3, fixture.ended("server_error"));
        }
    }
}
