package dev.legato.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes events from when Kafka is there until it is undeployed. Runs on virtual threads.
 *
 * @param <T> what its topics' records say
 */
public final class ConsumerVerticle<T> extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerVerticle.class);
    private static final int STOP_SECONDS = 10;
    private static final int TRY_AGAIN_SECONDS = 2;

    private final KafkaSettings kafka;
    private final Supplier<EventConsumer<T>> consumers;
    private final Promise<Void> ended = Promise.promise();
    private @Nullable EventConsumer<T> consumer;

    /** @param consumers makes the consumer when Kafka is there: it cannot be made while the host name is unknown */
    public ConsumerVerticle(KafkaSettings kafka, Supplier<EventConsumer<T>> consumers) {
        this.kafka = kafka;
        this.consumers = consumers;
    }

    @Override
    public Future<?> start() {
        var _ = TopicSetup.eventually(vertx, () -> TopicSetup.ensure(kafka)).onSuccess(_ -> consume());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (consumer == null) {
            return Future.succeededFuture();
        }
        consumer.stop();
        return ended.future().timeout(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private void consume() {
        EventConsumer<T> made;
        try {
            made = consumers.get();
        } catch (RuntimeException e) {
            LOG.warn("events are not consumed yet: {}", e.toString());
            var _ = vertx.timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS).onSuccess(_ -> consume());
            return;
        }
        consumer = made;
        try {
            made.run();
        } catch (Exception e) { // await throws checked exceptions as well
            LOG.error("events are consumed no more", e);
        } finally {
            ended.complete();
        }
    }
}
