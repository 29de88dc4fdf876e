package dev.legato.edge.lane;

import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Writes heads of the fast lane's answers, from bytes prepared beforehand. They are put together in an array, since a
 * direct buffer would take each part by a call of its own, and then copied to a buffer that serves one answer after the
 * other.
 */
final class ResponseHead {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] PARTIAL_CONTENT = ascii("HTTP/1.1 206 Partial Content\r\n");
    private static final byte[] NOT_MODIFIED = ascii("HTTP/1.1 304 Not Modified\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CONTENT_RANGE = ascii("\r\ncontent-range: bytes ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final byte[] NOTHING = new byte[0];
    private static final int CAPACITY = 1024;
    private static final int MAX_DIGITS = 19;

    /** Bytes that follow the fields of the file. */
    private static final int MAX_REST = CONTENT_LENGTH.length + CONTENT_RANGE.length + END.length + 4 * MAX_DIGITS + 2;

    private final ByteBuf head = Unpooled.unreleasableBuffer(Unpooled.directBuffer(CAPACITY));
    private final byte[] digits = new byte[MAX_DIGITS];
    private byte[] bytes = new byte[CAPACITY];
    private int length;

    /**
     * Writes the head of an answer that the fast lane gives. The buffer is valid until the next call.
     *
     * @param date the line with the Date field, for a file whose fields have none
     * @param seconds since 1970
     */
    ByteBuf of(Answer answer, OpenFile file, byte[] date, long seconds) {
        HeadFields fields = file.head(seconds);
        return switch (answer) {
            case Answer.Whole _ -> whole(file, fields, date);
            case Answer.Partial(ByteRange range) -> partial(file, fields, range, date);
            case Answer.NotModified _ -> notModified(fields, date);
            case Answer.Multipart _, Answer.PreconditionFailed _, Answer.Unsatisfiable _ ->
                throw new IllegalArgumentException("only the slow lane gives " + answer);
        };
    }

    private ByteBuf whole(OpenFile file, HeadFields fields, byte[] date) {
        begin(OK, date, fields, fields.describedBytes());
        add(CONTENT_LENGTH);
        add(file.representation().completeLength());
        add(END);
        return written();
    }

    private ByteBuf partial(OpenFile file, HeadFields fields, ByteRange range, byte[] date) {
        begin(PARTIAL_CONTENT, date, fields, fields.describedBytes());
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

    private ByteBuf notModified(HeadFields fields, byte[] date) {
        begin(NOT_MODIFIED, date, fields, fields.validatedBytes());
        add((byte) '\r');
        add((byte) '\n');
        return written();
    }

    private void begin(byte[] status, byte[] date, HeadFields head, byte[] fields) {
        byte[] ownDate = head.isDated() ? NOTHING : date;
        int maxLength = status.length + ownDate.length + fields.length + MAX_REST;
        if (bytes.length < maxLength) {
            bytes = new byte[maxLength];
        }
        length = 0;
        add(status);
        add(ownDate);
        add(fields);
    }

    private void add(byte[] part) {
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    private void add(byte character) {
        bytes[length++] = character;
    }

    /** Adds a number in decimal, without making a string. */
    private void add(long number) {
        int at = MAX_DIGITS;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, at, bytes, length, MAX_DIGITS - at);
        length += MAX_DIGITS - at;
    }

    private ByteBuf written() {
        return head.clear().writeBytes(bytes, 0, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
