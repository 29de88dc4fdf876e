package dev.legato.runtime.kafka;

import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to Kafka: idempotent, {@code acks=all}, in order per key. A future completes when all in-sync replicas
 * have the event, and fails after {@value #DELIVERY_TIMEOUT_MS} ms without an answer.
 */
public final class EventPublisher {
    private static final int DELIVERY_TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_MS = 4_000;
    private static final int BUFFER_BYTES = 32 << 20;
    private static final int TRY_AGAIN_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final Vertx vertx;
    private final Map<String, String> properties;
    private final Future<KafkaProducer<String, byte[]>> producer;
    private volatile boolean closed;

    private EventPublisher(Vertx vertx, Map<String, String> properties) {
        this.vertx = vertx;
        this.properties = properties;
        this.producer = connect();
    }

    /** A publisher that is usable at once; it finds Kafka when Kafka can be found. */
    public static EventPublisher create(Vertx vertx, KafkaSettings settings, String clientId) {
        Map<String, String> properties = properties(settings, clientId);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return new EventPublisher(vertx, Map.copyOf(properties));
    }

    /** What makes a producer of ours idempotent, durable and bounded in time and memory. */
    static Map<String, String> properties(KafkaSettings settings, String clientId) {
        Map<String, String> properties = settings.properties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "2");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(DELIVERY_TIMEOUT_MS));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(REQUEST_TIMEOUT_MS));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(REQUEST_TIMEOUT_MS));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(BUFFER_BYTES));
        return properties;
    }

    /**
     * Publishes one event.
     *
     * @param event written as JSON; null is a compacted topic's tombstone
     */
    public Future<Void> publish(String topic, String key, @Nullable Object event) {
        return publishJson(topic, key, event == null ? null : Json.write(event));
    }

    /** The same for an event that is JSON already. */
    public Future<Void> publishJson(String topic, String key, byte @Nullable [] json) {
        return connected()
                .compose(connected -> connected.send(KafkaProducerRecord.create(topic, key, json)))
                .mapEmpty();
    }

    /** Succeeds if Kafka answers. */
    public Future<Void> ping(String topic) {
        return connected().compose(connected -> connected.partitionsFor(topic)).mapEmpty();
    }

    /**
     * Sends what is buffered and closes. It does not queue behind sends that wait for a broker's metadata, it ends them.
     */
    public Future<Void> close() {
        closed = true;
        if (!producer.succeeded()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                () -> {
                    producer.result().unwrap().close(Duration.ofMillis(DELIVERY_TIMEOUT_MS));
                    return null;
                },
                false);
    }

    private Future<KafkaProducer<String, byte[]>> connected() {
        return producer.isComplete() ? producer : producer.timeout(REQUEST_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** A producer looks Kafka's host names up when it is made, which waits, and fails as long as none is known. */
    private Future<KafkaProducer<String, byte[]>> connect() {
        return vertx.executeBlocking(() -> KafkaProducer.<String, byte[]>create(vertx, properties), false)
                .recover(failure -> {
                    if (closed) {
                        return Future.failedFuture(failure);
                    }
                    LOG.warn(
                            "events wait for Kafka: {}",
                            failure.getCause() == null
                                    ? failure.getMessage()
                                    : failure.getCause().getMessage());
                    return vertx.timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS).compose(_ -> connect());
                });
    }
}
