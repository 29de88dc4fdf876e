package dev.legato.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes producers for who keeps records elsewhere until Kafka has them: a record that was accepted is tried until it is
 * acknowledged, and none overtakes another of its partition. It blocks while its buffer is full or no broker can be found.
 */
public final class PersistentProducer {
    private static final int BLOCK_MS = 4_000;
    private static final int BATCH_BYTES = 64 << 10;

    private PersistentProducer() {}

    /** @throws org.apache.kafka.common.KafkaException if no name of {@code kafka.bootstrap} can be resolved */
    public static Producer<String, byte[]> open(KafkaSettings settings, String clientId) {
        Map<String, Object> properties = new HashMap<>(EventPublisher.properties(settings, clientId));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
