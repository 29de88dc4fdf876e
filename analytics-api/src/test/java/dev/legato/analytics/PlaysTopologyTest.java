package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.PlayEvent.Type;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.DeadLetters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The topology with its own handlers of bad records, driven record by record. */
final class PlaysTopologyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final Duration PUBLISHED = Duration.ofMillis(300);
    private static final Duration JUDGED = Duration.ofSeconds(1);
    private static final long LONG_TRACK_MS = 180_000;

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrackId track = Tracks.random();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> plays;
    private TestInputTopic<String, byte[]> catalogue;
    private TestOutputTopic<String, byte[]> heard;
    private TestOutputTopic<byte[], byte[]> dead;

    @BeforeEach
    void drive() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "legato-analytics");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.putAll(new BadRecords(new DeadLetters(BadRecords.CONSUMER, meters, Clock.fixed(NOW, ZoneOffset.UTC)))
                .properties());
        driver = new TopologyTestDriver(PlaysTopology.build(), properties, NOW);
        plays = driver.createInputTopic(Topics.PLAYS, new ByteArraySerializer(), new ByteArraySerializer());
        catalogue = driver.createInputTopic(Topics.CATALOGUE, new StringSerializer(), new ByteArraySerializer());
        heard = driver.createOutputTopic(Topics.HEARD, new StringDeserializer(), new ByteArrayDeserializer());
        dead = driver.createOutputTopic(
                Topics.dead(Topics.PLAYS), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p-datanull.json", "p-fields-missing.json", "p-garbage.bin", "p-nul.json", "p-wrong.json"})
    void plays_poison_isADeadLetter_andTheNextPlayCounts(String name) throws Exception {
        enter(track);
        byte[] poison = resource(name);
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("00-1"));
        plays.pipeInput(new TestRecord<>(bytes("x"), poison, headers, NOW));
        play("alice", "s1", track);

        assertEquals(1, heard.readValuesToList().size());
        TestRecord<byte[], byte[]> letter = dead.readRecord();
        assertArrayEquals(bytes("x"), letter.key());
        assertArrayEquals(poison, letter.value());
        Map<String, String> said = headers(letter);
        assertEquals("00-1", said.get("traceparent"));
        assertEquals(Topics.PLAYS, said.get("legato-dead-topic"));
        assertEquals("0", said.get("legato-dead-partition"));
        assertEquals("0", said.get("legato-dead-offset"));
        assertEquals(NOW.toString(), said.get("legato-dead-timestamp"));
        assertEquals(NOW.toString(), said.get("legato-dead-time"));
        assertEquals("1", said.get("legato-dead-count"));
        assertFalse(said.get("legato-dead-reason").contains("dev.legato"), said.get("legato-dead-reason"));
        assertTrue(dead.isEmpty());
        assertEquals(
                1,
                meters.get("legato.records.dead")
                        .tags("topic", "plays", "consumer", "legato-analytics")
                        .counter()
                        .count());
    }

    static List<String> members() {
        return List.of(
                "\"id\":null",
                "\"id\":17",
                "\"id\":\"%s\"".formatted("x".repeat(1 << 20)),
                "\"type\":\"danced\"",
                "\"listener\":\"ali/ce\"",
                "\"trackId\":\"nothing\"",
                "\"trackId\":[]",
                "\"positionMs\":-1",
                "\"positionMs\":9223372036854775807",
                "\"positionMs\":1e400",
                "\"positionMs\":" + "9".repeat(900),
                "\"sessionId\":\"s\\u0000\"",
                "\"at\":\"+999999999-01-01T00:00:00Z\"",
                "\"at\":\"-999999999-01-01T00:00:00Z\"",
                "\"at\":\"2031-01-01T00:00:00Z\"",
                "\"at\":1e308",
                "\"at\":\"yesterday\"");
    }

    @ParameterizedTest
    @MethodSource("members")
    void plays_eventWithABadMember_isADeadLetter(String member) {
        enter(track);
        String json = new String(report("alice", "s1", track, Type.STARTED, 0, 0), StandardCharsets.UTF_8);
        String name = member.substring(0, member.indexOf(':'));
        int data = json.indexOf("\"data\":");
        String bad = json.substring(0, data)
                + json.substring(data)
                        .replaceFirst(name + ":(\"[^\"]*\"|[0-9]+)", "<bad>")
                        .replace("<bad>", member);
        plays.pipeInput(bytes("alice"), bytes(bad));
        play("alice", "s2", track);
        assertEquals(1, heard.readValuesToList().size());
        assertEquals(1, dead.readRecordsToList().size());
    }

    @Test
    void plays_withoutItsKeyOrValue_isADeadLetter() {
        enter(track);
        plays.pipeInput(null, report("alice", "s1", track, Type.STARTED, 0, 0));
        plays.pipeInput(bytes("bob"), report("alice", "s1", track, Type.STARTED, 0, 0));
        plays.pipeInput(bytes("alice"), (byte[]) null);
        List<String> reasons = dead.readRecordsToList().stream()
                .map(letter -> headers(letter).get("legato-dead-reason"))
                .toList();
        assertEquals(
                List.of("key: missing or not the listener", "key: missing or not the listener", "value: missing"),
                reasons);
    }

    @Test
    void heard_aPlay_isPublishedOnce() throws Exception {
        enter(track);
        play("alice", "s1", track);
        play("alice", "s1", track);
        var record = heard.readKeyValue();
        CloudEvent<HeardPlay> event = Json.readEvent(record.value, HeardPlay.class);
        assertEquals("alice", record.key);
        assertEquals("alice.s1." + track, event.id());
        assertEquals(new HeardPlay("alice", track, "s1", NOW.minusSeconds(60), 30_000), event.data());
        assertTrue(heard.isEmpty());
    }

    @Test
    void heard_seekToTheEnd_isNoPlay() {
        enter(track);
        pipe("alice", report("alice", "s1", track, Type.STARTED, 0, 0));
        pipe("alice", report("alice", "s1", track, Type.SEEKED, 2, 178_000));
        pipe("alice", report("alice", "s1", track, Type.FINISHED, 4, 180_000));
        assertTrue(heard.isEmpty());
    }

    @Test
    void heard_inventedTrack_isNoPlay() {
        play("alice", "s1", track);
        driver.advanceWallClockTime(JUDGED);
        assertTrue(heard.isEmpty());
        assertEquals(List.of(), chart("all"));
    }

    @Test
    void heard_trackThatComesLater_isAPlayThen() {
        play("alice", "s1", track);
        // Half of a short track is enough, which nobody knew before.
        TrackId shorter = Tracks.random();
        pipe("alice", report("alice", "s2", shorter, Type.STARTED, 0, 0));
        pipe("alice", report("alice", "s2", shorter, Type.PROGRESS, 10, 10_000));
        enter(track);
        catalogue.pipeInput(shorter.value(), Tracks.entry(shorter, 20_000, true));
        driver.advanceWallClockTime(JUDGED);
        driver.advanceWallClockTime(JUDGED);
        assertEquals(2, heard.readValuesToList().size());
    }

    @Test
    void heard_trackThatComesTooLate_isAPlayAtTheNextReport() {
        play("alice", "s1", track);
        driver.advanceWallClockTime(WaitingPlaybacks.WAIT.plus(JUDGED));
        enter(track);
        driver.advanceWallClockTime(JUDGED);
        assertTrue(heard.isEmpty());
        pipe("alice", report("alice", "s1", track, Type.PROGRESS, 40, 40_000));
        assertEquals(1, heard.readValuesToList().size());
    }

    @Test
    void heard_inventedTracksWithoutNumber_leaveThoseOfTheCatalogueAlone() {
        for (int i = 0; i <= WaitingPlaybacks.MAX_WAITING; i++) {
            pipe("mallory", report("mallory", "s" + i, Tracks.random(), Type.STARTED, 0, 0));
        }
        enter(track);
        play("alice", "s1", track);
        assertEquals(1, heard.readValuesToList().size());
    }

    @Test
    void chart_trackThatGoesAndComesBack_doesTheSame() {
        TrackId other = Tracks.random();
        enter(track);
        enter(other);
        play("alice", "s1", track);
        play("bob", "s1", track);
        play("alice", "s2", other);
        driver.advanceWallClockTime(PUBLISHED);
        assertEquals(List.of(track.value(), other.value()), chart("all"));

        catalogue.pipeInput(track.value(), Tracks.entry(track, LONG_TRACK_MS, false));
        driver.advanceWallClockTime(PUBLISHED);
        assertEquals(List.of(other.value()), chart("all"));

        enter(track);
        catalogue.pipeInput(other.value(), (byte[]) null);
        driver.advanceWallClockTime(PUBLISHED);
        assertEquals(List.of(track.value()), chart("day"));
    }

    @Test
    void chart_moreTracksThanItHolds_isFilledWhenOneGoes() {
        List<TrackId> tracks = IntStream.rangeClosed(0, TopTracks.MOST)
                .mapToObj(_ -> Tracks.random())
                .toList();
        for (TrackId each : tracks) {
            enter(each);
            play("alice", each.value(), each);
        }
        driver.advanceWallClockTime(PUBLISHED);
        List<String> before = chart("all");
        assertEquals(TopTracks.MOST, before.size());
        catalogue.pipeInput(before.getFirst(), (byte[]) null);
        driver.advanceWallClockTime(Duration.ofSeconds(6));
        List<String> after = chart("all");
        assertEquals(TopTracks.MOST, after.size());
        assertFalse(after.contains(before.getFirst()));
    }

    @Test
    void catalogue_poison_isATrackNobodyKnows() {
        enter(track);
        for (String poison : List.of("{\"a\":1}", "{", "null", "")) {
            catalogue.pipeInput(track.value(), bytes(poison));
        }
        play("alice", "s1", track);
        assertTrue(heard.isEmpty());
        enter(track);
        driver.advanceWallClockTime(JUDGED);
        assertEquals(1, heard.readValuesToList().size());
    }

    @Test
    void results_poison_isPassedOver() {
        enter(track);
        for (String topic : ResultTopics.ALL) {
            TestInputTopic<String, byte[]> results =
                    driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
            for (String poison : List.of("{\"a\":1}", "{", "null", "")) {
                results.pipeInput("alice/0", bytes(poison));
                results.pipeInput("0/all", bytes(poison));
            }
            results.pipeInput("alice/1", (byte[]) null);
        }
        play("alice", "s1", track);
        driver.advanceWallClockTime(PUBLISHED);
        assertEquals(List.of(track.value()), chart("all"));
        assertNull(JsonSerde.read(bytes("{\"a\":1}"), HistoryItem.class));
        assertNull(JsonSerde.read(bytes("{\"a\":1}"), TrackStats.class));
        assertNull(JsonSerde.read(bytes("{\"a\":1}"), PartialChart.class));
    }

    @Test
    void accounts_oneThatIsDeleted_isInNoStoreAnyMoreAndNobodyElseIsTouched() {
        enter(track);
        play("alice", "s1", track);
        play("alice", "s2", Tracks.random());
        play("alicia", "s1", track);
        TestInputTopic<String, byte[]> accounts =
                driver.createInputTopic(Topics.ACCOUNTS, new StringSerializer(), new ByteArraySerializer());
        accounts.pipeInput("alice", bytes("{"));
        accounts.pipeInput("alice", account(AccountEvent.Type.EXPORT_REQUESTED, new AccountEvent("alice", "e1")));
        assertTrue(stored().contains("alice/0"), stored().toString());

        accounts.pipeInput("alice", account(AccountEvent.Type.DELETED, new AccountEvent("alice", null)));
        driver.advanceWallClockTime(ForgetPairsProcessor.LOOK_EVERY);
        List<String> left = stored();
        assertTrue(left.stream().noneMatch(key -> key.matches("(.*/)?alice(/.*)?")), left.toString());
        assertTrue(left.containsAll(List.of("alicia/0", "alicia", track + "/alicia")), left.toString());
        Map<String, byte[]> history = driver.createOutputTopic(
                        ResultTopics.HISTORY, new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToMap();
        assertNull(history.get("alice/0"), "a tombstone is the last word on a slot");
    }

    @Test
    void accounts_manyThatAreDeleted_areLookedForTogetherAMinuteLater() {
        enter(track);
        for (String listener : List.of("alice", "bob", "clara")) {
            play(listener, "s1", track);
        }
        TestInputTopic<String, byte[]> accounts =
                driver.createInputTopic(Topics.ACCOUNTS, new StringSerializer(), new ByteArraySerializer());
        accounts.pipeInput("alice", account(AccountEvent.Type.DELETED, new AccountEvent("alice", null)));
        driver.advanceWallClockTime(ForgetPairsProcessor.LOOK_EVERY);
        assertFalse(stored().contains(track + "/alice"), "the first at once");

        for (String listener : List.of("bob", "clara")) {
            accounts.pipeInput(listener, account(AccountEvent.Type.DELETED, new AccountEvent(listener, null)));
        }
        driver.advanceWallClockTime(ForgetPairsProcessor.LOOK_EVERY);
        assertTrue(stored().containsAll(List.of(track + "/bob", track + "/clara")), "no scan so soon");
        driver.advanceWallClockTime(ForgetPairsProcessor.SCAN_EVERY);
        assertTrue(stored().stream().noneMatch(key -> key.startsWith(track + "/")), stored()::toString);
        assertTrue(stored().stream().noneMatch(List.of("bob", "clara")::contains), "nobody waits any more");
    }

    private static byte[] account(AccountEvent.Type type, AccountEvent event) {
        return Json.write(CloudEvent.of("e", "/account-api", type.eventType(), event.account(), NOW, event));
    }

    /** The keys of all stores in which an account may stand. */
    private List<String> stored() {
        List<String> keys = new ArrayList<>();
        for (String name : List.of(
                HearingProcessor.STORE,
                WaitingPlaybacks.STORE,
                HistoryProcessor.STORE,
                CountingProcessor.LISTENERS,
                ForgetPairsProcessor.STORE,
                ResultTopics.HISTORY)) {
            KeyValueStore<String, ?> store = driver.getKeyValueStore(name);
            try (var all = store.all()) {
                all.forEachRemaining(entry -> keys.add(entry.key));
            }
        }
        return keys;
    }

    /** The ids of the partition's chart as it was published last. */
    private List<String> chart(String window) {
        Map<String, byte[]> charts = new HashMap<>(
                driver.createOutputTopic(ResultTopics.CHARTS, new StringDeserializer(), new ByteArrayDeserializer())
                        .readKeyValuesToMap());
        byte[] chart = charts.get("0/" + window);
        return chart == null
                ? List.of()
                : JsonSerde.read(chart, PartialChart.class).items().stream()
                        .map(ChartItem::trackId)
                        .toList();
    }

    private void enter(TrackId entered) {
        catalogue.pipeInput(entered.value(), Tracks.entry(entered, LONG_TRACK_MS, true));
    }

    private void play(String listener, String session, TrackId played) {
        pipe(listener, report(listener, session, played, Type.STARTED, 0, 0));
        pipe(listener, report(listener, session, played, Type.PROGRESS, 30, 30_000));
    }

    private void pipe(String listener, byte[] event) {
        plays.pipeInput(bytes(listener), event);
    }

    private static byte[] report(
            String listener, String session, TrackId played, Type type, int second, long positionMs) {
        PlayEvent event = new PlayEvent(
                "%s-%s-%d".formatted(session, type, second),
                type,
                listener,
                played,
                positionMs,
                session,
                null,
                NOW.minusSeconds(60 - second));
        return Json.write(CloudEvent.of(event.id(), "/event-ingest", "dev.legato.play", listener, event.at(), event));
    }

    private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PlaysTopologyTest.class.getResourceAsStream("/poison/" + name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
