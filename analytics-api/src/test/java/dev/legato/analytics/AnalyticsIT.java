package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.PlayEvent.Type;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.testing.ContractFuzz;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances share three partitions, so that each answer needs what the other has counted. */
@Timeout(120)
final class AnalyticsIT {
    private static final Duration UP = Duration.ofSeconds(60);
    private static final Duration PROMPT = Duration.ofSeconds(20);
    private static final long LONG_TRACK_MS = 180_000;

    @TempDir
    static Path folder;

    private static String kafka;
    private static AnalyticsProcess first;
    private static AnalyticsProcess second;
    private static KafkaProducer<String, byte[]> producer;

    /** A minute ago, and still today unless the day began within this minute. */
    private final Instant start =
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);

    private final String alice = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        kafka = SharedBackends.kafka();
        createPlays();
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        first = AnalyticsProcess.start(kafka, folder.resolve("first"));
        second = AnalyticsProcess.start(kafka, folder.resolve("second"));
        for (AnalyticsProcess process : List.of(first, second)) {
            process.until(UP, "someone", "/v1/charts/tracks", _ -> process.isReady());
        }
    }

    /** More partitions than one, for two instances. */
    private static void createPlays() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(Topics.PLAYS, 3, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        producer.close();
    }

    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        var fuzz = new ContractFuzz(first.port(), scope -> first.authorization(alice, scope));
        assertEquals("", String.join("\n", fuzz.faults()));
    }

    @Test
    void stats_playsOfTwoListeners_areTheSameFromEveryInstance() throws Exception {
        TrackId track = track();
        play(alice, "s1", track, 30);
        play(alice, "s2", track, 30);
        play(bob, "s1", track, 30);
        JsonObject expected =
                new JsonObject().put("trackId", track.value()).put("plays", 3).put("listeners", 2);
        first.until(PROMPT, alice, "/v1/tracks/%s/stats".formatted(track.value()), expected::equals);
        second.until(PROMPT, alice, "/v1/tracks/%s/stats".formatted(track.value()), expected::equals);
    }

    @Test
    void stats_sameSessionAgain_countsOnce() throws Exception {
        TrackId track = track();
        play(alice, "s1", track, 30);
        play(alice, "s1", track, 30);
        report(alice, "s1", track, Type.FINISHED, 59, 59_000);
        play(bob, "marker", track, 30);
        assertEquals(2, untilCounted(track, 2).getInteger("plays"));
    }

    @Test
    void stats_seekForward_isNoPlay() throws Exception {
        TrackId track = track();
        report(alice, "s1", track, Type.STARTED, 0, 0);
        report(alice, "s1", track, Type.SEEKED, 5, 100_000);
        report(alice, "s1", track, Type.PROGRESS, 15, 110_000);
        play(alice, "marker", track, 30);
        assertEquals(1, untilCounted(track, 1).getInteger("plays"));
    }

    @Test
    void stats_halfOfAShortTrack_isAPlay() throws Exception {
        TrackId track = Tracks.random();
        enter(track, 20_000, true);
        // Each try is a playback of its own, until the catalogue is read.
        for (int attempt = 0; ; attempt++) {
            play(alice, "s" + attempt, track, 10);
            JsonObject stats = new JsonObject(first.get(alice, "/v1/tracks/%s/stats".formatted(track.value()))
                    .body());
            if (stats.getInteger("plays", 0) > 0) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p-datanull.json", "p-fields-missing.json", "p-garbage.bin", "p-nul.json", "p-wrong.json"})
    void stats_poisonBefore_isADeadLetterOnce_andTheNextPlayCounts(String name) throws Exception {
        TrackId track = track();
        byte[] poison;
        try (InputStream in = AnalyticsIT.class.getResourceAsStream("/poison/" + name)) {
            poison = in.readAllBytes();
        }
        // By its key the letter is found again; with it the listener's next play lies behind the poison.
        var _ = producer.send(new ProducerRecord<>(Topics.PLAYS, alice, poison)).get(10, TimeUnit.SECONDS);
        play(alice, "s1", track, 30);
        assertEquals(1, untilCounted(track, 1).getInteger("plays"));
        List<byte[]> letters = letters(alice);
        assertEquals(1, letters.size());
        assertArrayEquals(poison, letters.getFirst());
    }

    @Test
    void stats_trackThatTheCatalogueDoesNotHave_is404() throws Exception {
        TrackId invented = Tracks.random();
        play(alice, "s1", invented, 30);
        play(alice, "s2", track(), 30);
        var _ = first.until(
                PROMPT,
                alice,
                "/v1/me/history",
                page -> page.getJsonArray("items").size() == 1);
        assertEquals(
                404,
                first.get(alice, "/v1/tracks/%s/stats".formatted(invented.value()))
                        .status());
    }

    @Test
    void chart_unavailableOrDeleted_isHidden_untilItIsBack_andHistoryKeepsIt() throws Exception {
        TrackId track = track();
        play(alice, "s1", track, 30);
        untilCharted(track, true);
        enter(track, LONG_TRACK_MS, false);
        untilCharted(track, false);
        enter(track, LONG_TRACK_MS, true);
        untilCharted(track, true);
        var _ = producer.send(new ProducerRecord<>(Topics.CATALOGUE, track.value(), null))
                .get(10, TimeUnit.SECONDS);
        untilCharted(track, false);
        JsonObject history = new JsonObject(first.get(alice, "/v1/me/history").body());
        assertEquals(track.value(), item(history).getString("trackId"));
    }

    @Test
    void chart_mostPlayedFirst_inPages() throws Exception {
        TrackId more = track();
        TrackId less = track();
        for (int session = 0; session < 6; session++) {
            play(alice, "s" + session, more, 30);
        }
        for (int session = 0; session < 5; session++) {
            play(bob, "s" + session, less, 30);
        }
        List<JsonObject> expected = List.of(place(more, 6), place(less, 5));
        for (String window : List.of("day", "week", "all")) {
            for (AnalyticsProcess process : List.of(first, second)) {
                process.until(
                        PROMPT,
                        alice,
                        "/v1/charts/tracks?window=" + window,
                        chart -> chart.getJsonArray("items").stream()
                                .filter(expected::contains)
                                .toList()
                                .equals(expected));
            }
        }
        assertEquals(
                expected,
                pages("/v1/charts/tracks?window=all&limit=1").stream()
                        .filter(expected::contains)
                        .toList());
    }

    @Test
    void chart_unknownWindow_is400() throws Exception {
        var answer = first.get(alice, "/v1/charts/tracks?window=year");
        assertEquals(400, answer.status());
        assertEquals("window", new JsonObject(answer.body()).getString("field"));
        assertEquals(400, first.get(alice, "/v1/charts/tracks?cursor=zzz").status());
    }

    @Test
    void history_newestFirst_ownOnly_inPages() throws Exception {
        TrackId older = track();
        TrackId newer = track();
        play(alice, "s1", older, 30);
        report(alice, "s2", newer, Type.STARTED, 31, 0);
        report(alice, "s2", newer, Type.PROGRESS, 61, 30_000);
        play(bob, "s1", track(), 30);
        for (AnalyticsProcess process : List.of(first, second)) {
            JsonObject history = process.until(
                    PROMPT,
                    alice,
                    "/v1/me/history",
                    page -> page.getJsonArray("items").size() == 2);
            assertEquals(
                    newer.value(),
                    history.getJsonArray("items").getJsonObject(0).getString("trackId"));
            assertEquals(start, history.getJsonArray("items").getJsonObject(1).getInstant("playedAt"));
            JsonObject page =
                    new JsonObject(process.get(alice, "/v1/me/history?limit=1").body());
            JsonObject next =
                    new JsonObject(process.get(alice, page.getString("next")).body());
            assertEquals(older.value(), item(next).getString("trackId"));
            assertTrue(next.containsKey("next") && next.getString("next") == null);
        }
    }

    @Test
    void stats_whatIsNoTrackId_is404() throws Exception {
        assertEquals(404, first.get(alice, "/v1/tracks/nothing/stats").status());
    }

    private void untilCharted(TrackId track, boolean charted) throws Exception {
        for (AnalyticsProcess process : List.of(first, second)) {
            var _ = process.until(
                    PROMPT,
                    alice,
                    "/v1/charts/tracks?window=all",
                    chart -> chart.encode().contains(track.value()) == charted);
        }
    }

    /** The dead letters of a key, as somebody sees them who reads what is committed. */
    private static List<byte[]> letters(String key) {
        List<byte[]> letters = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.dead(Topics.PLAYS), 0);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (key.equals(record.key())) {
                        letters.add(record.value());
                    }
                }
            }
        }
        return letters;
    }

    private JsonObject untilCounted(TrackId track, int plays) throws Exception {
        return first.until(
                PROMPT,
                alice,
                "/v1/tracks/%s/stats".formatted(track.value()),
                stats -> stats.getInteger("plays") >= plays);
    }

    /** The items of all pages, each asked for by the one before it. */
    private List<JsonObject> pages(String path) throws Exception {
        List<JsonObject> items = new ArrayList<>();
        for (String next = path; next != null; ) {
            JsonObject page = new JsonObject(second.get(alice, next).body());
            page.getJsonArray("items").forEach(item -> items.add((JsonObject) item));
            next = page.getString("next");
        }
        return items;
    }

    private static JsonObject place(TrackId track, int plays) {
        return new JsonObject().put("trackId", track.value()).put("plays", plays);
    }

    private static JsonObject item(JsonObject page) {
        return page.getJsonArray("items").isEmpty()
                ? new JsonObject()
                : page.getJsonArray("items").getJsonObject(0);
    }

    private void play(String listener, String session, TrackId track, int seconds) throws Exception {
        report(listener, session, track, Type.STARTED, 0, 0);
        report(listener, session, track, Type.PROGRESS, seconds, seconds * 1_000L);
    }

    private void report(String listener, String session, TrackId track, Type type, int second, long positionMs)
            throws Exception {
        String id = "%s-%s-%d".formatted(session, type, second);
        PlayEvent event =
                new PlayEvent(id, type, listener, track, positionMs, session, null, start.plusSeconds(second));
        send(
                Topics.PLAYS,
                listener,
                CloudEvent.of(id, "/event-ingest", "dev.legato.play", listener, event.at(), event));
    }

    private static void send(String topic, String key, CloudEvent<?> event) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, Json.write(event))).get(10, TimeUnit.SECONDS);
    }

    /** One that the catalogue has. */
    private static TrackId track() throws Exception {
        TrackId track = Tracks.random();
        enter(track, LONG_TRACK_MS, true);
        return track;
    }

    private static void enter(TrackId track, long durationMs, boolean available) throws Exception {
        var _ = producer.send(new ProducerRecord<>(
                        Topics.CATALOGUE, track.value(), Tracks.entry(track, durationMs, available)))
                .get(10, TimeUnit.SECONDS);
    }
}
