package dev.legato.bench.runner.peer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.legato.bench.os.MessageBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** One connection of the {@link LimitServer}: the response head, and what is left of the body. */
final class LimitExchange {
    private static final byte[] PARTIAL = ascii("HTTP/1.1 206 Partial Content\r\nContent-Type: audio/mp4\r\n");
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nContent-Type: audio/mp4\r\n");
    private static final byte[] NOT_FOUND = ascii("HTTP/1.1 404 Not Found\r\n");
    private static final byte[] RANGE = ascii("Content-Range: bytes ");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] LINE = ascii("\r\n");
    private static final int HEAD_BYTES = 256;

    final int fd;
    final MessageBuffer head;
    final MemorySegment offset;
    int file;
    long left;

    LimitExchange(int fd) {
        MemorySegment memory = Arena.ofAuto().allocate(8 + HEAD_BYTES, 8);
        this.fd = fd;
        this.offset = memory.asSlice(0, 8);
        this.head = new MessageBuffer(memory.asSlice(8));
    }

    /**
     * Reads a request and readies its answer.
     *
     * @return false when it is no GET
     */
    boolean answer(MemorySegment request, int length, LimitFiles files) {
        if (length < 16 || request.get(JAVA_BYTE, 0) != 'G') {
            return false;
        }
        int blank = 5;
        while (blank < length && request.get(JAVA_BYTE, blank) != ' ') {
            blank++;
        }
        int index = files.find(request, 5, blank);
        if (index < 0) {
            left = 0;
            head.clear().put(NOT_FOUND).put(LENGTH).put('0').put(LINE).put(LINE);
            return true;
        }
        long size = files.size(index);
        file = files.descriptor(index);
        int equals = rangeValue(request, blank, length);
        if (equals < 0) {
            offset.set(JAVA_LONG, 0, 0);
            left = size;
            head.clear().put(OK).put(LENGTH).putDecimal(size).put(LINE).put(LINE);
            return true;
        }
        int dash = skipDigits(request, equals, length);
        long first = number(request, equals, dash);
        int end = skipDigits(request, dash + 1, length);
        long last = end == dash + 1 ? size - 1 : Math.min(number(request, dash + 1, end), size - 1);
        offset.set(JAVA_LONG, 0, first);
        left = last - first + 1;
        head.clear()
                .put(PARTIAL)
                .put(RANGE)
                .putDecimal(first)
                .put('-')
                .putDecimal(last)
                .put('/')
                .putDecimal(size)
                .put(LINE)
                .put(LENGTH)
                .putDecimal(left)
                .put(LINE)
                .put(LINE);
        return true;
    }

    /** Where the digits after {@code Range: bytes=} begin, or -1. */
    private static int rangeValue(MemorySegment request, int from, int length) {
        for (int i = from; i < length - 14; i++) {
            if (request.get(JAVA_BYTE, i) == '\n'
                    && (request.get(JAVA_BYTE, i + 1) | 0x20) == 'r'
                    && request.get(JAVA_BYTE, i + 6) == ':'
                    && request.get(JAVA_BYTE, i + 13) == '=') {
                return i + 14;
            }
        }
        return -1;
    }

    private static int skipDigits(MemorySegment in, int from, int length) {
        int i = from;
        while (i < length && in.get(JAVA_BYTE, i) >= '0' && in.get(JAVA_BYTE, i) <= '9') {
            i++;
        }
        return i;
    }

    private static long number(MemorySegment in, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + in.get(JAVA_BYTE, i) - '0';
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
