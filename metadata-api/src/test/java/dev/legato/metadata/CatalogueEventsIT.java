package dev.legato.metadata;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueArtwork;
import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.LoudnessLevel;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.CatalogueRecords;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class CatalogueEventsIT {
    private static final int PATIENCE_SECONDS = 60;

    @Test
    void writes_reachKafkaOncePerEntry() throws Exception {
        ImportedTrack one = Music.track("Faust", "IV", "Krautrock", 1);
        ImportedTrack two = Music.track("Faust", "IV", "Jennifer", 2);
        Artist renamed = new Artist(Music.artistId("Faust"), "FAUST");
        Album renamedAlbum = new Album(one.album().id(), "IV", List.of(renamed), 1999, List.of(), null);
        String kafka = SharedBackends.kafka();
        try (CatalogueUnderTest catalogue = new CatalogueUnderTest(Map.of("kafka.bootstrap", kafka));
                KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
            assertEquals(201, catalogue.put(one).status());
            assertEquals(200, catalogue.put(one).status());
            assertEquals(201, catalogue.put(two).status());
            Map<String, CatalogueRecord> created = read(consumer, 6);
            String album = one.album().id();
            String artist = Music.artistId("Faust");
            assertEquals(Set.of(one.id().value(), two.id().value(), album, artist), created.keySet());
            assertEquals(track(one, "Faust", true), created.get(one.id().value()));
            CatalogueAlbum entered = (CatalogueAlbum) created.get(album);
            assertEquals("IV", entered.name());
            assertEquals(2, entered.trackCount());
            assertEquals(List.of("pop", "rock"), entered.genres());
            assertTrue(entered.available());
            assertEquals(
                    new CatalogueArtist(artist, "Faust", entered.artwork(), 1, 2, List.of(), List.of("pop", "rock")),
                    created.get(artist));

            // A renamed artist is news of every track and album of theirs.
            assertEquals(
                    200,
                    catalogue
                            .put(Music.track(one.id().value(), "Krautrock", 1, renamedAlbum, List.of(renamed)))
                            .status());
            Map<String, CatalogueRecord> told = read(consumer, 4);
            assertEquals(created.keySet(), told.keySet());
            assertEquals(track(two, "FAUST", true), told.get(two.id().value()));
            assertEquals(
                    "FAUST",
                    ((CatalogueAlbum) told.get(album)).artists().getFirst().name());

            assertEquals(
                    200,
                    catalogue
                            .put(
                                    "/v1/artists/" + artist + "/aliases",
                                    "{\"aliases\": [\"Fist\"]}".getBytes(StandardCharsets.UTF_8))
                            .status());
            assertEquals(List.of("Fist"), ((CatalogueArtist) read(consumer, 1).get(artist)).aliases());

            assertEquals(200, catalogue.setAvailable(two, false).status());
            assertEquals(
                    track(two, "FAUST", false), read(consumer, 2).get(two.id().value()));
            assertEquals(
                    204, catalogue.delete("/internal/v1/tracks/" + two.id()).status());
            Map<String, CatalogueRecord> less = read(consumer, 3);
            assertEquals(removed(two.id().value()), less.get(two.id().value()));
            assertEquals(1, ((CatalogueAlbum) less.get(album)).trackCount());

            assertEquals(
                    204, catalogue.delete("/internal/v1/tracks/" + one.id()).status());
            Map<String, CatalogueRecord> nothing = read(consumer, 3);
            for (String gone : List.of(one.id().value(), album, artist)) {
                assertEquals(removed(gone), nothing.get(gone));
            }
        }
    }

    /** As {@link Music} has it. */
    private static CatalogueTrack track(ImportedTrack track, String artist, boolean available) {
        return new CatalogueTrack(
                track.id(),
                track.name(),
                track.durationMs(),
                new CatalogueTrack.OnAlbum(
                        track.album().id(),
                        track.album().name(),
                        track.album().year(),
                        track.album().artwork().stream()
                                .map(image -> new CatalogueArtwork(image.key(), image.width(), image.height()))
                                .toList(),
                        track.album().colour()),
                List.of(new CatalogueTrack.Named(Music.artistId("Faust"), artist)),
                List.of("rock", "pop"),
                available,
                track.trackNumber(),
                track.discNumber(),
                false,
                track.isrc(),
                new LoudnessLevel(-14.2, -1.0, 5.5),
                new Gapless(1024, 327, 8_820_044, 44_100));
    }

    private static CatalogueRecord removed(String id) {
        return new CatalogueRecord.Removal(id);
    }

    @Test
    void start_onACatalogueOfOldEvents_announcesEverythingAgain() throws Exception {
        ImportedTrack track = Music.track("Faust", "So Far", "No Harm", 1);
        URI postgres = SharedBackends.postgres();
        String kafka = SharedBackends.kafka();
        String artist = Music.artistId("Faust");
        for (int start = 0; start < 3; start++) {
            if (start == 1) {
                // As an older version leaves it: what it wrote last is not sent yet.
                execute(postgres, "UPDATE metadata.announced SET version = 1");
                execute(postgres, waiting(oldEvent(track, artist), track.id().value()));
            }
            try (CatalogueUnderTest catalogue =
                            new CatalogueUnderTest(postgres, SharedBackends.redis(), Map.of("kafka.bootstrap", kafka));
                    KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
                if (start == 0) {
                    assertEquals(201, catalogue.put(track).status());
                    var _ = read(consumer, 3);
                } else {
                    // The second start announces, the third finds that done.
                    assertEquals(
                            track(track, "Faust", true),
                            read(consumer, 7).get(track.id().value()));
                    eventually(() -> version(postgres) == 2);
                }
            }
        }
    }

    private static String oldEvent(ImportedTrack track, String artist) {
        return """
                {"specversion": "1.0", "id": "1", "source": "/metadata-api", "type": "dev.legato.catalogue.track",
                 "subject": "%1$s", "time": "2025-01-01T00:00:00Z", "datacontenttype": "application/json",
                 "data": {"id": "%1$s", "name": "%2$s", "durationMs": 1, "album": {"id": "%3$s", "name": "%4$s"},
                   "artists": [{"id": "%5$s", "name": "Faust"}], "genres": []}}""".formatted(
                        track.id().value(),
                        track.name(),
                        track.album().id(),
                        track.album().name(),
                        artist);
    }

    private static String waiting(String event, String key) {
        return "INSERT INTO metadata.outbox (topic, key, event) VALUES ('%s', '%s', convert_to('%s', 'UTF8'))"
                .formatted(Topics.CATALOGUE, key, event);
    }

    private static void execute(URI postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            var _ = statement.executeUpdate(sql);
        }
    }

    private static int version(URI postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM metadata.announced")) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }

    private static Connection connect(URI postgres) throws SQLException {
        String[] user = postgres.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(postgres.getHost(), postgres.getPort(), postgres.getPath()),
                user[0],
                user.length > 1 ? user[1] : "");
    }

    @Test
    void start_withAKafkaMadeAnew_announcesEveryTrackAgain() throws Exception {
        ImportedTrack one = Music.track("Can", "Tago Mago", "Paperhouse", 1);
        ImportedTrack two = Music.track("Can", "Tago Mago", "Mushroom", 2);
        URI postgres = SharedBackends.postgres();
        for (int start = 0; start < 2; start++) {
            if (start == 1) {
                // Refused by a broker that took less, it must not count as waiting to be sent.
                execute(
                        postgres,
                        "INSERT INTO metadata.outbox (topic, key, event, refused) VALUES ('%s', '%s', '', 'too large')"
                                .formatted(Topics.CATALOGUE, one.id().value()));
            }
            String kafka = SharedBackends.kafka();
            try (CatalogueUnderTest catalogue =
                            new CatalogueUnderTest(postgres, SharedBackends.redis(), Map.of("kafka.bootstrap", kafka));
                    KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
                if (start == 0) {
                    assertEquals(201, catalogue.put(one).status());
                    assertEquals(201, catalogue.put(two).status());
                }
                Set<String> all =
                        Set.of(one.id().value(), two.id().value(), one.album().id(), Music.artistId("Can"));
                assertEquals(all, read(consumer, start == 0 ? 6 : 4).keySet());
            }
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(String kafka) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CATALOGUE).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Waits for so many records; by key, the last of each. */
    private static Map<String, CatalogueRecord> read(KafkaConsumer<String, byte[]> consumer, int count)
            throws Exception {
        Map<String, CatalogueRecord> last = new HashMap<>();
        int read = 0;
        for (int look = 0; look < PATIENCE_SECONDS && read < count; look++) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                last.put(record.key(), CatalogueRecords.read(record.key(), record.value()));
                read++;
            }
        }
        assertEquals(count, read);
        return last;
    }
}
