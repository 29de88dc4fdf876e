package dev.legato.metadata;

import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.OutboxRelay;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Carries the outbox to Kafka once Kafka answers: the service does not wait for it. Nothing is sent before the topics
 * exist, lest a broker makes them with settings of its own.
 */
final class RelayVerticle extends VerticleBase {
    private final Pool pool;
    private final KafkaSettings kafka;
    private final EventPublisher publisher;
    private final String schema;
    private @Nullable OutboxRelay relay;
    private boolean stopped;

    RelayVerticle(Pool pool, KafkaSettings kafka, EventPublisher publisher, String schema) {
        this.pool = pool;
        this.kafka = kafka;
        this.publisher = publisher;
        this.schema = schema;
    }

    @Override
    public Future<?> start() {
        var _ = TopicSetup.eventually(vertx, () -> TopicSetup.ensure(kafka)).onSuccess(_ -> relay());
        return Future.succeededFuture();
    }

    /** Says, on whichever thread, that there may be events in the outbox. */
    void wake() {
        context.runOnContext(_ -> {
            if (relay != null) {
                relay.wake();
            }
        });
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        if (relay != null) {
            relay.stop();
        }
        return Future.succeededFuture();
    }

    private void relay() {
        if (!stopped) {
            relay = new OutboxRelay(vertx, pool, publisher, schema);
            relay.start();
        }
    }
}
