package dev.legato.ingest.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the journal's entries to Kafka, in order and for as long as it takes. It goes on after a restart where Kafka had
 * acknowledged everything, so that some entries may be sent twice and none is left out.
 */
public final class KafkaRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);

    /**
     * How far beyond the first entry that is not acknowledged others are sent. One partition without a leader holds its own
     * entries up, and those of the others for this long.
     */
    private static final int WINDOW = 1 << 18;

    /** After so long without an event, those that Kafka has are deleted here. */
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_PAUSE_MS = 100;
    private static final long MAX_PAUSE_MS = 10_000;
    private static final Duration FLUSH = Duration.ofSeconds(3);

    private final Journal journal;
    private final String topic;
    private final Supplier<Producer<String, byte[]>> producers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("journal-relay").daemon().unstarted(this::run);

    private long marked;
    private volatile long progressed = System.nanoTime();

    private KafkaRelay(Journal journal, String topic, Supplier<Producer<String, byte[]>> producers) {
        this.journal = journal;
        this.topic = topic;
        this.producers = producers;
    }

    /**
     * Starts to send.
     *
     * @param producers makes one that keeps the order of what is sent; it is asked for another if one fails
     */
    public static KafkaRelay start(Journal journal, String topic, Supplier<Producer<String, byte[]>> producers) {
        KafkaRelay relay = new KafkaRelay(journal, topic, producers);
        relay.thread.start();
        return relay;
    }

    /** Stops. What is under way gets a few seconds; what Kafka has not acknowledged then is sent after the next start. */
    @Override
    public void close() {
        closing.countDown();
        try {
            boolean _ = thread.join(FLUSH.multipliedBy(4));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since when Kafka has acknowledged nothing, although something waits; zero if nothing does. */
    public Duration stalledFor() {
        return journal.status().pending() == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - progressed);
    }

    private void run() {
        Acknowledgements acknowledged = new Acknowledgements(journal.reader().index(), WINDOW);
        long pauseMs = MIN_PAUSE_MS;
        while (closing.getCount() > 0) {
            long before = marked;
            try {
                send(acknowledged);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Once per outage: it may last for hours.
                if (closing.getCount() > 0 && pauseMs == MIN_PAUSE_MS) {
                    LOG.warn("events wait in the journal: {}", e.toString());
                }
            } catch (InterruptedException _) {
                return;
            }
            pauseMs = marked > before ? MIN_PAUSE_MS : Math.min(2 * pauseMs, MAX_PAUSE_MS);
            pause(pauseMs);
        }
    }

    /** Sends until it is to stop or the producer breaks. */
    private void send(Acknowledgements acknowledged) throws IOException, InterruptedException {
        Producer<String, byte[]> producer = producers.get();
        boolean whole = false;
        mark(acknowledged);
        try (JournalReader reader = journal.reader()) {
            AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
            long markedAt = System.nanoTime();
            long sentAt = System.nanoTime();
            while (closing.getCount() > 0) {
                throwIfFailed(failure);
                long expected = reader.index();
                JournalEntry entry = reader.next(POLL_NANOS);
                long index = reader.index() - (entry == null ? 0 : 1);
                acknowledged.skip(expected, index);
                if (entry != null && !acknowledged.has(index) && awaitRoom(acknowledged, index, failure)) {
                    send(producer, entry, index, acknowledged, failure);
                    sentAt = System.nanoTime();
                }
                if (entry == null && acknowledged.end() == reader.index()) {
                    progressed = System.nanoTime();
                    if (System.nanoTime() - sentAt > TIDY_NANOS) {
                        mark(acknowledged);
                        journal.tidy();
                        sentAt = System.nanoTime();
                    }
                }
                if (System.nanoTime() - markedAt > MARK_NANOS) {
                    mark(acknowledged);
                    markedAt = System.nanoTime();
                }
            }
            whole = acknowledged.awaitAll(FLUSH.toNanos());
        } finally {
            mark(acknowledged);
            // Whatever it still holds is sent anew; a record that left before its successor was refused would come
            // twice.
            producer.close(whole ? FLUSH : Duration.ZERO);
        }
    }

    private void send(
            Producer<String, byte[]> producer,
            JournalEntry entry,
            long index,
            Acknowledgements acknowledged,
            AtomicReference<@Nullable Exception> failure) {
        acknowledged.sent(index);
        var _ = producer.send(new ProducerRecord<>(topic, entry.key(), entry.value()), (_, exception) -> {
            if (exception == null) {
                acknowledged.add(index);
            } else if (isOfRecord(exception)) {
                LOG.error("Kafka refuses event {} of the journal, which is lost: {}", index, exception.toString());
                acknowledged.add(index);
            } else {
                boolean _ = failure.compareAndSet(null, exception);
            }
        });
    }

    /** Waits until a further entry may be under way; false if the relay is to stop first. */
    private boolean awaitRoom(Acknowledgements acknowledged, long index, AtomicReference<@Nullable Exception> failure)
            throws IOException, InterruptedException {
        while (!acknowledged.awaitRoom(index, POLL_NANOS)) {
            throwIfFailed(failure);
            if (closing.getCount() == 0) {
                return false;
            }
            mark(acknowledged);
        }
        return true;
    }

    private void mark(Acknowledgements acknowledged) {
        long end = acknowledged.end();
        if (end > marked) {
            marked = end;
            progressed = System.nanoTime();
            journal.relayed(end);
        }
    }

    private static void throwIfFailed(AtomicReference<@Nullable Exception> failure) throws IOException {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IOException("Kafka does not take them: " + cause, cause);
        }
    }

    /** Whether another attempt could only fail alike. */
    private static boolean isOfRecord(Exception exception) {
        return exception instanceof RecordTooLargeException
                || exception instanceof InvalidRecordException
                || exception instanceof SerializationException;
    }

    private void pause(long milliseconds) {
        try {
            boolean _ = closing.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
