package dev.legato.edge.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes does so byte for byte, in whatever pieces it comes; {@code EdgeHttp2IT} has the cases of the protocol. */
class StreamOrderTest {
    private static final int HEAD_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int END_STREAM = 1;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> foreign = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new FirstBytes(() -> foreign.add("closed")));
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<ByteBuf> buffers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 9, 24, 1000})
    void read_inPieces_passesAllUntilAStreamIsOpenedTwice(int piece) {
        sent.writeBytes(PREFACE);
        frame(4, 0, 0, 0);
        frame(HEADERS, 0, 1, 10);
        frame(HEADERS, END_STREAM, 3, 300);
        frame(DATA, END_STREAM, 1, 20);
        int good = sent.size();
        frame(HEADERS, END_STREAM, 3, 10);
        frame(6, 0, 0, 8);
        write(sent.toByteArray(), piece);
        // Of the head that is refused all but its last byte may have passed, which opens no stream.
        int more = passed().length - good;
        assertTrue(more >= 0 && more < HEAD_BYTES, more + " bytes more");
        assertFalse(channel.isOpen());
        buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void read_http1_passesAndLeavesNoHandler(int piece) {
        byte[] request = "PRI /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        write(request, piece);
        assertEquals(request.length, passed().length);
        assertTrue(channel.pipeline().names().stream().noneMatch(name -> name.contains("FirstBytes")));
    }

    @Test
    void read_noHttp_isClosedAndCounted() {
        write("INVALID CONNECTION PREFACE\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 1000);
        assertEquals(0, passed().length);
        assertFalse(channel.isOpen());
        assertEquals(List.of("closed"), foreign);
        buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /my song\r\n", "GET /x HTTP\r\n", "GET * x\r\n", "CONNECT a:1 x\r\n", "QUIT\r\n"})
    void read_nearlyHttp1_passesSoThatItGetsItsError(String line) {
        write(line.getBytes(StandardCharsets.US_ASCII), 1000);
        assertEquals(line, new String(passed(), StandardCharsets.US_ASCII));
        assertTrue(channel.isOpen());
    }

    private void frame(int type, int flags, int stream, int length) {
        sent.writeBytes(ByteBuffer.allocate(HEAD_BYTES + length)
                .putInt(length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
    }

    private void write(byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuf buffer = Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at));
            buffers.add(buffer);
            if (channel.isOpen()) {
                var _ = channel.writeInbound(buffer);
            } else {
                buffer.release();
            }
        }
    }

    private byte[] passed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf buffer = channel.readInbound(); buffer != null; buffer = channel.readInbound()) {
            byte[] part = new byte[buffer.readableBytes()];
            buffer.readBytes(part);
            bytes.writeBytes(part);
            ReferenceCountUtil.release(buffer);
        }
        return bytes.toByteArray();
    }
}
