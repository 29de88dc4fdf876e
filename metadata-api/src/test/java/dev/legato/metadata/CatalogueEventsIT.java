package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class CatalogueEventsIT {
    private static final int PATIENCE_SECONDS = 60;

    @Test
    void writes_reachKafkaOnceAndInOrder() throws Exception {
        ImportedTrack one = Music.track("Faust", "IV", "Krautrock", 1);
        ImportedTrack two = Music.track("Faust", "IV", "Jennifer", 2);
        Artist renamed = new Artist(Music.artistId("Faust"), "FAUST");
        Album album = new Album(one.album().id(), "IV", List.of(renamed), 1973, List.of(), null);
        String kafka = SharedBackends.kafka();
        try (CatalogueUnderTest catalogue = new CatalogueUnderTest(Map.of("kafka.bootstrap", kafka));
                KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
            assertEquals(201, catalogue.put(one).status());
            assertEquals(200, catalogue.put(one).status());
            assertEquals(201, catalogue.put(two).status());
            List<ConsumerRecord<String, byte[]>> created = read(consumer, 2);
            assertEquals(one.id().value(), created.get(0).key());
            CloudEvent<CatalogueTrack> event = Json.readEvent(created.get(0).value(), CatalogueTrack.class);
            assertEquals("dev.legato.catalogue.track", event.type());
            assertEquals("/metadata-api", event.source());
            assertEquals(one.id().value(), event.subject());
            assertEquals(
                    new CatalogueTrack(
                            one.id(),
                            "Krautrock",
                            one.durationMs(),
                            new CatalogueTrack.Named(one.album().id(), "IV"),
                            List.of(new CatalogueTrack.Named(Music.artistId("Faust"), "Faust")),
                            List.of("rock", "pop")),
                    event.data());
            assertEquals(two.id().value(), created.get(1).key());

            // A renamed artist is news of every track of theirs.
            assertEquals(
                    200,
                    catalogue
                            .put(Music.track(one.id().value(), "Krautrock", 1, album, List.of(renamed)))
                            .status());
            Set<String> told = new TreeSet<>();
            for (ConsumerRecord<String, byte[]> record : read(consumer, 2)) {
                told.add(record.key());
                CatalogueTrack data =
                        Json.readEvent(record.value(), CatalogueTrack.class).data();
                assertEquals("FAUST", data.artists().getFirst().name());
            }
            assertEquals(new TreeSet<>(Set.of(one.id().value(), two.id().value())), told);

            assertEquals(200, catalogue.setAvailable(two, false).status());
            ConsumerRecord<String, byte[]> gone = read(consumer, 1).getFirst();
            assertEquals(two.id().value(), gone.key());
            assertEquals(
                    false,
                    Json.readEvent(gone.value(), CatalogueTrack.class).data().available());

            assertEquals(
                    204, catalogue.delete("/internal/v1/tracks/" + two.id()).status());
            ConsumerRecord<String, byte[]> tombstone = read(consumer, 1).getFirst();
            assertEquals(two.id().value(), tombstone.key());
            assertNull(tombstone.value());
        }
    }

    @Test
    void start_withAKafkaMadeAnew_announcesEveryTrackAgain() throws Exception {
        ImportedTrack one = Music.track("Can", "Tago Mago", "Paperhouse", 1);
        ImportedTrack two = Music.track("Can", "Tago Mago", "Mushroom", 2);
        URI postgres = SharedBackends.postgres();
        for (int start = 0; start < 2; start++) {
            String kafka = SharedBackends.kafka();
            try (CatalogueUnderTest catalogue =
                            new CatalogueUnderTest(postgres, SharedBackends.redis(), Map.of("kafka.bootstrap", kafka));
                    KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
                if (start == 0) {
                    assertEquals(201, catalogue.put(one).status());
                    assertEquals(201, catalogue.put(two).status());
                }
                Set<String> announced = new TreeSet<>();
                read(consumer, 2).forEach(record -> announced.add(record.key()));
                assertEquals(new TreeSet<>(Set.of(one.id().value(), two.id().value())), announced);
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

    /** Waits for so many records. */
    private static List<ConsumerRecord<String, byte[]>> read(KafkaConsumer<String, byte[]> consumer, int count) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int look = 0; look < PATIENCE_SECONDS && records.size() < count; look++) {
            consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
        assertEquals(count, records.size());
        return records;
    }
}
