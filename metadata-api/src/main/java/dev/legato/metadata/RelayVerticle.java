package dev.legato.metadata;

import dev.legato.contracts.Topics;
import dev.legato.metadata.importing.CatalogueAnnouncement;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.OutboxRelay;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the outbox to Kafka once Kafka answers: the service does not wait for it. Nothing is sent before the topics
 * exist, so that no broker creates them with its own settings. Runs on virtual threads.
 */
final class RelayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RelayVerticle.class);
    private static final long TRY_AGAIN_MS = 2_000;

    private final Pool pool;
    private final KafkaSettings kafka;
    private final EventPublisher publisher;
    private final String schema;
    private final MeterRegistry meters;
    private final Clock clock;
    private @Nullable OutboxRelay relay;
    private volatile boolean topicIsNew;
    private boolean stopped;

    RelayVerticle(
            Pool pool,
            KafkaSettings kafka,
            EventPublisher publisher,
            String schema,
            MeterRegistry meters,
            Clock clock) {
        this.pool = pool;
        this.kafka = kafka;
        this.publisher = publisher;
        this.schema = schema;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        var _ = TopicSetup.eventually(vertx, this::setUp).onSuccess(_ -> relay());
        return Future.succeededFuture();
    }

    /** Wakes the relay, since there may be events in the outbox. For use by any thread. */
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

    private void setUp() {
        TopicSetup.ensure(kafka);
        topicIsNew = TopicSetup.isNew(kafka, Topics.CATALOGUE);
    }

    private void relay() {
        if (!stopped && announce()) {
            relay = new OutboxRelay(vertx, pool, publisher, schema, meters);
            relay.start();
        }
    }

    /** Whether the relay may begin; if not, this is retried. */
    private boolean announce() {
        try {
            int entered = topicIsNew ? CatalogueAnnouncement.run(pool, clock) : 0;
            if (entered > 0) {
                LOG.info("the topic {} is new: all {} tracks are entered in it", Topics.CATALOGUE, entered);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("the catalogue is not announced yet: {}", e.toString());
            var _ = vertx.setTimer(TRY_AGAIN_MS, _ -> relay());
            return false;
        }
    }
}
