package dev.legato.playlist;

import static dev.legato.playlist.PlaylistsUnderTest.delete;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.LibraryEvent;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.KafkaSettings;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What others hear of playlists, on a real Kafka. */
final class PlaylistEventsIT {
    private static final int POLLS = 120;

    @Test
    void everyChange_isHeardOnceInOrder() throws Exception {
        String kafka = SharedBackends.kafka();
        try (PlaylistsUnderTest playlists = new PlaylistsUnderTest(kafka)) {
            String path = playlists.playlist();
            String id = path.substring(path.lastIndexOf('/') + 1);
            List<String> tracks = playlists.tracks(2);
            List<String> entries = playlists.add(path, tracks);
            assertEquals(
                    200,
                    playlists
                            .send(patch(path, new JsonObject().put("name", "Renamed"), "\"v2\""))
                            .status());
            assertEquals(412, playlists.send(delete(path, "\"v2\"")).status(), "which nobody hears of");
            assertEquals(
                    204,
                    playlists
                            .send(PlaylistItemsIT.move(path, List.of(entries.get(1)), entries.get(0), "\"v3\""))
                            .status());
            assertEquals(
                    204,
                    playlists
                            .send(delete(path + "/items/" + entries.get(0), "\"v4\""))
                            .status());
            assertEquals(204, playlists.send(delete(path, "\"v5\"")).status());

            List<ConsumerRecord<String, String>> records = read(kafka, 6);
            List<JsonObject> events = records.stream()
                    .map(record -> new JsonObject(record.value()))
                    .toList();
            assertEquals(
                    List.of("created", "items-added", "updated", "items-moved", "items-removed", "deleted"),
                    events.stream()
                            .map(event -> event.getString("type").substring("dev.legato.playlist.".length()))
                            .toList());
            for (int i = 0; i < events.size(); i++) {
                JsonObject event = events.get(i);
                assertEquals(id, records.get(i).key());
                assertEquals("1.0", event.getString("specversion"));
                assertEquals(id + ":" + (i + 1), event.getString("id"));
                assertEquals(id, event.getString("subject"));
                LibraryEvent data = Json.readEvent(
                                records.get(i).value().getBytes(StandardCharsets.UTF_8), LibraryEvent.class)
                        .data();
                assertEquals("clara", data.owner());
                assertEquals(i + 1, data.version());
            }
            JsonObject added = events.get(1).getJsonObject("data");
            assertEquals(2, added.getInteger("trackCount"));
            assertEquals(
                    tracks.get(0),
                    added.getJsonArray("entries").getJsonObject(0).getString("trackId"));
            assertEquals("Renamed", events.get(2).getJsonObject("data").getString("name"));
        }
    }

    private static List<ConsumerRecord<String, String>> read(String kafka, int count) {
        Map<String, Object> properties = new HashMap<>(new KafkaSettings(kafka, Map.of()).properties());
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.LIBRARY).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int i = 0; i < POLLS && records.size() < count; i++) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }
}
