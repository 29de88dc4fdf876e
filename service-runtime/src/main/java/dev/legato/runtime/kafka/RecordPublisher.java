package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records as they are, bytes and headers, with the guarantees of {@link EventPublisher}. */
final class RecordPublisher {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final KafkaProducer<byte[], byte[]> producer;

    private RecordPublisher(Vertx vertx, KafkaProducer<byte[], byte[]> producer) {
        this.vertx = vertx;
        this.producer = producer;
    }

    static RecordPublisher create(Vertx vertx, KafkaSettings settings, String clientId) {
        return new RecordPublisher(vertx, producer(settings, clientId));
    }

    /** A producer that blocks, for who may wait. */
    static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings, String clientId) {
        Map<String, Object> properties = new HashMap<>(EventPublisher.properties(settings, clientId));
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_DEAD_LETTER_BYTES);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Publishes one record; completes when all in-sync replicas have it. */
    Future<Void> publish(ProducerRecord<byte[], byte[]> record) {
        return vertx.executeBlocking(
                () -> {
                    var _ = producer.send(record).get();
                    return null;
                },
                false);
    }

    Future<Void> close() {
        return vertx.executeBlocking(
                () -> {
                    producer.close(CLOSE);
                    return null;
                },
                false);
    }
}
