package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.contracts.Topics.Topic;
import dev.legato.runtime.kafka.RecordFault.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");

    @Test
    void toRecord_keepsTheRecord_andSaysWhy() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("00-1"));
        ProducerRecord<byte[], byte[]> letter =
                letter(bytes("alice"), bytes("{"), headers).toRecord();
        assertEquals("plays.dead", letter.topic());
        assertArrayEquals(bytes("alice"), letter.key());
        assertArrayEquals(bytes("{"), letter.value());
        assertEquals("00-1", DeadLetter.text(letter.headers(), "traceparent"));
        assertEquals("plays", DeadLetter.text(letter.headers(), "legato-dead-topic"));
        assertEquals("2", DeadLetter.text(letter.headers(), "legato-dead-partition"));
        assertEquals("4711", DeadLetter.text(letter.headers(), "legato-dead-offset"));
        assertEquals("1970-01-01T00:00:00.017Z", DeadLetter.text(letter.headers(), "legato-dead-timestamp"));
        assertEquals("2026-11-22T08:30:00Z", DeadLetter.text(letter.headers(), "legato-dead-time"));
        assertEquals("tests", DeadLetter.text(letter.headers(), "legato-dead-consumer"));
        assertEquals("invalid", DeadLetter.text(letter.headers(), "legato-dead-kind"));
        assertEquals("id: missing", DeadLetter.text(letter.headers(), "legato-dead-reason"));
        assertEquals("1", DeadLetter.text(letter.headers(), "legato-dead-count"));
    }

    @Test
    void toRecord_nullKeyAndValue_stayNull() {
        ProducerRecord<byte[], byte[]> letter =
                letter(null, null, new RecordHeaders()).toRecord();
        assertNull(letter.key());
        assertNull(letter.value());
    }

    @Test
    void toRecord_thatDiedBefore_countsOn_andReplacesWhatWasSaid() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("legato-dead-count", bytes("3"));
        headers.add("legato-dead-reason", bytes("another"));
        var letter = letter(null, null, headers).toRecord();
        assertEquals("4", DeadLetter.text(letter.headers(), "legato-dead-count"));
        assertEquals(9, letter.headers().toArray().length);
    }

    @Test
    void toRecord_countThatIsNone_startsAgain() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("legato-dead-count", bytes("many"));
        assertEquals("1", DeadLetter.text(letter(null, null, headers).toRecord().headers(), "legato-dead-count"));
    }

    @Test
    void toRecord_largerThanItsTopicTakes_isCut() {
        byte[] value = new byte[Topic.MAX_DEAD_LETTER_BYTES];
        ProducerRecord<byte[], byte[]> letter =
                letter(bytes("alice"), value, new RecordHeaders()).toRecord();
        assertNull(letter.value());
        assertEquals(Integer.toString(value.length), DeadLetter.text(letter.headers(), "legato-dead-cut"));
    }

    private static DeadLetter letter(byte[] key, byte[] value, RecordHeaders headers) {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>(
                "plays", 2, 4711, 17, TimestampType.CREATE_TIME, -1, -1, key, value, headers, Optional.empty());
        return new DeadLetter(source, "tests", new RecordFault(Kind.INVALID, "id: missing"), NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
