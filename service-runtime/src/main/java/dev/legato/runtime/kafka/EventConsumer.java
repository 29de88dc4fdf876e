package dev.legato.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics batch by batch, at least once: a batch's offsets are committed after its handler returned. Run it on a
 * virtual-thread context.
 *
 * <p>A failure has one of two causes. If it may be a server that is down, the same batch is handed over again, with growing
 * pauses, until it goes through. If it lies in a record, that record becomes a {@link DeadLetter} and the others go through: one
 * that cannot be read never reaches the handler, and a batch that the handler refuses is halved until the record stands alone.
 *
 * @param <T> what its topics' records say
 */
public final class EventConsumer<T> {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final Vertx vertx;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, EventReader<? extends T>> readers;
    private final BatchHandler<T> handler;
    private final DeadLetters deadLetters;
    private final RecordPublisher publisher;
    private volatile boolean stopping;

    /** Takes a batch in order of offsets per partition. It may be handed over again, whole or in parts. */
    @FunctionalInterface
    public interface BatchHandler<T> {
        void handle(List<T> batch) throws Exception;
    }

    private record Read<T>(ConsumerRecord<byte[], byte[]> source, T event) {}

    private EventConsumer(
            Vertx vertx,
            KafkaConsumer<byte[], byte[]> consumer,
            Map<String, EventReader<? extends T>> readers,
            BatchHandler<T> handler,
            DeadLetters deadLetters,
            RecordPublisher publisher) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.readers = readers;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
    }

    /**
     * A consumer of a group, beginning at a topic's start if the group is new.
     *
     * @param group Kafka's consumer group; its members share the partitions
     * @param readers how each topic's records are read
     */
    public static <T> EventConsumer<T> create(
            Vertx vertx,
            KafkaSettings settings,
            String group,
            Map<String, EventReader<? extends T>> readers,
            BatchHandler<T> handler,
            DeadLetters deadLetters) {
        Map<String, String> properties = settings.properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        RecordPublisher publisher = RecordPublisher.create(vertx, settings, group + "-dead");
        try {
            return new EventConsumer<>(
                    vertx,
                    KafkaConsumer.create(vertx, properties),
                    Map.copyOf(readers),
                    handler,
                    deadLetters,
                    publisher);
        } catch (RuntimeException e) {
            // Whoever tries again would leave one more behind each time.
            var _ = publisher.close();
            throw e;
        }
    }

    /** Subscribes and consumes until {@link #stop}; blocks its virtual thread. */
    public void run() {
        consumer.subscribe(readers.keySet()).await();
        while (!stopping) {
            try {
                KafkaConsumerRecords<byte[], byte[]> records =
                        consumer.poll(POLL).await();
                if (!records.isEmpty() && deliver(records)) {
                    consumer.commit().await();
                }
            } catch (Exception e) { // await throws checked exceptions as well
                if (!stopping) {
                    LOG.warn("reading {} failed and is tried again: {}", readers.keySet(), e.toString());
                    pause(FIRST_PAUSE_MS);
                }
            }
        }
        consumer.close().eventually(publisher::close).await();
    }

    /** Ends {@link #run} after the batch under way. */
    public void stop() {
        stopping = true;
    }

    /** Succeeds if Kafka answers. */
    public Future<Void> ping() {
        return consumer.partitionsFor(readers.keySet().iterator().next()).mapEmpty();
    }

    /** Whether every record was taken or is a dead letter; else the consumer is being stopped. */
    private boolean deliver(KafkaConsumerRecords<byte[], byte[]> records) {
        List<Read<T>> batch = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records.records()) {
            try {
                batch.add(new Read<>(record, reader(record).read(record)));
            } catch (Exception e) {
                if (!bury(record, RecordFault.ofReading(e))) {
                    return false;
                }
            }
        }
        return batch.isEmpty() || deliver(batch);
    }

    private boolean deliver(List<Read<T>> batch) {
        Optional<RecordFault> fault = Optional.empty();
        for (long pause = FIRST_PAUSE_MS; fault.isEmpty(); pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
            if (stopping) {
                return false;
            }
            try {
                handler.handle(batch.stream().map(Read::event).toList());
                return true;
            } catch (Exception e) {
                fault = RecordFault.ofHandling(e);
                if (fault.isEmpty()) {
                    LOG.warn("a batch of {} failed and is tried again in {} ms", batch.size(), pause, e);
                    pause(pause);
                } else if (batch.size() == 1) {
                    LOG.warn("a record is refused", e);
                }
            }
        }
        int half = batch.size() / 2;
        return half == 0
                ? bury(batch.getFirst().source(), fault.get())
                : deliver(batch.subList(0, half)) && deliver(batch.subList(half, batch.size()));
    }

    /** Writes a dead letter, however long that takes: until it is written its record must not be passed over. */
    private boolean bury(ConsumerRecord<byte[], byte[]> record, RecordFault fault) {
        DeadLetter letter = deadLetters.of(record, fault);
        ProducerRecord<byte[], byte[]> written = letter.toRecord();
        for (long pause = FIRST_PAUSE_MS; !stopping; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
            try {
                publisher.publish(written).await();
                deadLetters.report(letter);
                return true;
            } catch (Exception e) {
                if (e instanceof RecordTooLargeException) {
                    written = letter.cut();
                }
                LOG.warn("a dead letter is not written and is tried again in {} ms: {}", pause, e.toString());
                pause(pause);
            }
        }
        return false;
    }

    private EventReader<? extends T> reader(ConsumerRecord<byte[], byte[]> record) {
        EventReader<? extends T> reader = readers.get(record.topic());
        if (reader == null) {
            throw new IllegalArgumentException("topic: no reader is registered for it");
        }
        return reader;
    }

    private void pause(long milliseconds) {
        vertx.timer(milliseconds, TimeUnit.MILLISECONDS).await();
    }
}
