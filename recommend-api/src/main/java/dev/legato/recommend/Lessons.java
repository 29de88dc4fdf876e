package dev.legato.recommend;

import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.CatalogueRecords;
import dev.legato.runtime.kafka.EventReader;
import java.io.IOException;
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

    private static Lesson track(ConsumerRecord<byte[], byte[]> record) throws IOException {
        return switch (CatalogueRecords.read(record)) {
            case CatalogueTrack track -> KnownTrack.of(track);
            case CatalogueRecord.Removal gone -> KnownTrack.removed(gone.key());
            case CatalogueRecord other -> new PassedOver(other.key());
        };
    }
}
