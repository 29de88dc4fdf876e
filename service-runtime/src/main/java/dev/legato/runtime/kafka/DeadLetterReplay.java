package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Sends dead letters back to their topic. A run takes those that lie there when it begins and have not been sent yet; how far
 * it is, it commits to Kafka behind each batch that Kafka has acknowledged. So a run that is killed loses none (the next may
 * send some a second time, which consumers pass over by the event's id), and a letter that dies again waits for the next run.
 *
 * <p>Two kinds are kept back: one whose value was too large to keep, and one of a compacted topic whose key has a later record
 * by now, which the letter would undo. Letters behind a transaction that stays open cannot be read; they wait for the next run.
 */
public final class DeadLetterReplay {
    /** Kafka ends the transaction of a killed Kafka Streams within 10 s, and looks for such every 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings settings;
    private final String topic;
    private final Duration patience;

    /**
     * What became of the letters.
     *
     * @param sent how many were sent, or would be
     * @param unread where an open transaction kept the others from being read; empty if all were read
     */
    public record Report(int sent, int keptBack, Optional<String> unread) {}

    /**
     * A replay.
     *
     * @param topic one of {@link Topics#READ}
     */
    public DeadLetterReplay(KafkaSettings settings, String topic) {
        this(settings, topic, PATIENCE);
    }

    /**
     * The same with another bound.
     *
     * @param patience how long an open transaction is waited for
     */
    DeadLetterReplay(KafkaSettings settings, String topic, Duration patience) {
        this.settings = settings;
        this.topic = topic;
        this.patience = patience;
    }

    /**
     * Runs it. Blocks until it is done.
     *
     * @param dryRun sends nothing and remembers nothing
     * @param say gets a line per letter
     * @throws IllegalStateException if Kafka does not answer or refuses a record
     */
    public Report run(boolean dryRun, Consumer<String> say) {
        int sent = 0;
        int keptBack = 0;
        try (KafkaProducer<byte[], byte[]> producer = RecordPublisher.producer(settings, "legato-replay");
                TopicReader letters =
                        TopicReader.continuing(settings, Topics.dead(topic), "legato-replay-" + topic, patience)) {
            Map<ByteBuffer, Long> latest = isCompacted() ? latestOffsets() : Map.of();
            for (List<ConsumerRecord<byte[], byte[]>> batch = letters.next();
                    !batch.isEmpty();
                    batch = letters.next()) {
                List<Future<?>> sends = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> letter : batch) {
                    Optional<String> reason = keepBack(letter, latest);
                    say.accept(line(letter)
                            + reason.map(why -> "; kept back: " + why).orElse(""));
                    keptBack += reason.isPresent() ? 1 : 0;
                    sent += reason.isPresent() ? 0 : 1;
                    if (reason.isEmpty() && !dryRun) {
                        sends.add(producer.send(resurrected(letter)));
                    }
                }
                await(sends);
                if (!dryRun) {
                    letters.commit();
                }
            }
            return new Report(sent, keptBack, Optional.empty());
        } catch (OpenTransactionException e) {
            return new Report(sent, keptBack, Optional.of(String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka at %s: %s".formatted(settings.bootstrap(), e.getMessage()), e);
        }
    }

    /** The record as it was; it takes along only how often it has died. */
    private ProducerRecord<byte[], byte[]> resurrected(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = DeadLetter.ownHeaders(letter.headers());
        headers.add(
                DeadLetter.COUNT,
                Integer.toString(DeadLetter.deaths(letter.headers())).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(topic, null, null, letter.key(), letter.value(), headers);
    }

    private static Optional<String> keepBack(ConsumerRecord<byte[], byte[]> letter, Map<ByteBuffer, Long> latest) {
        if (DeadLetter.text(letter.headers(), DeadLetter.CUT) != null) {
            return Optional.of("its value was too large to keep");
        }
        Long later = letter.key() == null ? null : latest.get(ByteBuffer.wrap(letter.key()));
        return later != null && later > offset(letter) ? Optional.of("its key has a later record") : Optional.empty();
    }

    private static long offset(ConsumerRecord<byte[], byte[]> letter) {
        String text = DeadLetter.text(letter.headers(), DeadLetter.OFFSET);
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private boolean isCompacted() {
        return Topics.ALL.stream().anyMatch(declared -> declared.name().equals(topic) && declared.isCompacted());
    }

    /** By key: all records of a key are in one partition, so their offsets can be compared. */
    private Map<ByteBuffer, Long> latestOffsets() {
        Map<ByteBuffer, Long> latest = new HashMap<>();
        try (TopicReader reader = TopicReader.fromStart(settings, topic, patience)) {
            for (List<ConsumerRecord<byte[], byte[]>> batch = reader.next(); !batch.isEmpty(); batch = reader.next()) {
                batch.stream()
                        .filter(record -> record.key() != null)
                        .forEach(record -> latest.put(ByteBuffer.wrap(record.key()), record.offset()));
            }
        }
        return latest;
    }

    private static String line(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = letter.headers();
        return "%s-%s@%s of %s, died %s times: %s"
                .formatted(
                        DeadLetter.text(headers, DeadLetter.TOPIC),
                        DeadLetter.text(headers, DeadLetter.PARTITION),
                        DeadLetter.text(headers, DeadLetter.OFFSET),
                        DeadLetter.text(headers, DeadLetter.TIMESTAMP),
                        DeadLetter.text(headers, DeadLetter.COUNT),
                        DeadLetter.text(headers, DeadLetter.REASON));
    }

    private static void await(List<Future<?>> sends) {
        for (Future<?> send : sends) {
            try {
                var _ = send.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new KafkaException(String.valueOf(cause.getMessage()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while sending dead letters", e);
            }
        }
    }
}
