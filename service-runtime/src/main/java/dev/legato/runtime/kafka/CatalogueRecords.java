package dev.legato.runtime.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records of {@link Topics#CATALOGUE} by their type. */
public final class CatalogueRecords {
    private CatalogueRecords() {}

    /**
     * Reads a record.
     *
     * @throws IOException if its value is no event
     * @throws IllegalArgumentException if its key is not the id of what it speaks of
     */
    public static CatalogueRecord read(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.key() == null) {
            throw new IllegalArgumentException("key: missing");
        }
        return read(new String(record.key(), StandardCharsets.UTF_8), record.value());
    }

    /**
     * The same by key and value.
     *
     * @param value null for a removal
     */
    public static CatalogueRecord read(String key, byte @Nullable [] value) throws IOException {
        if (value == null) {
            return new CatalogueRecord.Removal(key);
        }
        CloudEvent<JsonNode> event = Json.readEvent(value, JsonNode.class);
        CatalogueRecord read =
                switch (event.type()) {
                    case CatalogueTrack.TYPE -> Json.read(event.data(), CatalogueTrack.class);
                    case CatalogueAlbum.TYPE -> Json.read(event.data(), CatalogueAlbum.class);
                    case CatalogueArtist.TYPE -> Json.read(event.data(), CatalogueArtist.class);
                    default -> new CatalogueRecord.Unknown(key);
                };
        if (!read.key().equals(key)) {
            throw new IllegalArgumentException("key: not the id of what the event is about");
        }
        return read;
    }
}
