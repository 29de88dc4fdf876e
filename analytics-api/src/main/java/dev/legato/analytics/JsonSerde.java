package dev.legato.analytics;

import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Our own records in topics and stores, as JSON. */
final class JsonSerde {
    private JsonSerde() {}

    @SuppressWarnings("NullAway") // Kafka's tombstones are null on both sides, and its types do not say so
    static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom(
                (_, value) -> value == null ? null : Json.write(value),
                (_, json) -> json == null ? null : read(json, type));
    }

    /** Reads what this service has written. */
    static <T> T read(byte[] json, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
