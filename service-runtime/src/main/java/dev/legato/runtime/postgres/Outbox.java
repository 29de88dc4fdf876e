package dev.legato.runtime.postgres;

import dev.legato.contracts.CloudEvent;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Events that leave a service exactly when its write commits: the write's transaction adds them to a table of the
 * service's schema, {@link OutboxRelay} carries them to Kafka. The schema's first migration holds
 *
 * <pre>{@code
 * CREATE TABLE outbox (
 *   position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
 *   topic text NOT NULL, key text NOT NULL, event bytea, refused text
 * );
 * }</pre>
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Transactional outbox</a>
 */
public final class Outbox {
    private Outbox() {}

    /**
     * Adds an event to the transaction under way.
     *
     * @param event null for a tombstone
     */
    public static Future<Void> add(SqlConnection transaction, String topic, String key, @Nullable CloudEvent<?> event) {
        return transaction
                .preparedQuery("INSERT INTO outbox (topic, key, event) VALUES ($1, $2, $3)")
                .execute(Tuple.of(topic, key, event == null ? null : Buffer.buffer(Json.write(event))))
                .mapEmpty();
    }
}
