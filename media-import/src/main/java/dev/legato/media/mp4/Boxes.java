package dev.legato.media.mp4;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes boxes (ISO/IEC 14496-12 §4.2) into memory, big-endian, each with its size in front. */
final class Boxes {
    private static final int FIRST_SIZE = 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_SIZE);

    /** A box whose content {@code content} writes. */
    @CanIgnoreReturnValue
    Boxes box(String type, Runnable content) {
        int start = bytes.position();
        int32(0).fourCc(type);
        content.run();
        bytes.putInt(start, bytes.position() - start);
        return this;
    }

    /** A box with version and flags. */
    @CanIgnoreReturnValue
    Boxes fullBox(String type, int version, int flags, Runnable content) {
        return box(type, () -> {
            int32(version << 24 | flags);
            content.run();
        });
    }

    @CanIgnoreReturnValue
    Boxes int8(int value) {
        room(1).put((byte) value);
        return this;
    }

    @CanIgnoreReturnValue
    Boxes int16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    @CanIgnoreReturnValue
    Boxes int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    @CanIgnoreReturnValue
    Boxes int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    @CanIgnoreReturnValue
    Boxes fourCc(String type) {
        return put(type.getBytes(StandardCharsets.ISO_8859_1));
    }

    @CanIgnoreReturnValue
    Boxes zeros(int count) {
        return put(new byte[count]);
    }

    @CanIgnoreReturnValue
    Boxes put(byte[] content) {
        room(content.length).put(content);
        return this;
    }

    /** Bytes written so far. */
    int size() {
        return bytes.position();
    }

    /** Writes over four bytes written before. */
    void patch(int at, int value) {
        bytes.putInt(at, value);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            bytes = ByteBuffer.allocate(2 * bytes.capacity() + count).put(bytes.flip());
        }
        return bytes;
    }
}
