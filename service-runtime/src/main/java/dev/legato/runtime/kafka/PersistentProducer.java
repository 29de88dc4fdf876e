package dev.legato.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes producers for who keeps records elsewhere until Kafka has them. None overtakes another of its partition. One that is not
 * acknowledged within {@value #DELIVERY_TIMEOUT_MS} ms fails, and then the producer should be replaced and everything from that
 * record on be sent anew: a broker that misses a record refuses all that follow it from the same producer, for good
 * (OUT_OF_ORDER_SEQUENCE_NUMBER). Sending blocks while the buffer is full or no broker can be found.
 */
public final class PersistentProducer {
    private static final int DELIVERY_TIMEOUT_MS = 30_000;
    private static final int BLOCK_MS = 4_000;
    private static final int BATCH_BYTES = 64 << 10;

    private PersistentProducer() {}

    /** @throws org.apache.kafka.common.KafkaException if no name of {@code kafka.bootstrap} can be resolved */
    public static Producer<String, byte[]> open(KafkaSettings settings, String clientId) {
        Map<String, Object> properties = new HashMap<>(EventPublisher.properties(settings, clientId));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
