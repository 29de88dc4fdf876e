package dev.legato.edge;

import static dev.legato.edge.CacheFixture.SLICE;
import static dev.legato.edge.TestOrigin.always;
import static dev.legato.edge.TestOrigin.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Version;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that break rules, break off or change their minds: what a client receives is right or ends early. */
class CacheFaultsIT {
    private static final String FRESH = "Cache-Control: max-age=1000";
    private static final byte[] OLD = CacheFixture.bytes(1, 5 * SLICE + 77);
    private static final byte[] NEW = CacheFixture.bytes(2, 5 * SLICE + 77);
    private static final Version FIRST = new Version(OLD, "\"1\"", FRESH);
    private static final Version SECOND = new Version(NEW, "\"2\"", FRESH);

    @TempDir
    private Path folder;

    @Test
    void rangeIgnored_isCutFromTheWhole_whichIsFetchedOnce() throws Exception {
        TestOrigin.Script whole = (_, to) -> TestOrigin.send(to, "200 OK", OLD, "ETag: \"1\"", FRESH);
        try (CacheFixture cache = CacheFixture.start(folder, whole)) {
            assertPart(cache.get("/f", "Range: bytes=70000-200000"), OLD, 70_000, 200_001);
            assertArrayEquals(OLD, cache.get("/f").body());
            assertPart(cache.get("/f", "Range: bytes=-5"), OLD, OLD.length - 5, OLD.length);
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-None: 1", "ETag: W/\"1\"", "Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT"})
    void noStrongTag_isCutFromTheStoredWhole(String validator) throws Exception {
        TestOrigin.Script whole = (_, to) -> TestOrigin.send(to, "200 OK", OLD, validator, FRESH);
        try (CacheFixture cache = CacheFixture.start(folder, whole)) {
            assertArrayEquals(OLD, cache.get("/f").body());
            assertPart(cache.get("/f", "Range: bytes=70000-70009"), OLD, 70_000, 70_010);
            assertEquals(
                    200,
                    cache.get("/f", "Range: bytes=0-1", "If-Range: W/\"1\"").status());
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void chunks_areStored_andThenServedWithLengthAndRanges() throws Exception {
        TestOrigin.Script chunked = (_, to) -> {
            to.send(head("200 OK", -1, "Transfer-Encoding: chunked", "ETag: \"1\"", FRESH));
            sendChunks(to, OLD);
        };
        try (CacheFixture cache = CacheFixture.start(folder, chunked)) {
            assertArrayEquals(OLD, cache.get("/f").body());
            Reply warm = cache.get("/f");
            assertArrayEquals(OLD, warm.body());
            assertEquals(Optional.of(Integer.toString(OLD.length)), warm.field("Content-Length"));
            assertPart(cache.get("/f", "Range: bytes=70000-70009"), OLD, 70_000, 70_010);
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void partsWithoutAStrongTag_areNeverCombined() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, part(OLD))) {
            assertPart(cache.get("/f", "Range: bytes=0-9"), OLD, 0, 10);
            cache.origin().use(part(NEW));
            assertArrayEquals(NEW, cache.get("/f").body(), "a request without Range is never answered with a part");
            assertEquals(200, cache.get("/f").status());
        }
    }

    @Test
    void bodyCutShort_endsTheConnection_andIsCompletedLater() throws Exception {
        TestOrigin.Script liar = (_, to) -> {
            to.send(head("200 OK", OLD.length + 100, "ETag: \"1\"", FRESH));
            to.send(OLD);
            throw new IOException("closed");
        };
        try (CacheFixture cache = CacheFixture.start(folder, liar)) {
            assertThrows(EOFException.class, () -> cache.get("/f"));
            cache.origin().use(SECOND);
            assertOneVersionSoon(cache, NEW);
        }
    }

    @Test
    void bodyReset_isFetchedOnFromThere_withoutTheClientNoticing() throws Exception {
        TestOrigin.Script breaking = (asked, to) -> {
            if (asked.range().isEmpty()) {
                to.send(head("200 OK", OLD.length, "ETag: \"1\"", FRESH));
                to.send(Arrays.copyOf(OLD, 2 * SLICE + 500));
                to.reset();
                throw new IOException("reset");
            }
            FIRST.answer(asked, to);
        };
        try (CacheFixture cache = CacheFixture.start(folder, breaking)) {
            assertArrayEquals(OLD, cache.get("/f").body());
            assertTrue(cache.origin().asked.stream().skip(1).allMatch(one -> one.field("if-range")
                    .equals(Optional.of("\"1\""))));
        }
    }

    @Test
    void objectChangedBetweenSlices_isNeverMixed() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, FIRST)) {
            assertPart(cache.get("/f", "Range: bytes=0-99999"), OLD, 0, 100_000);
            cache.origin().use(SECOND);
            assertOneVersionSoon(cache, NEW);
            assertPart(cache.get("/f", "Range: bytes=0-99999"), NEW, 0, 100_000);
        }
    }

    @Test
    void objectChangedUnderAFill_isNeverMixed() throws Exception {
        TestOrigin.Script breaking = (asked, to) -> {
            to.send(head("200 OK", OLD.length, "ETag: \"1\"", FRESH));
            to.send(Arrays.copyOf(OLD, 2 * SLICE + 500));
            throw new IOException("closed");
        };
        try (CacheFixture cache = CacheFixture.start(folder, FIRST)) {
            cache.origin().use((asked, to) -> {
                cache.origin().use(SECOND);
                breaking.answer(asked, to);
            });
            assertThrows(EOFException.class, () -> cache.get("/f"), "the rest is of another version");
            assertOneVersionSoon(cache, NEW);
        }
    }

    @Test
    void changedContentUnderTheSameTag_butAnotherLength_isNeverMixed() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, FIRST)) {
            assertPart(cache.get("/f", "Range: bytes=0-99"), OLD, 0, 100);
            byte[] longer = CacheFixture.bytes(3, OLD.length + SLICE);
            cache.origin().use(new Version(longer, "\"1\"", FRESH));
            assertOneVersionSoon(cache, longer);
        }
    }

    @Test
    void contentRangeThatLies_isNotStoredThere() throws Exception {
        TestOrigin.Script liar = (asked, to) -> {
            if (asked.range().startsWith("bytes=0-")) {
                FIRST.answer(asked, to);
            } else {
                TestOrigin.send(
                        to,
                        "206 Partial Content",
                        Arrays.copyOf(OLD, SLICE),
                        "ETag: \"1\"",
                        FRESH,
                        "Content-Range: bytes 0-%d/%d".formatted(SLICE - 1, OLD.length));
            }
        };
        try (CacheFixture cache = CacheFixture.start(folder, liar)) {
            assertPart(cache.get("/f", "Range: bytes=0-99"), OLD, 0, 100);
            assertThrows(EOFException.class, () -> cache.get("/f"));
            cache.origin().use(FIRST);
            assertOneVersionSoon(cache, OLD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 No", "503 No", "416 No", "404 No", "403 No", "200 OK", "204 None", "304 Not Modified"})
    void slicesRefused_endTheConnection_andAreAskedForAgain(String status) throws Exception {
        TestOrigin.Script refusing = (asked, to) -> {
            if (asked.range().equals("bytes=0-65535")) {
                FIRST.answer(asked, to);
            } else {
                to.send(head(status, status.charAt(0) == '3' || status.startsWith("204") ? -1 : 0, FRESH));
            }
        };
        try (CacheFixture cache = CacheFixture.start(folder, refusing)) {
            assertPart(cache.get("/f", "Range: bytes=0-99"), OLD, 0, 100);
            assertThrows(EOFException.class, () -> cache.get("/f"));
            cache.origin().use(FIRST);
            assertOneVersionSoon(cache, OLD);
        }
    }

    @Test
    void notModifiedWithoutACondition_isABadGateway() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, (_, to) -> to.send(head("304 Not Modified", -1)))) {
            assertEquals(502, cache.get("/f").status());
            assertEquals(
                    304, cache.get("/f", "If-None-Match: \"1\"").status(), "that is an answer to the client's own");
        }
    }

    @Test
    void noHttp_isABadGateway() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, (_, to) -> {
            to.send("SSH-2.0-OpenSSH\r\n\r\n");
            to.awaitClose();
        })) {
            assertEquals(502, cache.get("/f").status());
        }
    }

    @Test
    void connectionClosedAfterTheLastByte_losesNothing() throws Exception {
        byte[] large = CacheFixture.bytes(5, 8 << 20);
        TestOrigin.Script closing = (asked, to) -> {
            to.send(head("200 OK", large.length, "Connection: close", "Cache-Control: no-store"));
            to.send(large);
            throw new IOException("closed");
        };
        try (CacheFixture cache = CacheFixture.start(folder, closing);
                RawClient slow = cache.connect()) {
            slow.send("GET /f HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", slow.peekLine());
            for (int i = 0; i < 20; i++) {
                RawClient.awaitAMoment();
            }
            assertArrayEquals(large, slow.read("GET").body());
            cache.origin().use((asked, to) -> {
                to.send(head("200 OK", large.length, "Connection: close", FRESH));
                to.send(large);
                throw new IOException("closed");
            });
            assertArrayEquals(large, cache.get("/stored").body());
            assertArrayEquals(large, cache.get("/stored").body());
        }
    }

    @Test
    void manyTags_areKept() throws Exception {
        String tags = "Cache-Tag: "
                + String.join(
                        ",",
                        java.util.stream.IntStream.range(0, 100)
                                .mapToObj(i -> "t" + i)
                                .toList());
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "a", FRESH, tags))) {
            assertEquals(200, cache.get("/f").status());
            assertEquals(200, cache.get("/f").status());
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void largerThanTheCache_isDeliveredAllTheSame() throws Exception {
        byte[] large = CacheFixture.bytes(6, 4 << 20);
        TestOrigin.Script chunked = (_, to) -> {
            to.send(head("200 OK", -1, "Transfer-Encoding: chunked", FRESH));
            sendChunks(to, large);
        };
        try (CacheFixture cache = CacheFixture.start(folder, chunked, "edge.cache.bytes", "1MiB")) {
            try {
                assertArrayEquals(large, cache.get("/f").body());
            } catch (EOFException _) {
                // The first time it may turn out too late.
            }
            assertArrayEquals(large, cache.get("/f").body());
            cache.origin().use(new Version(large, "\"1\"", FRESH));
            assertArrayEquals(large, cache.get("/known").body());
            assertPart(cache.get("/known", "Range: bytes=3000000-3999999"), large, 3_000_000, 4_000_000);
            cache.origin().use((_, to) -> TestOrigin.send(to, "200 OK", large, FRESH));
            assertArrayEquals(large, cache.get("/untagged").body());
        }
    }

    /** Until the cache has noticed, answers may break off; none may be of two versions. */
    private static void assertOneVersionSoon(CacheFixture cache, byte[] expected) throws IOException {
        for (int i = 0; i < 3; i++) {
            try {
                assertArrayEquals(expected, cache.get("/f").body());
                return;
            } catch (EOFException _) {
                // once more
            }
        }
        assertArrayEquals(expected, cache.get("/f").body());
    }

    private static void assertPart(Reply reply, byte[] of, int from, int to) {
        assertEquals(206, reply.status(), reply::toString);
        assertEquals(List.of("bytes %d-%d/%d".formatted(from, to - 1, of.length)), reply.all("Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(of, from, to), reply.body());
    }

    /** Answers with the first slice, or a range of any, without a validator. */
    private static TestOrigin.Script part(byte[] of) {
        return (asked, to) -> {
            String range = asked.range();
            if (range.isEmpty()) {
                TestOrigin.send(to, "200 OK", of, FRESH);
                return;
            }
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            int from = Integer.parseInt(ends[0]);
            int end = ends[1].isEmpty() ? of.length : Math.min(of.length, Integer.parseInt(ends[1]) + 1);
            TestOrigin.send(
                    to,
                    "206 Partial Content",
                    Arrays.copyOfRange(of, from, end),
                    FRESH,
                    "Content-Range: bytes %d-%d/%d".formatted(from, end - 1, of.length));
        };
    }

    private static void sendChunks(dev.legato.edge.origin.RawOrigin.Peer to, byte[] body) throws IOException {
        for (int at = 0; at < body.length; at += 10_000) {
            int count = Math.min(10_000, body.length - at);
            to.send("%x\r\n".formatted(count));
            to.send(Arrays.copyOfRange(body, at, at + count));
            to.send("\r\n");
        }
        to.send("0\r\n\r\n");
    }
}
