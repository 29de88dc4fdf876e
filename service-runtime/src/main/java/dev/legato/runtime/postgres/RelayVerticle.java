package dev.legato.runtime.postgres;

import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.TopicSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a schema's outbox to Kafka once Kafka answers: the service does not wait for it. Nothing is sent before the
 * topics exist, so that no broker creates them with its own settings. Runs on virtual threads.
 */
public final class RelayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RelayVerticle.class);
    private static final long TRY_AGAIN_MS = 2_000;

    private final Pool pool;
    private final EventPublisher publisher;
    private final String schema;
    private final MeterRegistry meters;
    private final Start start;
    private @Nullable OutboxRelay relay;
    private boolean stopped;

    /** What comes before the first event. Each step is tried again until it goes through. */
    public interface Start {
        /** Makes sure that the topics exist; may block. */
        void setUpTopics();

        /** Adds to the outbox what must be sent first; may wait, on a virtual thread. */
        default void announce() {}
    }

    /** @param schema whose outbox it is */
    public RelayVerticle(Pool pool, EventPublisher publisher, String schema, MeterRegistry meters, Start start) {
        this.pool = pool;
        this.publisher = publisher;
        this.schema = schema;
        this.meters = meters;
        this.start = start;
    }

    @Override
    public Future<?> start() {
        var _ = TopicSetup.eventually(vertx, start::setUpTopics).onSuccess(_ -> relay());
        return Future.succeededFuture();
    }

    /** Wakes the relay, since there may be events in the outbox. For use by any thread. */
    public void wake() {
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
        if (!stopped && announced()) {
            relay = new OutboxRelay(vertx, pool, publisher, schema, meters);
            relay.start();
        }
    }

    /** Whether the relay may begin; if not, this is retried. */
    private boolean announced() {
        try {
            start.announce();
            return true;
        } catch (Exception e) { // an interrupt as well, by which a stop ends a wait
            if (stopped) {
                return false;
            }
            LOG.warn("the outbox of {} is not sent yet: {}", schema, e.toString());
            var _ = vertx.setTimer(TRY_AGAIN_MS, _ -> relay());
            return false;
        }
    }
}
