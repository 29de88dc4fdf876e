package dev.legato.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics batch by batch, at least once: a batch's offsets are committed after its handler returned, and a batch
 * whose handler failed is handed over again, with growing pauses, until it goes through. Run it on a virtual-thread
 * context.
 */
public final class EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final Vertx vertx;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Set<String> topics;
    private final BatchHandler handler;
    private volatile boolean stopping;

    /** One record of a batch; a null value is a tombstone. */
    public record Event(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            @Nullable Buffer value) {}

    /** Takes a batch in order of offsets per partition. Throwing hands the same batch over again. */
    @FunctionalInterface
    public interface BatchHandler {
        void handle(List<Event> batch) throws Exception;
    }

    private EventConsumer(
            Vertx vertx, KafkaConsumer<String, byte[]> consumer, Set<String> topics, BatchHandler handler) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.topics = topics;
        this.handler = handler;
    }

    /**
     * A consumer of a group, beginning at a topic's start if the group is new.
     *
     * @param group Kafka's consumer group; its members share the partitions
     */
    public static EventConsumer create(
            Vertx vertx, KafkaSettings settings, String group, Set<String> topics, BatchHandler handler) {
        Map<String, String> properties = settings.properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return new EventConsumer(vertx, KafkaConsumer.create(vertx, properties), Set.copyOf(topics), handler);
    }

    /** Subscribes and consumes until {@link #stop}; blocks its virtual thread. */
    public void run() {
        consumer.subscribe(topics).await();
        while (!stopping) {
            try {
                KafkaConsumerRecords<String, byte[]> records =
                        consumer.poll(POLL).await();
                if (!records.isEmpty() && deliver(events(records))) {
                    consumer.commit().await();
                }
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warn("reading {} failed and is tried again: {}", topics, e.toString());
                    pause(FIRST_PAUSE_MS);
                }
            }
        }
        consumer.close().await();
    }

    /** Ends {@link #run} after the batch under way. */
    public void stop() {
        stopping = true;
    }

    /** Succeeds if Kafka answers. */
    public Future<Void> ping() {
        return consumer.partitionsFor(topics.iterator().next()).mapEmpty();
    }

    private boolean deliver(List<Event> batch) {
        long pause = FIRST_PAUSE_MS;
        while (!stopping) {
            try {
                handler.handle(batch);
                return true;
            } catch (Exception e) {
                LOG.warn("a batch of {} from {} failed and is tried again in {} ms", batch.size(), topics, pause, e);
                pause(pause);
                pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
            }
        }
        return false;
    }

    private void pause(long milliseconds) {
        vertx.timer(milliseconds, TimeUnit.MILLISECONDS).await();
    }

    private static List<Event> events(KafkaConsumerRecords<String, byte[]> records) {
        List<Event> events = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            var record = records.recordAt(i);
            events.add(new Event(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key(),
                    record.value() == null ? null : Buffer.buffer(record.value())));
        }
        return events;
    }
}
