package dev.legato.analytics;

import dev.legato.runtime.json.Json;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own records in topics and stores, as JSON. */
final class JsonSerde {
    private static final Logger LOG = LoggerFactory.getLogger(JsonSerde.class);

    private JsonSerde() {}

    @SuppressWarnings("NullAway") // Kafka's tombstones are null on both sides, and its types do not say so
    static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom(
                (_, value) -> value == null ? null : Json.write(value),
                (_, json) -> json == null ? null : read(json, type));
    }

    /**
     * Reads what this service has written. What it cannot have written is null, as if it were not there: nothing can make
     * use of it, and whoever wrote it must not stop the counting.
     */
    static <T> @Nullable T read(byte[] json, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "a {} in this service's own stores or topics cannot be read and is passed over",
                    type.getSimpleName(),
                    e);
            return null;
        }
    }
}
