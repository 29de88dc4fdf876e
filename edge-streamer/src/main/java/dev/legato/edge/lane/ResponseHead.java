package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Heads of the fast lane's answers, put together from bytes made beforehand. */
final class ResponseHead {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] PARTIAL_CONTENT = ascii("HTTP/1.1 206 Partial Content\r\n");
    private static final byte[] NOT_MODIFIED = ascii("HTTP/1.1 304 Not Modified\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CONTENT_RANGE = ascii("\r\ncontent-range: bytes ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int CAPACITY = 1024;

    private ResponseHead() {}

    /** @param date the line of Date */
    static ByteBuf whole(ByteBufAllocator allocator, OpenFile file, byte[] date) {
        ByteBuf head = allocator.directBuffer(CAPACITY);
        head.writeBytes(OK).writeBytes(date).writeBytes(file.head().described()).writeBytes(CONTENT_LENGTH);
        writeNumber(head, file.representation().completeLength());
        return head.writeBytes(END);
    }

    /** @param date the line of Date */
    static ByteBuf partial(ByteBufAllocator allocator, OpenFile file, ByteRange range, byte[] date) {
        ByteBuf head = allocator.directBuffer(CAPACITY);
        head.writeBytes(PARTIAL_CONTENT).writeBytes(date).writeBytes(file.head().described());
        head.writeBytes(CONTENT_LENGTH);
        writeNumber(head, range.length());
        head.writeBytes(CONTENT_RANGE);
        writeNumber(head, range.start());
        head.writeByte('-');
        writeNumber(head, range.endExclusive() - 1);
        head.writeByte('/');
        writeNumber(head, file.representation().completeLength());
        return head.writeBytes(END);
    }

    /** @param date the line of Date */
    static ByteBuf notModified(ByteBufAllocator allocator, OpenFile file, byte[] date) {
        ByteBuf head = allocator.directBuffer(CAPACITY);
        return head.writeBytes(NOT_MODIFIED)
                .writeBytes(date)
                .writeBytes(file.head().validated())
                .writeByte('\r')
                .writeByte('\n');
    }

    /** In decimal, without a string. */
    private static void writeNumber(ByteBuf out, long number) {
        long power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            out.writeByte((int) ('0' + number / power % 10));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
