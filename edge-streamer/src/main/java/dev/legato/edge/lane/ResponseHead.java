package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Heads of the fast lane's answers, put together from bytes made beforehand in a buffer that serves one answer after the
 * other.
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

    private final ByteBuf head = Unpooled.unreleasableBuffer(Unpooled.directBuffer(CAPACITY));
    private final byte[] digits = new byte[LONGEST_NUMBER];

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
        head.clear()
                .writeBytes(OK)
                .writeBytes(date)
                .writeBytes(file.head().described())
                .writeBytes(CONTENT_LENGTH);
        writeNumber(file.representation().completeLength());
        return head.writeBytes(END);
    }

    private ByteBuf partial(OpenFile file, ByteRange range, byte[] date) {
        head.clear()
                .writeBytes(PARTIAL_CONTENT)
                .writeBytes(date)
                .writeBytes(file.head().described());
        head.writeBytes(CONTENT_LENGTH);
        writeNumber(range.length());
        head.writeBytes(CONTENT_RANGE);
        writeNumber(range.start());
        head.writeByte('-');
        writeNumber(range.endExclusive() - 1);
        head.writeByte('/');
        writeNumber(file.representation().completeLength());
        return head.writeBytes(END);
    }

    private ByteBuf notModified(OpenFile file, byte[] date) {
        return head.clear()
                .writeBytes(NOT_MODIFIED)
                .writeBytes(date)
                .writeBytes(file.head().validated())
                .writeByte('\r')
                .writeByte('\n');
    }

    /** In decimal, without a string. */
    private void writeNumber(long number) {
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        head.writeBytes(digits, at, LONGEST_NUMBER - at);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
