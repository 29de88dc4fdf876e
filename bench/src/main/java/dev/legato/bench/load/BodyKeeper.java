package dev.legato.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A body that is kept, plain or in chunks (RFC 9112 §7.1). Grows to the largest body seen and is then reused.
 */
final class BodyKeeper {
    private static final int SIZE = 0;
    private static final int EXTENSION = 1;
    private static final int DATA = 2;
    private static final int DATA_END = 3;
    private static final int TRAILER = 4;
    private static final int DONE = 5;

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean chunked;
    private int state;
    private long chunkLeft;
    private int trailerLine;

    void begin(boolean inChunks) {
        length = 0;
        chunked = inChunks;
        state = SIZE;
        chunkLeft = 0;
        trailerLine = 0;
    }

    /** @return whether the last chunk has been seen; always false for a plain body */
    boolean add(MemorySegment from, int start, int count) {
        if (!chunked) {
            append(from, start, count);
            return false;
        }
        int at = start;
        int end = start + count;
        while (at < end && state != DONE) {
            if (state == DATA) {
                int take = (int) Math.min(chunkLeft, end - at);
                append(from, at, take);
                at += take;
                chunkLeft -= take;
                state = chunkLeft == 0 ? DATA_END : DATA;
            } else {
                framing(from.get(JAVA_BYTE, at++));
            }
        }
        return state == DONE;
    }

    private void framing(byte b) {
        switch (state) {
            case SIZE -> {
                int digit = Character.digit(b, 16);
                if (digit >= 0 && chunkLeft < Integer.MAX_VALUE) {
                    chunkLeft = chunkLeft * 16 + digit;
                } else if (b == '\n') {
                    sizeRead();
                } else {
                    state = EXTENSION;
                }
            }
            case EXTENSION -> {
                if (b == '\n') {
                    sizeRead();
                }
            }
            case DATA_END -> state = b == '\n' ? SIZE : DATA_END;
            default -> trailer(b);
        }
    }

    private void sizeRead() {
        state = chunkLeft == 0 ? TRAILER : DATA;
    }

    private void trailer(byte b) {
        if (b == '\n') {
            state = trailerLine == 0 ? DONE : TRAILER;
            trailerLine = 0;
        } else if (b != '\r') {
            trailerLine++;
        }
    }

    private void append(MemorySegment from, int start, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        MemorySegment.copy(from, JAVA_BYTE, start, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
