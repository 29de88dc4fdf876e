package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics;
import dev.legato.contracts.Topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a consumer could not use, as it lies in its topic's {@linkplain Topics#dead dead letters}: its own key, value
 * and headers, unchanged, and headers beside them that say where it comes from and what was wrong.
 *
 * <pre>
 *   legato-dead-topic      plays
 *   legato-dead-partition  0
 *   legato-dead-offset     4711
 *   legato-dead-timestamp  2026-11-22T08:30:00.250Z          the record's own
 *   legato-dead-time       2026-11-22T08:30:00.300Z          when it was found to be of no use
 *   legato-dead-consumer   legato-analytics
 *   legato-dead-kind       invalid                           {@link RecordFault.Kind}
 *   legato-dead-reason     data.trackId: missing
 *   legato-dead-count      1                                 how often it has died; more than 1 after a replay
 *   legato-dead-cut        1048570                           only if its value is left out: how long it was
 * </pre>
 *
 * @param source the record
 * @param consumer who could not use it
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> source, String consumer, RecordFault fault, Instant diedAt) {
    static final String PREFIX = "legato-dead-";
    static final String TOPIC = PREFIX + "topic";
    static final String PARTITION = PREFIX + "partition";
    static final String OFFSET = PREFIX + "offset";
    static final String TIMESTAMP = PREFIX + "timestamp";
    static final String REASON = PREFIX + "reason";
    static final String COUNT = PREFIX + "count";
    static final String CUT = PREFIX + "cut";

    /** What a record may add to its key, value and headers on its way to Kafka. */
    private static final int OVERHEAD_BYTES = 4096;

    /** The record to write. A value that would not fit is left out, since a dead letter must never be refused itself. */
    public ProducerRecord<byte[], byte[]> toRecord() {
        return toRecord(size(source) <= Topic.MAX_DEAD_LETTER_BYTES - OVERHEAD_BYTES);
    }

    /** The record to write if the topic refuses the whole one, as one with a smaller limit may. */
    ProducerRecord<byte[], byte[]> cut() {
        return toRecord(false);
    }

    private ProducerRecord<byte[], byte[]> toRecord(boolean fits) {
        byte[] value = source.value();
        Headers headers = ownHeaders(fits ? source.headers() : new RecordHeaders());
        headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        if (!fits) {
            headers.add(CUT, Integer.toString(value == null ? 0 : value.length).getBytes(StandardCharsets.UTF_8));
        }
        return new ProducerRecord<>(
                Topics.dead(source.topic()), null, null, fits ? source.key() : null, fits ? value : null, headers);
    }

    private Map<String, String> headers() {
        return new TreeMap<>(Map.of(
                TOPIC,
                source.topic(),
                PARTITION,
                Integer.toString(source.partition()),
                OFFSET,
                Long.toString(source.offset()),
                TIMESTAMP,
                Instant.ofEpochMilli(source.timestamp()).toString(),
                PREFIX + "time",
                diedAt.toString(),
                PREFIX + "consumer",
                consumer,
                PREFIX + "kind",
                fault.kind().label(),
                REASON,
                fault.reason(),
                COUNT,
                Integer.toString(deaths(source.headers()) + 1)));
    }

    /** How often a record has died, by its headers. */
    static int deaths(Headers headers) {
        String count = text(headers, COUNT);
        try {
            return count == null ? 0 : Math.max(0, Integer.parseInt(count));
        } catch (NumberFormatException _) {
            // Whoever wrote it, it is not ours.
            return 0;
        }
    }

    /** A header's text, or null. */
    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A record's headers without those that a dead letter adds. */
    static Headers ownHeaders(Headers headers) {
        List<Header> own = Arrays.stream(headers.toArray())
                .filter(header -> !header.key().startsWith(PREFIX))
                .toList();
        return new RecordHeaders(own);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        long size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
