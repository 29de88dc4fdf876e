package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.edge.origin.OriginRequest.Body;
import dev.legato.testing.Eventually;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One origin that misbehaves, without retries. */
@Timeout(120)
class OriginFaultsIT {
    private static final String[] NO_RETRIES = {"retries", "0"};

    private final OriginFixture fixture = new OriginFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** The script sends this and then closes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | RESET",
                "HTTP/1.1 200 OK\\r\\nContent-Le | RESET",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n | TRUNCATED",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n1234 | TRUNCATED",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | TRUNCATED",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n | TRUNCATED",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nab | TRUNCATED",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n | TRUNCATED",
                "SSH-2.0-OpenSSH_9.9\\r\\n\\r\\n | PROTOCOL",
                "HTTP/1.1 200 OK\\r\\nContent-Length: five\\r\\n\\r\\n12345 | PROTOCOL",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\n123456 | PROTOCOL",
                "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\n\\r\\n | PROTOCOL",
            })
    void response_cutOrNoHttp_fails(String sent, Kind kind) throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send(sent.replace("\\r", "\r").replace("\\n", "\n"));
        })) {
            assertEquals(kind, fixture.failure(fixture.open(origin.url(), NO_RETRIES), "/"));
            assertEquals(0, fixture.inFlight());
            assertEquals(1, fixture.ended(kind.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    @Test
    void response_resetHalfWay_fails() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            awaitLatch(received);
            peer.reset();
        })) {
            Origins origins = fixture.open(origin.url(), NO_RETRIES);
            var failed = fixture.on(
                    () -> origins.send(OriginRequest.get("/", FieldList.EMPTY)).compose(response -> {
                        var whole = OriginFixture.whole(response);
                        received.countDown();
                        return whole;
                    }));
            assertEquals(Kind.TRUNCATED, OriginFixture.failure(failed).kind());
        }
    }

    @Test
    void failure_beforeTheBodyHasHandlers_isReportedToThem() throws Exception {
        var server = fixture.serve(request -> {
            var response = request.response().putHeader("Content-Length", "10");
            var _ = response.writeHead().onComplete(_ -> response.reset(0));
        });
        Origins origins = fixture.open(OriginFixture.url(server), "protocol", "h2", "retries", "0");
        OriginResponse response = await(fixture.on(() -> origins.send(OriginRequest.get("/", FieldList.EMPTY))));
        Eventually.eventually(() -> fixture.ended("truncated") == 1);
        assertEquals(
                Kind.TRUNCATED,
                OriginFixture.failure(fixture.on(() -> OriginFixture.whole(response)))
                        .kind());
    }

    /** Nobody reads the socket until somebody reads the body. */
    @Test
    void close_beforeTheBodyHasHandlers_isSeenByThem() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        })) {
            Origins origins = fixture.open(origin.url(), NO_RETRIES);
            OriginResponse response = await(fixture.on(() -> origins.send(OriginRequest.get("/", FieldList.EMPTY))));
            assertEquals(
                    Kind.TRUNCATED,
                    OriginFixture.failure(fixture.on(() -> OriginFixture.whole(response)))
                            .kind());
        }
    }

    @Test
    void head_thatDoesNotCome_failsInTime() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n");
            peer.awaitClose();
        })) {
            Origins origins = fixture.open(origin.url(), "retries", "0", "headTimeout", "200ms");
            assertEquals(Kind.TIMEOUT, fixture.failure(origins, "/"));
        }
    }

    @Test
    void body_thatStops_failsInTime_butNotWhileItsReaderIsTheSlowOne() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.awaitClose();
        })) {
            Origins origins = fixture.open(origin.url(), "retries", "0", "idleTimeout", "150ms");
            OriginResponse paused = await(fixture.on(() -> origins.send(OriginRequest.get("/", FieldList.EMPTY))));
            assertEquals(Kind.STALLED, fixture.failure(origins, "/"));
            assertEquals(1, fixture.inFlight()); // as long as the first one waited
            assertEquals(
                    Kind.STALLED,
                    OriginFixture.failure(fixture.on(() -> OriginFixture.whole(paused)))
                            .kind());
        }
    }

    @Test
    void reader_ofOneChunk_isSlow_notTheOrigin() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
            peer.awaitClose();
        })) {
            Origins origins = fixture.open(origin.url(), "retries", "0", "idleTimeout", "100ms");
            Promise<Buffer> first = Promise.promise();
            AtomicInteger failures = new AtomicInteger();
            var _ = await(fixture.on(
                    () -> origins.send(OriginRequest.get("/", FieldList.EMPTY)).compose(response -> {
                        response.body()
                                .handler(first::tryComplete)
                                .exceptionHandler(_ -> failures.incrementAndGet())
                                .fetch(1);
                        return first.future();
                    })));
            assertEquals(Kind.STALLED, fixture.failure(origins, "/")); // takes at least as long
            assertEquals(0, failures.get());
        }
    }

    @Test
    void connection_toAPortWhereNobodyListens_fails() throws Exception {
        RawOrigin closed = new RawOrigin(RawOrigin.Peer::awaitClose);
        closed.close();
        assertEquals(Kind.CONNECT, fixture.failure(fixture.open(closed.url(), NO_RETRIES), "/"));
        assertEquals(Kind.CONNECT, fixture.failure(fixture.open("http://nowhere.invalid", NO_RETRIES), "/"));
    }

    @Test
    void cancel_beforeTheHead_abortsTheExchangeAndBlamesNobody() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.awaitClose();
            closed.countDown();
        })) {
            Origins origins = fixture.open(origin.url(), "failures", "1");
            for (int i = 1; i <= 2; i++) {
                int requests = i;
                Promise<OriginCall> begun = Promise.promise();
                var response = fixture.on(() -> {
                    OriginCall call = origins.begin(OriginRequest.get("/", FieldList.EMPTY));
                    begun.complete(call);
                    return call.response();
                });
                Eventually.eventually(() -> origin.heads.size() == requests);
                await(begun.future()).cancel();
                assertEquals(Kind.CANCELLED, OriginFixture.failure(response).kind());
            }
            closed.await();
            assertTrue(origins.isAvailable());
            assertEquals(2, fixture.ended("cancelled"));
            assertEquals(0, fixture.inFlight());
        }
    }

    @ParameterizedTest
    @CsvSource({"http1, 2", "h2, 1"})
    void cancel_ofABody_abortsThatExchangeAlone(String protocol, int connections) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        Promise<Throwable> aborted = Promise.promise();
        var server = await(fixture.vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .connectionHandler(_ -> accepted.incrementAndGet())
                .requestHandler(request -> {
                    if (request.path().equals("/endless")) {
                        request.response().exceptionHandler(aborted::tryComplete);
                        var _ = request.response().setChunked(true).write("x");
                    } else {
                        var _ = request.response().end("y");
                    }
                })
                .listen(0, "127.0.0.1"));
        Origins origins = fixture.open(OriginFixture.url(server), "protocol", protocol);
        OriginResponse endless = await(fixture.on(() -> origins.send(OriginRequest.get("/endless", FieldList.EMPTY))));
        var body = fixture.on(() -> OriginFixture.whole(endless));
        endless.cancel();
        assertEquals(Kind.CANCELLED, OriginFixture.failure(body).kind());
        var _ = await(aborted.future());
        assertEquals("y", fixture.get(origins, "/").body());
        assertEquals(connections, accepted.get());
    }

    @Test
    void http2_streamEndedShortOfItsLength_fails() throws Exception {
        var server = fixture.serve(request -> {
            var response = request.response().putHeader("Content-Length", "10");
            var _ = response.write("half").onComplete(_ -> response.reset(0));
        });
        Origins origins = fixture.open(OriginFixture.url(server), "protocol", "h2", "retries", "0");
        assertEquals(Kind.TRUNCATED, fixture.failure(origins, "/"));
    }

    @Test
    void http2_peerThatHasGoneSilent_isNotAskedAgain() throws Exception {
        AtomicInteger frozen = new AtomicInteger();
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.read(24); // the preface
            peer.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // SETTINGS
            frozen.incrementAndGet();
            peer.awaitClose();
        })) {
            Origins origins = fixture.open(
                    origin.url(),
                    "protocol",
                    "h2",
                    "retries",
                    "0",
                    "headTimeout",
                    "200ms",
                    "connectTimeout",
                    "2s",
                    "failures",
                    "1000");
            assertEquals(Kind.TIMEOUT, fixture.failure(origins, "/"));
            Eventually.eventually(() -> {
                Kind kind = fixture.failure(origins, "/");
                assertTrue(kind == Kind.TIMEOUT || kind == Kind.RESET, kind::name);
                return origin.connections.size() > 1;
            });
        }
    }

    @Test
    void http2_goAwayBeforeTheHead_isRetriedOnAnotherConnection() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        var server = fixture.serve(request -> {
            if (requests.incrementAndGet() == 1) {
                request.connection().goAway(0, 0);
                var _ = request.connection().close();
            } else {
                var _ = request.response().end("again");
            }
        });
        var answer = fixture.get(fixture.open(OriginFixture.url(server), "protocol", "h2"), "/");
        assertEquals("again", answer.body());
        assertEquals(HttpVersion.HTTP_2, answer.version());
    }

    @Test
    void response_beforeTheRequestIsSent_endsTheExchange() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
            peer.awaitClose();
        })) {
            Origins origins = fixture.open(origin.url());
            var answer = await(fixture.on(() -> {
                var endless = new OriginIT.Chunks(List.of("abc")) {
                    @Override
                    public OriginIT.Chunks endHandler(io.vertx.core.Handler<Void> handler) {
                        return this;
                    }
                };
                var post =
                        new OriginRequest("POST", "/", FieldList.EMPTY, new Body(endless, 1 << 20), null, (_, _) -> {});
                return origins.send(post).compose(OriginFixture::whole);
            }));
            assertEquals(413, answer.status());
            assertEquals("big", answer.body());
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
