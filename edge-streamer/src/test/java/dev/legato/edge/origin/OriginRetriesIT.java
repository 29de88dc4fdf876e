package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.await;
import static dev.legato.edge.origin.OriginFixture.url;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.edge.origin.OriginFixture.Answer;
import dev.legato.edge.origin.OriginRequest.Body;
import io.vertx.core.http.HttpServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, where to, and how often. */
@Timeout(120)
class OriginRetriesIT {
    private final OriginFixture fixture = new OriginFixture();
    private HttpServer good;

    @BeforeEach
    void start() throws Exception {
        good = fixture.serve(
                request -> request.body().onSuccess(body -> request.response().end("good" + body)));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Origins with(String first, String... more) {
        return fixture.open(first + " weight=100, " + url(good) + " backup", more);
    }

    private static RawOrigin resetting() throws Exception {
        return new RawOrigin(peer -> {
            var _ = peer.head();
            peer.reset();
        });
    }

    private static OriginRequest request(String method) {
        return new OriginRequest(method, "/", FieldList.EMPTY, null, null, (_, _) -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void idempotentRequest_resetBeforeTheHead_goesToAnotherOrigin(String method) throws Exception {
        try (RawOrigin bad = resetting()) {
            Answer answer = await(fixture.send(with(bad.url()), request(method)));
            assertEquals("127.0.0.1:" + good.actualPort(), answer.origin());
            assertEquals(1, bad.heads.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "LOCK"})
    void otherRequest_resetBeforeTheHead_fails(String method) throws Exception {
        try (RawOrigin bad = resetting()) {
            assertEquals(
                    Kind.RESET,
                    OriginFixture.failure(fixture.send(with(bad.url()), request(method)))
                            .kind());
            assertEquals(1, bad.heads.size());
        }
    }

    @Test
    void requestWithABody_isSentElsewhereOnlyIfNoConnectionCameAbout() throws Exception {
        try (RawOrigin bad = resetting()) {
            assertEquals(
                    Kind.RESET,
                    OriginFixture.failure(sendBody(with(bad.url()), "PUT")).kind());
        }
        RawOrigin closed = resetting();
        closed.close();
        assertEquals("goodabcdef", await(sendBody(with(closed.url()), "POST")).body());
    }

    private io.vertx.core.Future<Answer> sendBody(Origins origins, String method) {
        return fixture.on(() -> {
            var body = new Body(new OriginIT.Chunks(List.of("abc", "def")), 6);
            return origins.send(new OriginRequest(method, "/", FieldList.EMPTY, body, null, (_, _) -> {}))
                    .compose(OriginFixture::whole);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n"})
    void origin_thatSendsNoHttp_isLeftForAnother(String sent) throws Exception {
        try (RawOrigin bad = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send(sent);
        })) {
            assertEquals("good", fixture.get(with(bad.url()), "/").body());
        }
    }

    @Test
    void silentOrigin_isLeftForAnother_andIsNotAskedTwice() throws Exception {
        try (RawOrigin silent = new RawOrigin(RawOrigin.Peer::awaitClose)) {
            assertEquals(
                    "good",
                    fixture.get(with(silent.url(), "headTimeout", "200ms"), "/").body());
            assertEquals(Kind.TIMEOUT, fixture.failure(fixture.open(silent.url(), "headTimeout", "200ms"), "/"));
            assertEquals(2, silent.connections.size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "502, true, GET, 200",
        "503, true, GET, 200",
        "504, true, GET, 200",
        "500, true, GET, 500",
        "503, true, POST, 503",
        "503, false, GET, 503"
    })
    void status_thatSaysTryAgain_goesToAnotherOriginIfSet(int status, boolean isSet, String method, int expected)
            throws Exception {
        var bad = fixture.serve(
                request -> request.response().setStatusCode(status).end("bad"));
        Origins origins = with(url(bad), "retryStatus", String.valueOf(isSet));
        assertEquals(expected, await(fixture.send(origins, request(method))).status());
        assertEquals(0, fixture.inFlight());
    }

    @Test
    void status_thatSaysTryAgain_withoutAnotherOrigin_isTheResponse() throws Exception {
        var bad = fixture.serve(request -> request.response().setStatusCode(503).end("bad"));
        Answer answer = fixture.get(fixture.open(url(bad), "retryStatus", "true"), "/");
        assertEquals(503, answer.status());
        assertEquals("bad", answer.body());
    }

    @Test
    void body_thatHasBegun_isNeverFetchedAgain() throws Exception {
        try (RawOrigin bad = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        })) {
            assertEquals(Kind.TRUNCATED, fixture.failure(with(bad.url()), "/"));
            assertEquals(1, bad.heads.size());
        }
    }

    /** The origin closes a connection that was kept open just as the next request comes. */
    @Test
    void keptConnection_closedUnderTheRequest_isReplaced_andBlamesNobody() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + peer.connection);
            var _ = peer.head();
            if (peer.connection % 2 == 0) {
                peer.reset();
            }
        })) {
            Origins origins = with(origin.url(), "failures", "1");
            for (int connection = 1; connection <= 9; connection++) {
                assertEquals(
                        String.valueOf(connection), fixture.get(origins, "/").body());
            }
            assertTrue(origins.isAvailable());
        }
    }

    @Test
    void retries_areAtMostThatMany() throws Exception {
        try (RawOrigin bad = resetting()) {
            assertEquals(Kind.RESET, fixture.failure(fixture.open(bad.url(), "retries", "3"), "/"));
            assertEquals(4, bad.heads.size());
        }
    }

    @Test
    void retries_ofManyRequests_staySmallBesideThem() throws Exception {
        try (RawOrigin bad = resetting()) {
            Origins origins = fixture.open(bad.url(), "retries", "10", "failures", "1000", "retryBudget", "20");
            for (int request = 0; request < 100; request++) {
                assertEquals(Kind.RESET, fixture.failure(origins, "/"));
            }
            assertEquals(100 + 10 + 20, bad.heads.size(), 1);
        }
    }

    @Test
    void retryBudget_ofNothing_allowsNone() throws Exception {
        try (RawOrigin bad = resetting()) {
            assertEquals(Kind.RESET, fixture.failure(with(bad.url(), "retryBudget", "0"), "/"));
        }
    }
}
