package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.await;
import static dev.legato.edge.origin.OriginFixture.url;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.edge.origin.OriginFixture.Answer;
import dev.legato.edge.origin.OriginRequest.Body;
import dev.legato.edge.origin.OriginRequest.Client;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to origins that behave, and what is received from them. */
@Timeout(120)
class OriginIT {
    private final OriginFixture fixture = new OriginFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"auto, HTTP_1_1", "http1, HTTP_1_1", "h2, HTTP_2"})
    void get_plainOrigin_byTheProtocolThatIsSet(String protocol, HttpVersion version) throws Exception {
        Iterable<String> cookies = List.of("a=1", "b=2");
        var server = fixture.serve(request -> request.response()
                .putHeader("Set-Cookie", cookies)
                .putHeader("X-Target", request.uri())
                .end("content"));
        Answer answer = fixture.get(fixture.open(url(server) + "/base/", "protocol", protocol), "/a%20b?c=%2F");
        assertEquals(200, answer.status());
        assertEquals(version, answer.version());
        assertEquals("content", answer.body());
        assertEquals("/base/a%20b?c=%2F", answer.fields().get("x-target"));
        assertEquals(
                List.of("a=1", "b=2"),
                answer.fields().lines().stream()
                        .filter(line -> line.name().equals("set-cookie"))
                        .map(FieldList.Line::value)
                        .toList());
        assertEquals(1, fixture.ended("ok"));
        assertEquals(0, fixture.inFlight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "h2"})
    void head_hasTheLengthInItsFieldsAndNoBody(String protocol) throws Exception {
        var server = fixture.serve(request ->
                request.response().putHeader("Content-Length", "12345").end());
        Origins origins = fixture.open(url(server), "protocol", protocol);
        OriginRequest head = new OriginRequest("HEAD", "/", FieldList.EMPTY, null, null, (_, _) -> {});
        Answer answer = await(fixture.send(origins, head));
        assertEquals("12345", answer.fields().get("content-length"));
        assertEquals("", answer.body());
    }

    @Test
    void redirect_isAResponse() throws Exception {
        var server = fixture.serve(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "/b")
                .end());
        assertEquals(302, fixture.get(fixture.open(url(server)), "/a").status());
    }

    @Test
    void fields_ofTheConnection_areNotSentOn() throws Exception {
        List<MultiMap> received = new CopyOnWriteArrayList<>();
        var server = fixture.serve(request -> {
            received.add(request.headers());
            var _ = request.response().end();
        });
        var _ = fixture.get(
                fixture.open(url(server)),
                "/",
                "host",
                "client.example",
                "connection",
                "x-private, close",
                "x-private",
                "1",
                "keep-alive",
                "timeout=5",
                "te",
                "trailers",
                "upgrade",
                "websocket",
                "expect",
                "100-continue",
                "proxy-authorization",
                "Basic eDp5",
                "content-length",
                "5",
                "accept-encoding",
                "br;q=0.5, gzip",
                "cdn-loop",
                "other; v=\"1,edge.test\"");
        MultiMap fields = received.getFirst();
        for (String name :
                List.of("connection", "x-private", "keep-alive", "te", "upgrade", "expect", "content-length")) {
            assertNull(fields.get(name), name);
        }
        assertNull(fields.get("proxy-authorization"));
        assertEquals("br;q=0.5, gzip", fields.get("accept-encoding"));
        assertEquals("127.0.0.1:" + server.actualPort(), fields.get("host"));
        assertEquals("other; v=\"1,edge.test\", edge.test", fields.get("cdn-loop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none            | false | 127.0.0.1    | 10.9.9.9       |",
                "x-forwarded-for | true  | music.example:8080 | 10.9.9.9, ::7 |",
                "forwarded       | true  | music.example:8080 | 10.9.9.9 |"
                        + " for=\"[::7]\";proto=https;host=\"music.example:8080\""
            })
    void client_isNamedAsSet(String setting, boolean preserve, String host, String xForwardedFor, String forwarded)
            throws Exception {
        List<MultiMap> received = new CopyOnWriteArrayList<>();
        var server = fixture.serve(request -> {
            received.add(request.headers());
            var _ = request.response().end();
        });
        Origins origins = fixture.open(url(server), "forwarded", setting, "preserveHost", String.valueOf(preserve));
        Client client = new Client("::7", "https", "music.example:8080");
        FieldList fields = FieldList.of("x-forwarded-for", "10.9.9.9");
        var _ = await(fixture.send(origins, new OriginRequest("GET", "/", fields, null, client, (_, _) -> {})));
        MultiMap sent = received.getFirst();
        assertTrue(sent.get("host").startsWith(host), sent.get("host"));
        assertEquals(xForwardedFor, sent.get("x-forwarded-for"));
        assertEquals(forwarded, sent.get("forwarded"));
    }

    @Test
    void loop_isRefusedBeforeAnythingIsSent() throws Exception {
        try (RawOrigin origin = new RawOrigin(RawOrigin.Peer::awaitClose)) {
            Origins origins = fixture.open(origin.url());
            assertEquals(Kind.LOOP, fixture.failure(origins, "/", "cdn-loop", "a.example, EDGE.test; v=2"));
            assertEquals(List.of(), origin.connections);
            assertEquals(1, fixture.ended("loop"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a b", "/a\r\nX: y", "http://x/", "*", "/ä", "/a#b"})
    void target_thatIsNone_isRefused(String target) throws Exception {
        try (RawOrigin origin = new RawOrigin(RawOrigin.Peer::awaitClose)) {
            assertEquals(Kind.REQUEST, fixture.failure(fixture.open(origin.url()), target));
            assertEquals(List.of(), origin.connections);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE", "G ET", ""})
    void method_thatIsNotSentOn_isRefused(String method) throws Exception {
        Origins origins = fixture.open("http://127.0.0.1:1");
        var request = new OriginRequest(method, "/", FieldList.EMPTY, null, null, (_, _) -> {});
        assertEquals(
                Kind.REQUEST,
                OriginFixture.failure(fixture.send(origins, request)).kind());
    }

    @Test
    void field_thatWouldEndTheLine_isRefused() throws Exception {
        var server = fixture.serve(request -> request.response().end());
        assertEquals(Kind.REQUEST, fixture.failure(fixture.open(url(server)), "/", "x-a", "b\r\nc: d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "h2"})
    void body_ofKnownLengthOrInChunks_arrivesWhole(String protocol) throws Exception {
        List<String> lengths = new CopyOnWriteArrayList<>();
        var server = fixture.serve(request -> {
            lengths.add(String.valueOf(request.getHeader("content-length")));
            var _ = request.body().onSuccess(body -> request.response().end(body));
        });
        Origins origins = fixture.open(url(server), "protocol", protocol);
        for (long length : new long[] {9, OriginRequest.UNKNOWN_LENGTH}) {
            var answer = await(fixture.on(() -> {
                var body = new Body(new Chunks(List.of("abc", "def", "ghi")), length);
                return origins.send(new OriginRequest("POST", "/", FieldList.EMPTY, body, null, (_, _) -> {}))
                        .compose(OriginFixture::whole);
            }));
            assertEquals("abcdefghi", answer.body());
        }
        assertEquals(List.of("9", "null"), lengths);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "h2"})
    void earlyHints_areHandedOn(String protocol) throws Exception {
        var server = fixture.serve(request -> {
            var hints = MultiMap.caseInsensitiveMultiMap().add("link", "</a>; rel=preload");
            var _ = request.response().writeEarlyHints(hints).compose(_ -> request.response()
                    .end("x"));
        });
        List<String> interim = new ArrayList<>();
        Origins origins = fixture.open(url(server), "protocol", protocol);
        Answer answer = await(fixture.send(
                origins,
                new OriginRequest(
                        "GET",
                        "/",
                        FieldList.EMPTY,
                        null,
                        null,
                        (fields, status) -> interim.add(status + " " + fields.get("link")))));
        assertEquals("x", answer.body());
        assertEquals(List.of("103 </a>; rel=preload"), interim);
    }

    @Test
    void interimResponses_ofAnyStatus_areHandedOnAndTheConnectionStaysInStep() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            for (int request = 1; ; request++) {
                var _ = peer.head();
                peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nX-A: 1\r\n\r\n"
                        + "HTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + request);
            }
        })) {
            Origins origins = fixture.open(origin.url());
            for (int request = 1; request <= 2; request++) {
                List<Integer> interim = new ArrayList<>();
                Answer answer = await(fixture.send(
                        origins,
                        new OriginRequest(
                                "GET", "/", FieldList.EMPTY, null, null, (_, status) -> interim.add(status))));
                assertEquals(String.valueOf(request), answer.body());
                assertEquals(List.of(102, 199), interim);
            }
            assertEquals(1, origin.connections.size());
        }
    }

    @Test
    void body_thatIsNotRead_holdsTheOriginBack() throws Exception {
        long total = 64 << 20;
        Buffer piece = Buffer.buffer(new byte[64 << 10]);
        long[] written = new long[1];
        var server = fixture.serve(new HttpServerOptions(), request -> {
            var response = request.response().putHeader("Content-Length", String.valueOf(total));
            Runnable fill = () -> {
                while (written[0] < total && !response.writeQueueFull()) {
                    written[0] += piece.length();
                    var _ = response.write(piece);
                }
            };
            response.drainHandler(_ -> fill.run());
            fill.run();
        });
        Origins origins = fixture.open(url(server));
        OriginResponse response = await(fixture.on(() -> origins.send(OriginRequest.get("/", FieldList.EMPTY))));
        assertEquals(total, response.length());
        assertTrue(response.isEndKnown());
        // Another request on another connection takes longer than the first would need to fill all buffers.
        var small = fixture.serve(request -> request.response().end());
        Origins other = fixture.open(url(small));
        for (int i = 0; i < 50; i++) {
            var _ = fixture.get(other, "/");
        }
        assertTrue(written[0] < total / 2, () -> written[0] + " bytes");
        assertEquals(
                total,
                await(fixture.on(() -> OriginFixture.whole(response))).body().length());
    }

    @Test
    void send_offAnyContext_isRefused() {
        Origins origins = fixture.open("http://127.0.0.1:1");
        assertThrows(IllegalStateException.class, () -> {
            var _ = origins.send(OriginRequest.get("/", FieldList.EMPTY));
        });
    }

    @Test
    void body_endedByTheConnection_isNotKnownToBeWhole() throws Exception {
        try (RawOrigin origin = new RawOrigin(peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.0 200 OK\r\n\r\nall of it");
        })) {
            Origins origins = fixture.open(origin.url());
            OriginResponse response = await(fixture.on(() -> origins.send(OriginRequest.get("/", FieldList.EMPTY))));
            assertFalse(response.isEndKnown());
            assertEquals(OriginResponse.UNKNOWN_LENGTH, response.length());
            assertEquals(
                    "all of it",
                    await(fixture.on(() -> OriginFixture.whole(response))).body());
        }
    }

    /** A body at hand, in pieces. */
    static class Chunks implements ReadStream<Buffer> {
        private final List<String> pieces;
        private io.vertx.core.Handler<Buffer> handler = _ -> {};
        private io.vertx.core.Handler<Void> end = _ -> {};
        private int next;
        private boolean paused = true;

        Chunks(List<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public Chunks exceptionHandler(io.vertx.core.Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Chunks handler(io.vertx.core.Handler<Buffer> handler) {
            this.handler = handler;
            return this;
        }

        @Override
        public Chunks endHandler(io.vertx.core.Handler<Void> handler) {
            end = handler;
            return this;
        }

        @Override
        public Chunks pause() {
            paused = true;
            return this;
        }

        @Override
        public Chunks resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public Chunks fetch(long amount) {
            paused = false;
            while (!paused && next < pieces.size()) {
                handler.handle(Buffer.buffer(pieces.get(next++)));
            }
            if (!paused && next == pieces.size()) {
                next++;
                end.handle(null);
            }
            return this;
        }
    }
}
