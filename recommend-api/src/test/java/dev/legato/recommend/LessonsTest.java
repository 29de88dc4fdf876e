package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.contracts.CatalogueTrack.OnAlbum;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LessonsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");

    @Test
    void heard_isAListen() throws Exception {
        HeardPlay play = new HeardPlay("alice", TRACK, "s1", NOW, 30_000);
        assertEquals(
                new Listen("alice", TRACK.value(), NOW),
                read(Topics.HEARD, "alice", CloudEvent.of(play.eventId(), "/t", HeardPlay.TYPE, "alice", NOW, play)));
    }

    @Test
    void catalogue_isATrack_availableOrNotOrGone() throws Exception {
        for (Boolean available : new Boolean[] {true, false, null}) {
            CatalogueTrack track = new CatalogueTrack(
                    TRACK, "A", 1_000, new OnAlbum("b", "B"), List.of(new Named("c", "C")), List.of(), available);
            assertEquals(
                    new KnownTrack(TRACK.value(), List.of("c"), true, !Boolean.FALSE.equals(available)),
                    read(
                            Topics.CATALOGUE,
                            TRACK.value(),
                            CloudEvent.of("1", "/t", CatalogueTrack.TYPE, TRACK.value(), NOW, track)));
        }
        assertEquals(KnownTrack.removed(TRACK.value()), read(Topics.CATALOGUE, TRACK.value(), (byte[]) null));
    }

    @Test
    void catalogue_ofAnotherType_isPassedOver() throws Exception {
        CatalogueArtist artist = new CatalogueArtist(TRACK.value(), "A", List.of(), 1, 1, List.of(), List.of());
        for (String type : List.of(CatalogueArtist.TYPE, "dev.legato.catalogue.label")) {
            assertEquals(
                    new PassedOver(TRACK.value()),
                    read(Topics.CATALOGUE, TRACK.value(), CloudEvent.of("1", "/t", type, TRACK.value(), NOW, artist)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"a\":1}", "{\"data\":{\"positionMs\":1}}"})
    void read_poison_isRefused(String poison) {
        for (String topic : Lessons.READERS.keySet()) {
            assertThrows(
                    Exception.class, () -> read(topic, TRACK.value(), poison.getBytes(StandardCharsets.UTF_8)), topic);
        }
        assertThrows(IllegalArgumentException.class, () -> read(Topics.HEARD, "alice", (byte[]) null));
        assertThrows(IllegalArgumentException.class, () -> read(Topics.CATALOGUE, "no track", (byte[]) null));
    }

    private static Lesson read(String topic, String key, CloudEvent<?> event) throws Exception {
        return read(topic, key, Json.write(event));
    }

    private static Lesson read(String topic, String key, byte[] value) throws Exception {
        return Lessons.READERS
                .get(topic)
                .read(new ConsumerRecord<>(topic, 0, 0, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
