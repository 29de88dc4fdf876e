package dev.legato.edge;

import static dev.legato.edge.CacheFixture.SLICE;
import static dev.legato.edge.TestOrigin.always;
import static dev.legato.edge.TestOrigin.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.TestOrigin.Asked;
import dev.legato.edge.TestOrigin.Version;
import dev.legato.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through a caching edge, and who receives it. */
class CacheProxyIT {
    private static final String FRESH = "Cache-Control: max-age=1000";
    private static final String STALE = "Cache-Control: max-age=0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-store",
                "Cache-Control: private",
                "Set-Cookie: a=b",
                "Vary: *",
                "Cache-Control: private, max-age=60",
            })
    void unsharedAnswers_reachNobodyElse_andHoldNobodyUp(String field) throws Exception {
        AtomicInteger count = new AtomicInteger();
        TestOrigin.Script own = (_, to) -> TestOrigin.send(
                to, "200 OK", Integer.toString(count.incrementAndGet()).getBytes(StandardCharsets.US_ASCII), field);
        try (CacheFixture cache = CacheFixture.start(folder, own)) {
            List<String> texts = CacheFixture.atOnce(50, () -> cache.get("/f").text());
            assertEquals(50, new HashSet<>(texts).size(), texts::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "302", "307"})
    void redirects_arePassedOn_notFollowed(String status) throws Exception {
        try (CacheFixture cache =
                CacheFixture.start(folder, always(status + " There", "", FRESH, "Location: http://elsewhere/f"))) {
            for (int i = 0; i < 2; i++) {
                Reply reply = cache.get("/f");
                assertEquals(Integer.parseInt(status), reply.status());
                assertEquals(Optional.of("http://elsewhere/f"), reply.field("Location"));
            }
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void variants_areKeptApart() throws Exception {
        TestOrigin.Script script = (asked, to) -> TestOrigin.send(
                to,
                "200 OK",
                asked.field("x-user").orElse("nobody").getBytes(StandardCharsets.US_ASCII),
                FRESH,
                "Vary: X-User");
        try (CacheFixture cache = CacheFixture.start(folder, script)) {
            for (int i = 0; i < 2; i++) {
                assertEquals("alice", cache.get("/f", "X-User: alice").text());
                assertEquals("bob", cache.get("/f", "X-User: bob").text());
                assertEquals("nobody", cache.get("/f").text());
            }
            assertEquals(3, cache.origin().asked.size());
        }
    }

    @Test
    void varyThatAValidationAdds_countsAtOnce() throws Exception {
        TestOrigin.Script first = always("200 OK", "for all", "Cache-Control: max-age=1", "ETag: \"1\"", "Age: 1");
        try (CacheFixture cache = CacheFixture.start(folder, first)) {
            assertEquals("for all", cache.get("/f").text());
            cache.origin().use((_, to) -> to.send(head("304 Not Modified", -1, "ETag: \"1\"", FRESH, "Vary: X-User")));
            assertEquals("for all", cache.get("/f").text());
            cache.origin().use(always("200 OK", "for alice", FRESH, "Vary: X-User", "ETag: \"2\""));
            assertEquals("for alice", cache.get("/f", "X-User: alice").text());
            assertEquals("for alice", cache.get("/f", "X-User: alice").text());
        }
    }

    @Test
    void codings_areAskedForInOneForm_soThatAllWhoShareAVariantCanDecodeIt() throws Exception {
        TestOrigin.Script coding = (asked, to) -> {
            String accepted = asked.field("accept-encoding").orElse("*");
            String coded = accepted.contains("deflate") ? "deflate" : accepted.equals("*") ? "br" : "plain";
            TestOrigin.send(
                    to,
                    "200 OK",
                    coded.getBytes(StandardCharsets.US_ASCII),
                    FRESH,
                    "ETag: \"%s\"".formatted(coded),
                    "Vary: Accept-Encoding");
        };
        try (CacheFixture cache = CacheFixture.start(folder, coding)) {
            assertEquals("plain", cache.get("/f", "Accept-Encoding: deflate").text());
            assertEquals("plain", cache.get("/f").text());
            assertEquals("plain", cache.get("/g").text());
            assertEquals("plain", cache.get("/g", "Accept-Encoding: deflate").text());
            assertEquals(2, cache.origin().asked.size());
        }
    }

    @Test
    void via_namesThisCache_inRequestsAndResponses() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "a", FRESH, "Via: 1.1 shield"))) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        Optional.of("1.1 shield, 1.1 legato"), cache.get("/f").field("Via"));
            }
            assertEquals(Optional.of("1.1 legato"), last(cache).field("via"));
            Reply _ = cache.request("DELETE", "/f", "Via: 1.0 client");
            assertEquals(Optional.of("1.0 client, 1.1 legato"), last(cache).field("via"));
        }
    }

    @Test
    void loops_areRefused() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "a"), "edge.origin.cdnId", "edge-1")) {
            assertEquals(508, cache.get("/f", "CDN-Loop: edge-1").status());
            assertEquals(0, cache.origin().asked.size());
            assertEquals(200, cache.get("/f", "CDN-Loop: edge-2").status());
            assertEquals(Optional.of("edge-2, edge-1"), last(cache).field("cdn-loop"));
        }
    }

    @Test
    void bodyOfAGet_neverDecidesWhatOthersReceive() throws Exception {
        TestOrigin.Script echo = (asked, to) -> TestOrigin.send(to, "200 OK", asked.body(), FRESH);
        try (CacheFixture cache = CacheFixture.start(folder, echo)) {
            try (RawClient client = cache.connect()) {
                client.send("GET /f HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nevil");
                assertEquals("evil", client.read("GET").text());
            }
            assertEquals("", cache.get("/f").text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "INVENTED"})
    void bodiesOfOtherMethods_arrive(String method) throws Exception {
        TestOrigin.Script echo = (asked, to) -> TestOrigin.send(to, "200 OK", asked.body(), FRESH);
        try (CacheFixture cache = CacheFixture.start(folder, echo)) {
            try (RawClient client = cache.connect()) {
                client.send(method + " /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                assertEquals("abcde", client.read(method).text());
            }
            byte[] large = CacheFixture.bytes(1, 1 << 20);
            try (HttpClient http2 =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                URI target = URI.create(
                        "http://127.0.0.1:%d/f".formatted(cache.edge().port()));
                var _ = http2.send(java.net.http.HttpRequest.newBuilder(target).build(), BodyHandlers.discarding());
                var answer = http2.send(
                        java.net.http.HttpRequest.newBuilder(target)
                                .method(method, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)))
                                .build(),
                        BodyHandlers.ofByteArray());
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                assertArrayEquals(large, answer.body());
            }
        }
    }

    @Test
    void unsafeMethods_makeStoredResponsesInvalid() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "1", FRESH))) {
            assertEquals("1", cache.get("/f").text());
            cache.origin().use(always("200 OK", "2", FRESH));
            assertEquals("1", cache.get("/f").text());
            Reply _ = cache.request("INVENTED", "/f");
            assertEquals("2", cache.get("/f").text());
        }
    }

    @Test
    void traceAndConnect_areRefused() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "1", FRESH))) {
            assertEquals(405, cache.request("TRACE", "/f").status());
            assertEquals(0, cache.origin().asked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "200 OK"})
    void noContent_isServedFromTheCache_asTheOriginSentIt(String status) throws Exception {
        TestOrigin.Script empty =
                (_, to) -> to.send(head(status, status.startsWith("204") ? -1 : 0, FRESH, "ETag: \"1\""));
        try (CacheFixture cache = CacheFixture.start(folder, empty)) {
            for (int i = 0; i < 3; i++) {
                Reply reply = cache.get("/f");
                assertEquals(status.substring(0, 3), Integer.toString(reply.status()));
                assertEquals(status.startsWith("204") ? List.of() : List.of("0"), reply.all("Content-Length"));
            }
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void validations_useOneConnection() throws Exception {
        byte[] bytes = CacheFixture.bytes(1, 100);
        try (CacheFixture cache = CacheFixture.start(folder, new Version(bytes, "\"1\"", STALE))) {
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(bytes, cache.get("/f").body());
                assertEquals(200, cache.request("HEAD", "/head").status());
            }
            cache.origin().use((_, to) -> to.send(head("204 None", -1, "Cache-Control: no-store")));
            for (int i = 0; i < 20; i++) {
                assertEquals(204, cache.get("/none").status());
            }
            cache.origin().use(always("200 OK", "", FRESH));
            for (int i = 0; i < 20; i++) {
                assertEquals(200, cache.get("/empty" + i).status());
            }
            assertEquals(1, cache.origin().connections());
        }
    }

    @Test
    void requestsOfTheEdgeItself_carryNobodysCredentials() throws Exception {
        byte[] bytes = CacheFixture.bytes(1, 4 * SLICE);
        Version version = new Version(bytes, "\"1\"", "Cache-Control: public, max-age=1, stale-while-revalidate=1000");
        try (CacheFixture cache = CacheFixture.start(folder, version)) {
            String[] secrets = {"Authorization: Bearer x", "Cookie: a=b"};
            Reply _ = cache.get("/f", "Range: bytes=0-9");
            Reply whole = cache.get("/f", secrets);
            assertArrayEquals(bytes, whole.body());
            assertTrue(cache.origin().asked.size() > 1);
            cache.origin().asked.forEach(CacheProxyIT::assertAnonymous);
            // It is stale a second later, and then validated behind the answer.
            int before = cache.origin().asked.size();
            Eventually.eventually(() -> {
                assertEquals(200, cache.get("/f", secrets).status());
                return cache.origin().asked.size() > before;
            });
            cache.origin().asked.forEach(CacheProxyIT::assertAnonymous);
        }
    }

    @Test
    void authorizedAnswers_areNotShared() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("200 OK", "secret", FRESH))) {
            assertEquals("secret", cache.get("/f", "Authorization: Bearer x").text());
            cache.origin().use(always("401 No", "", "WWW-Authenticate: Bearer"));
            assertEquals(401, cache.get("/f").status());
        }
    }

    @Test
    void failuresOfTheOrigin_doNotEndCollapsing() throws Exception {
        try (CacheFixture cache = CacheFixture.start(folder, always("503 Busy", ""))) {
            assertEquals(503, cache.get("/f").status());
            assertEquals(503, cache.get("/f", "Authorization: x").status());
            Version version = new Version(CacheFixture.bytes(1, 10), "\"1\"", FRESH);
            cache.origin().asked.clear();
            cache.origin().use((asked, to) -> {
                for (int i = 0; i < 20; i++) {
                    RawClient.awaitAMoment();
                }
                version.answer(asked, to);
            });
            List<Integer> all = CacheFixture.atOnce(50, () -> cache.get("/f").status());
            assertEquals(List.of(200), all.stream().distinct().toList());
            assertEquals(1, cache.origin().asked.size());
        }
    }

    @Test
    void staleAnswers_areRevalidatedOnceAtATime_alsoWhenThatFails() throws Exception {
        Version version = new Version(
                CacheFixture.bytes(1, 10), "\"1\"", "Cache-Control: max-age=1, stale-while-revalidate=1000", "Age: 1");
        try (CacheFixture cache = CacheFixture.start(folder, version)) {
            assertEquals(200, cache.get("/f").status());
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            cache.origin().use((_, to) -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                for (int i = 0; i < 10; i++) {
                    RawClient.awaitAMoment();
                }
                now.decrementAndGet();
                to.send(head("503 Busy", 0));
            });
            for (int i = 0; i < 4; i++) {
                List<Integer> all =
                        CacheFixture.atOnce(20, () -> cache.get("/f").status());
                assertEquals(List.of(200), all.stream().distinct().toList());
                for (int wait = 0; wait < 15; wait++) {
                    RawClient.awaitAMoment();
                }
            }
            assertEquals(1, most.get());
        }
    }

    @Test
    void oldClients_receiveBodiesOfUnknownLength_upToTheConnectionsEnd() throws Exception {
        TestOrigin.Script chunked = (_, to) -> to.send(
                head("200 OK", -1, "Transfer-Encoding: chunked", "Cache-Control: no-store") + "3\r\nabc\r\n0\r\n\r\n");
        TestOrigin.Script storable =
                (_, to) -> to.send(head("200 OK", -1, "Transfer-Encoding: chunked", FRESH) + "3\r\nabc\r\n0\r\n\r\n");
        try (CacheFixture cache = CacheFixture.start(folder, chunked)) {
            for (String connection : List.of("", "Connection: keep-alive\r\n")) {
                assertEquals("abc", untilTheEnd(cache, "/passed", connection));
            }
            cache.origin().use(storable);
            assertEquals("abc", untilTheEnd(cache, "/stored", ""));
        }
    }

    private static String untilTheEnd(CacheFixture cache, String target, String connection) throws Exception {
        try (RawClient client = cache.connect()) {
            client.send("GET %s HTTP/1.0\r\n%s\r\n".formatted(target, connection));
            String all = new String(client.readBytes(1 << 16), StandardCharsets.US_ASCII);
            assertTrue(all.contains(" 200 OK\r\n"), all);
            assertFalse(all.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding"), all);
            return all.substring(all.indexOf("\r\n\r\n") + 4);
        }
    }

    private static void assertAnonymous(Asked asked) {
        assertEquals(Optional.empty(), asked.field("authorization"), asked::toString);
        assertEquals(Optional.empty(), asked.field("cookie"), asked::toString);
    }

    private static Asked last(CacheFixture cache) {
        return cache.origin().asked.stream().reduce((_, next) -> next).orElseThrow();
    }
}
