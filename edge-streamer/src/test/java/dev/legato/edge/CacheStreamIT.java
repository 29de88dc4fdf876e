package dev.legato.edge;

import static dev.legato.edge.CacheFixture.SLICE;
import static dev.legato.edge.TestOrigin.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Version;
import dev.legato.edge.origin.RawOrigin;
import dev.legato.testing.Eventually;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are still arriving: whoever wants them reads along, and nobody holds up another. */
class CacheStreamIT {
    private static final byte[] BODY = CacheFixture.bytes(9, 40 * SLICE);
    private static final int FIRST = SLICE + 1000;
    private static final String FRESH = "Cache-Control: max-age=1000";

    @TempDir
    private Path folder;

    /** An origin that sends a part of the body, and the rest when it is told to. */
    private static final class Halting implements TestOrigin.Script {
        final CompletableFuture<Void> rest = new CompletableFuture<>();
        private final boolean chunked;

        Halting(boolean chunked) {
            this.chunked = chunked;
        }

        @Override
        public void answer(TestOrigin.Asked asked, RawOrigin.Peer to) throws IOException {
            if (!asked.range().isEmpty()) {
                new Version(BODY, "\"1\"", FRESH).answer(asked, to);
                return;
            }
            to.send(head(
                    "200 OK",
                    chunked ? -1 : BODY.length,
                    chunked ? "Transfer-Encoding: chunked" : "ETag: \"1\"",
                    FRESH));
            send(to, 0, FIRST);
            rest.join();
            send(to, FIRST, BODY.length);
            if (chunked) {
                to.send("0\r\n\r\n");
            }
        }

        private void send(RawOrigin.Peer to, int from, int end) throws IOException {
            byte[] part = Arrays.copyOfRange(BODY, from, end);
            if (chunked) {
                to.send("%x\r\n".formatted(part.length));
            }
            to.send(part);
            if (chunked) {
                to.send("\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void laterReaders_readAlong_beforeTheFillEnds(boolean chunked) throws Exception {
        Halting origin = new Halting(chunked);
        try (CacheFixture cache = CacheFixture.start(folder, origin);
                RawClient one = cache.connect();
                RawClient two = cache.connect()) {
            begin(one);
            begin(two);
            assertEquals(1, cache.origin().asked.size());
            if (!chunked) {
                Reply part = cache.get("/f", "Range: bytes=100-199");
                assertArrayEquals(Arrays.copyOfRange(BODY, 100, 200), part.body());
            }
            origin.rest.complete(null);
            assertArrayEquals(BODY, one.read("GET").body());
            assertArrayEquals(BODY, two.read("GET").body());
            assertArrayEquals(BODY, cache.get("/f").body());
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void slowFirstReader_slowsNobody_andAbortedOneStopsNothing(boolean chunked) throws Exception {
        Halting origin = new Halting(chunked);
        try (CacheFixture cache = CacheFixture.start(folder, origin)) {
            RawClient aborted = slow(cache);
            try (RawClient slow = slow(cache);
                    RawClient quick = cache.connect()) {
                begin(aborted);
                begin(slow);
                begin(quick);
                aborted.close();
                origin.rest.complete(null);
                assertArrayEquals(BODY, quick.read("GET").body());
                assertArrayEquals(BODY, cache.get("/f").body());
                assertArrayEquals(BODY, slow.read("GET").body());
            }
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allReadersGone_theFillGoesOn(boolean chunked) throws Exception {
        Halting origin = new Halting(chunked);
        try (CacheFixture cache = CacheFixture.start(folder, origin)) {
            try (RawClient aborted = cache.connect()) {
                begin(aborted);
            }
            origin.rest.complete(null);
            assertArrayEquals(BODY, cache.get("/f").body());
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void headOfABodyUnderWay_isAnsweredWithoutIt() throws Exception {
        Halting origin = new Halting(true);
        try (CacheFixture cache = CacheFixture.start(folder, origin);
                RawClient one = cache.connect();
                RawClient two = cache.connect()) {
            begin(one);
            assertEquals(200, two.request("HEAD", "/f").status());
            two.send("GET /f HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\r\n");
            assertTrue(
                    List.of("HTTP/1.1 200 OK", "HTTP/1.1 206 Partial Content").contains(two.peekLine()));
            origin.rest.complete(null);
            assertArrayEquals(BODY, one.read("GET").body());
            byte[] answer = two.read("GET").body();
            assertTrue(answer.length == 10 || Arrays.equals(BODY, answer));
        }
    }

    @Test
    void chunkedBodies_leaveNoMemoryBehind() throws Exception {
        Halting origin = new Halting(true);
        origin.rest.complete(null);
        try (CacheFixture cache = CacheFixture.start(folder, origin)) {
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(BODY, cache.get("/warm" + i).body());
            }
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            for (int i = 0; i < 40; i++) {
                assertArrayEquals(BODY, cache.get("/f" + i).body());
            }
            long more = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertTrue(more < 40L * BODY.length / 2, "grown by " + more);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, no-store", "true, no-store", "false, max-age=1000", "true, max-age=1000"})
    void clientGoneBeforeTheHead_endsItsExchange(boolean head, String control) throws Exception {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        TestOrigin.Script late = (_, to) -> {
            answer.join();
            to.send(head("200 OK", BODY.length, "Cache-Control: " + control));
            try {
                if (!head) {
                    to.send(Arrays.copyOf(BODY, FIRST));
                }
                to.awaitClose();
            } finally {
                cancelled.complete(null);
            }
        };
        try (CacheFixture cache = CacheFixture.start(folder, late)) {
            RawClient client = cache.connect();
            client.send((head ? "HEAD" : "GET") + " /f HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.eventually(() -> cache.origin().asked.size() == 1);
            client.close();
            Eventually.eventually(() -> gone(cache));
            answer.complete(null);
            if (control.equals("no-store") && !head) {
                cancelled.get(20, java.util.concurrent.TimeUnit.SECONDS);
            }
            Eventually.eventually(
                    () -> cache.edge().meters.find("legato.edge.requests").tag("status", "499").counters().stream()
                                    .mapToDouble(io.micrometer.core.instrument.Counter::count)
                                    .sum()
                            == 1);
            assertEquals(0, cache.answers("origin"), "it is counted once");
        }
    }

    /** Whether the edge has noticed that its client has disconnected. */
    private static boolean gone(CacheFixture cache) {
        return cache.edge().meters.get("legato.edge.connections").gauge().value() == 0;
    }

    private static RawClient slow(CacheFixture cache) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", cache.edge().port()));
        return new RawClient(socket);
    }

    /** Asks for the object and returns when its answer has begun. */
    private static void begin(RawClient client) throws IOException {
        client.send("GET /f HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK", client.peekLine());
    }
}
