package dev.legato.recommend;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.EventReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the events that recommendations are learnt from. */
final class Lessons {
    /** How each topic is read. */
    static final Map<String, EventReader<? extends Lesson>> READERS =
            Map.of(Topics.HEARD, Lessons::listen, Topics.CATALOGUE, Lessons::track);

    private Lessons() {}

    private static Listen listen(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.value() == null) {
            throw new IllegalArgumentException("value: missing");
        }
        return Listen.of(Json.readEvent(record.value(), HeardPlay.class).data());
    }

    private static KnownTrack track(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.key() == null) {
            throw new IllegalArgumentException("key: missing");
        }
        TrackId id = new TrackId(new String(record.key(), StandardCharsets.UTF_8));
        if (record.value() == null) {
            return KnownTrack.removed(id.value());
        }
        CatalogueTrack track =
                Json.readEvent(record.value(), CatalogueTrack.class).data();
        if (!track.id().equals(id)) {
            throw new IllegalArgumentException("key: not the track's id");
        }
        return KnownTrack.of(track);
    }
}
