package dev.legato.bench.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;

/** A message to be sent, written into native memory. Writing allocates nothing. */
public final class MessageBuffer {
    private final MemorySegment bytes;
    private int length;

    public MessageBuffer(MemorySegment bytes) {
        this.bytes = bytes;
    }

    @CanIgnoreReturnValue
    public MessageBuffer clear() {
        length = 0;
        return this;
    }

    @CanIgnoreReturnValue
    public MessageBuffer put(byte[] text) {
        MemorySegment.copy(text, 0, bytes, JAVA_BYTE, length, text.length);
        length += text.length;
        return this;
    }

    @CanIgnoreReturnValue
    public MessageBuffer put(char c) {
        bytes.set(JAVA_BYTE, length++, (byte) c);
        return this;
    }

    /** @param value ≥ 0 */
    @CanIgnoreReturnValue
    public MessageBuffer putDecimal(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes.set(JAVA_BYTE, i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** How many bytes a message may have. */
    public int capacity() {
        return (int) bytes.byteSize();
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** Where the message begins. */
    public long address() {
        return bytes.address();
    }
}
