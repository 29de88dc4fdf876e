package dev.legato.bench.generator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.StubGateway;
import dev.legato.bench.StubGateway.Answer;
import dev.legato.bench.StubGateway.Call;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.LoadEngine;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.GatewayScenario;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.scenario.StartScenario;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ClientEngineIT {
    private static final Plan PLAN = new Plan(1, 0, 0, 1);
    private static final long SECOND = 1_000_000_000L;
    private static final Answer ACCEPTED = new Answer(202, "{\"accepted\": 5, \"duplicates\": 0, \"rejected\": []}");
    private static final Map<String, List<String>> LEARNT = Map.of(
            "token", List.of("secret"),
            "tracks", List.of("t1", "t2"),
            "albums", List.of("a1"),
            "artists", List.of("r1"),
            "playlist", List.of("p1"),
            "now", List.of("2026-11-29T18:00:00Z"),
            "queries", List.of("für elise"));

    private final Recorder recorder = new Recorder();

    private static IngestScenario ingest(double eventsPerSecond) {
        return new IngestScenario("ingest", "a test", PLAN, eventsPerSecond, 5, 4);
    }

    private static ApiScenario api(double rate, int connections, Map<String, Integer> mix) {
        return new ApiScenario("api", "a test", PLAN, rate, connections, mix, List.of("bach", "für elise"));
    }

    private static StartScenario start(double rate) {
        return new StartScenario("start", "a test", PLAN, rate, 4, ByteSize.of("1KiB"), List.of("bach"));
    }

    /** Runs a scenario for a time and waits for all answers. */
    private void run(StubGateway gateway, GatewayScenario scenario, double seconds) {
        run(gateway.port(), gateway.url(), scenario, seconds);
    }

    private void run(int port, String edge, GatewayScenario scenario, double seconds) {
        Map<String, List<String>> settings = new java.util.HashMap<>(LEARNT);
        settings.put("edge", List.of(edge));
        LoadJob job =
                new LoadJob(scenario, "", List.of(new ServerAddress("127.0.0.1", port, "", false)), settings, 1, 0, 10);
        try (LoadEngine engine = ClientEngine.open(scenario, job, recorder)) {
            long from = System.nanoTime();
            recorder.begin(from);
            engine.begin(0, from);
            long until = from + (long) (seconds * 1e9);
            engine.run(0, until);
            engine.stop(0, until);
            assertTrue(engine.drain(0, System.nanoTime() + 20 * SECOND), "nothing is outstanding");
        }
    }

    @Test
    void ingest_everyBatch_isNewAndAccepted() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> ACCEPTED)) {
            run(gateway, ingest(500), 0.5);
            assertEquals(50, recorder.requests(), "100 batches per second, half a second");
            assertEquals(Map.of(), recorder.failures());
            Set<String> ids = new HashSet<>();
            for (Call call : gateway.calls()) {
                assertEquals("POST /v1/events", call.method() + " " + call.target());
                assertEquals("Bearer secret", call.authorization());
                JsonArray events = new JsonObject(call.body()).getJsonArray("events");
                assertEquals(5, events.size());
                for (int i = 0; i < events.size(); i++) {
                    JsonObject event = events.getJsonObject(i);
                    assertTrue(ids.add(event.getString("id")), "each id is new");
                    assertTrue(List.of("t1", "t2").contains(event.getString("trackId")));
                    assertEquals("progress", event.getString("type"));
                    assertEquals("2026-11-29T18:00:00Z", event.getString("at"));
                }
            }
            assertEquals(250, ids.size());
        }
    }

    @Test
    void ingest_batchNotWhollyAccepted_endsTheRun() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(202, "{\"accepted\":4}"))) {
            String message = assertThrows(LoadException.class, () -> run(gateway, ingest(500), 1))
                    .getMessage();
            assertEquals("POST /v1/events: {\"accepted\":4} (expected: \"accepted\":5)", message);
            assertEquals(Map.of(Failure.WRONG_BODY, 1L), recorder.failures());
        }
    }

    @Test
    void ingest_answerThatIsNoJson_endsTheRun() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(202, "<html>"))) {
            String message = assertThrows(LoadException.class, () -> run(gateway, ingest(500), 1))
                    .getMessage();
            assertTrue(message.startsWith("the gateway's answer is no JSON"), message);
        }
    }

    @Test
    void api_mix_isDrawnByWeight() throws IOException {
        Map<String, Integer> mix = Map.of("search", 30, "track", 10, "addToPlaylist", 10);
        try (StubGateway gateway =
                new StubGateway(call -> new Answer(call.method().equals("POST") ? 201 : 200, "{}"))) {
            run(gateway, api(1000, 8, mix), 0.5);
            assertEquals(500, recorder.requests());
            assertEquals(1000, recorder.bytes(), "two bytes each");
            long searches = recorder.named("search").getTotalCount();
            long tracks = recorder.named("track").getTotalCount();
            long writes = recorder.named("addToPlaylist").getTotalCount();
            assertEquals(500, searches + tracks + writes);
            assertTrue(searches > 2 * tracks && searches > 2 * writes, () -> "searches: " + searches);
            assertTrue(tracks > 50 && writes > 50, () -> "tracks %d, writes %d".formatted(tracks, writes));
        }
    }

    @Test
    void api_write_hasAKeyOfItsOwn() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(201, "{}"))) {
            run(gateway, api(200, 4, Map.of("addToPlaylist", 1)), 0.2);
            Set<String> keys = new HashSet<>();
            for (Call call : gateway.calls()) {
                assertEquals("POST /v1/playlists/p1/items", call.method() + " " + call.target());
                assertEquals("{\"trackIds\":[\"t1\"]}", call.body());
                assertNotEquals("", call.idempotencyKey());
                assertTrue(keys.add(call.idempotencyKey()));
            }
            assertEquals(40, keys.size());
        }
    }

    @Test
    void api_reads_askForWhatWasLearnt() throws IOException {
        Map<String, Integer> mix = Map.of(
                "search",
                1,
                "tracks",
                1,
                "album",
                1,
                "albumTracks",
                1,
                "albums",
                1,
                "artist",
                1,
                "playlists",
                1,
                "playlist",
                1);
        try (StubGateway gateway = new StubGateway(_ -> new Answer(200, "{}"))) {
            run(gateway, api(1000, 4, mix), 0.3);
            Set<String> targets = new HashSet<>();
            gateway.calls().forEach(call -> targets.add(call.target()));
            assertEquals(
                    Set.of(
                            "/v1/search?types=track,album,artist&limit=10&q=bach",
                            "/v1/search?types=track,album,artist&limit=10&q=f%C3%BCr+elise",
                            "/v1/tracks?ids=t1,t2",
                            "/v1/albums/a1",
                            "/v1/albums/a1/tracks",
                            "/v1/albums?limit=20",
                            "/v1/artists/r1",
                            "/v1/me/playlists",
                            "/v1/playlists/p1/items"),
                    targets);
            assertFalse(gateway.calls().stream()
                    .anyMatch(call -> !call.idempotencyKey().isEmpty()));
        }
    }

    @Test
    void api_unknownCall_isRefusedByName() {
        String message = assertThrows(IllegalArgumentException.class, () -> ApiCall.of("serach", List.of(), LEARNT))
                .getMessage();
        assertTrue(message.startsWith("mix: 'serach' (expected: one of search"), message);
    }

    @Test
    void api_nothingLearnt_isRefusedByName() {
        String message = assertThrows(IllegalArgumentException.class, () -> ApiCall.of("album", List.of(), Map.of()))
                .getMessage();
        assertEquals("albums: none learnt (expected: at least one)", message);
    }

    @Test
    void api_wrongStatus_isCountedAndTheRunGoesOn() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (StubGateway gateway =
                new StubGateway(_ -> new Answer(count.incrementAndGet() % 10 == 0 ? 503 : 200, "{}"))) {
            run(gateway, api(500, 4, Map.of("search", 1)), 0.4);
            assertEquals(Map.of(Failure.WRONG_STATUS, 20L), recorder.failures());
            assertEquals(180, recorder.requests(), "those with the right status alone");
            assertEquals(
                    "GET /v1/search: status 503 (expected: 200)",
                    recorder.messages().getFirst());
        }
    }

    @Test
    void api_gatewayGone_endsTheRun() throws IOException {
        int port;
        try (StubGateway gateway = new StubGateway(_ -> new Answer(200, "{}"))) {
            port = gateway.port();
        }
        String message = assertThrows(
                        LoadException.class, () -> run(port, "http://127.0.0.1:1", api(100, 4, Map.of("albums", 1)), 1))
                .getMessage();
        assertEquals(
                "127.0.0.1:%d: connection refused (expected: a server that listens there)".formatted(port), message);
    }

    @Test
    void api_slowAnswers_useNoMoreConnectionsThanAllowed() throws IOException {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        StubGateway.Script slow = _ -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            open.decrementAndGet();
            return new Answer(200, "{}");
        };
        try (StubGateway gateway = new StubGateway(slow)) {
            run(gateway, api(400, 3, Map.of("albums", 1)), 0.5);
            assertEquals(200, recorder.requests(), "what was due is answered, however late");
            assertEquals(3, most.get());
        }
    }

    /** 500 calls per second, a stop of 100 ms: some fifty are due meanwhile, and wait, whatever this machine's speed. */
    @Test
    void api_serverThatStops_countsEveryCallThatWaited() throws IOException {
        long stop = TimeUnit.MILLISECONDS.toNanos(100);
        AtomicInteger count = new AtomicInteger();
        Object door = new Object();
        StubGateway.Script stopping = _ -> {
            synchronized (door) {
                if (count.incrementAndGet() == 100) {
                    long end = System.nanoTime() + stop;
                    while (System.nanoTime() < end) {
                        LockSupport.parkNanos(end - System.nanoTime());
                    }
                }
            }
            return new Answer(200, "{}");
        };
        try (StubGateway gateway = new StubGateway(stopping)) {
            run(gateway, api(500, 1, Map.of("albums", 1)), 1);
            Histogram latency = recorder.named("latency");
            // Of the 25 due in the first half of the stop, all wait for the other half at least.
            long waited = latency.getCountBetweenValues(stop / 2, Long.MAX_VALUE / 2);
            assertTrue(waited >= 20, () -> "latencies of half a stop or more: " + waited);
            assertTrue(latency.getMaxValue() >= stop * 9 / 10);
        }
    }

    @Test
    void start_eachTap_searchesAsksForALinkAndFetchesAudio() throws IOException {
        AtomicInteger port = new AtomicInteger();
        StubGateway.Script script = call -> {
            if (call.target().startsWith("/v1/search")) {
                return new Answer(200, "{\"tracks\":{\"items\":[{\"id\":\"t7\"}]}}");
            }
            if (call.target().equals("/v1/tracks/t7/playback")) {
                String url = "http://127.0.0.1:%d/audio/~token/t7/aac.m4a".formatted(port.get());
                return new Answer(
                        200, "{\"files\":[{\"url\":\"http://x/\"},{\"url\":\"%s\",\"bytes\":9000}]}".formatted(url));
            }
            return new Answer(206, "x".repeat(1024));
        };
        try (StubGateway gateway = new StubGateway(script)) {
            port.set(gateway.port());
            run(gateway, start(100), 0.3);
            assertEquals(Map.of(), recorder.failures());
            assertEquals(30, recorder.requests());
            assertEquals(30 * 1024, recorder.bytes(), "of audio");
            for (String step : List.of("search", "playback", "audio")) {
                assertEquals(30, recorder.named(step).getTotalCount(), step);
            }
            List<Call> audio = gateway.calls().stream()
                    .filter(call -> call.target().startsWith("/audio/"))
                    .toList();
            assertEquals(30, audio.size());
            assertEquals("/audio/~token/t7/aac.m4a", audio.getFirst().target());
            assertEquals("bytes=0-1023", audio.getFirst().range());
            assertEquals("", audio.getFirst().authorization(), "the link is enough");
        }
    }

    @Test
    void start_searchThatFindsNothing_endsTheRun() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(200, "{\"tracks\":{\"items\":[]}}"))) {
            String message = assertThrows(LoadException.class, () -> run(gateway, start(100), 1))
                    .getMessage();
            assertTrue(message.startsWith("search found nothing"), message);
        }
    }

    @Test
    void start_lessAudioThanAskedFor_endsTheRun() throws IOException {
        StubGateway.Script script = call -> call.target().startsWith("/v1/search")
                ? new Answer(200, "{\"tracks\":{\"items\":[{\"id\":\"t7\"}]}}")
                : call.target().endsWith("/playback")
                        ? new Answer(200, "{\"files\":[{\"url\":\"http://x/a\",\"bytes\":9000}]}")
                        : new Answer(206, "x".repeat(1000));
        try (StubGateway gateway = new StubGateway(script)) {
            String message = assertThrows(LoadException.class, () -> run(gateway, start(100), 1))
                    .getMessage();
            assertEquals("1000 bytes of audio (expected: 1024)", message);
        }
    }
}
