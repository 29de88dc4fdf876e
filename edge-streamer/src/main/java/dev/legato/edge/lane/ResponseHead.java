package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Heads of the fast lane's answers, put together from bytes made beforehand: in an array, since a direct buffer takes
 * each piece by a call of its own, then in a buffer that serves one answer after the other.
 */
final class ResponseHead {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] PARTIAL_CONTENT = ascii("HTTP/1.1 206 Partial Content\r\n");
    private static final byte[] NOT_MODIFIED = ascii("HTTP/1.1 304 Not Modified\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CONTENT_RANGE = ascii("\r\ncontent-range: bytes ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int CAPACITY = 1024;
    private static final int LONGEST_NUMBER = 19;

    /** What follows the fields that the file has. */
    private static final int LONGEST_REST =
            CONTENT_LENGTH.length + CONTENT_RANGE.length + END.length + 4 * LONGEST_NUMBER + 2;

    private final ByteBuf head = Unpooled.unreleasableBuffer(Unpooled.directBuffer(CAPACITY));
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private byte[] bytes = new byte[CAPACITY];
    private int length;

    /**
     * The head of an answer that the fast lane gives.
     *
     * @param date the line of Date
     */
    ByteBuf of(Answer answer, OpenFile file, byte[] date) {
        return switch (answer) {
            case Answer.Whole _ -> whole(file, date);
            case Answer.Partial(ByteRange range) -> partial(file, range, date);
            case Answer.NotModified _ -> notModified(file, date);
            case Answer.Multipart _, Answer.PreconditionFailed _, Answer.Unsatisfiable _ ->
                throw new IllegalArgumentException("the slow lane's: " + answer);
        };
    }

    private ByteBuf whole(OpenFile file, byte[] date) {
        begin(OK, date, file.head().described());
        add(CONTENT_LENGTH);
        add(file.representation().completeLength());
        add(END);
        return written();
    }

    private ByteBuf partial(OpenFile file, ByteRange range, byte[] date) {
        begin(PARTIAL_CONTENT, date, file.head().described());
        add(CONTENT_LENGTH);
        add(range.length());
        add(CONTENT_RANGE);
        add(range.start());
        add((byte) '-');
        add(range.endExclusive() - 1);
        add((byte) '/');
        add(file.representation().completeLength());
        add(END);
        return written();
    }

    private ByteBuf notModified(OpenFile file, byte[] date) {
        begin(NOT_MODIFIED, date, file.head().validated());
        add((byte) '\r');
        add((byte) '\n');
        return written();
    }

    private void begin(byte[] status, byte[] date, byte[] fields) {
        int longest = status.length + date.length + fields.length + LONGEST_REST;
        if (bytes.length < longest) {
            bytes = new byte[longest];
        }
        length = 0;
        add(status);
        add(date);
        add(fields);
    }

    private void add(byte[] part) {
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    private void add(byte character) {
        bytes[length++] = character;
    }

    /** In decimal, without a string. */
    private void add(long number) {
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, at, bytes, length, LONGEST_NUMBER - at);
        length += LONGEST_NUMBER - at;
    }

    private ByteBuf written() {
        return head.clear().writeBytes(bytes, 0, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
