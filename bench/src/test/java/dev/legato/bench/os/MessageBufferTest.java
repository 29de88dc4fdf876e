package dev.legato.bench.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBufferTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(64);
    private final MessageBuffer message = new MessageBuffer(memory);

    private String text() {
        return new String(
                memory.asSlice(0, message.length()).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
                StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_048_576, Long.MAX_VALUE})
    void putDecimal_anyNumber_isItsDigits(long value) {
        message.put('=').putDecimal(value).put(';');
        assertEquals("=" + value + ";", text());
    }

    @Test
    void clear_thenPut_startsAgain() {
        message.put("a long message".getBytes(StandardCharsets.US_ASCII));
        message.clear().put("short".getBytes(StandardCharsets.US_ASCII));
        assertEquals("short", text());
        assertEquals(64, message.capacity());
        assertEquals(memory.address(), message.address());
    }
}
