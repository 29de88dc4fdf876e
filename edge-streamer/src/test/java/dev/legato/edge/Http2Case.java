package dev.legato.edge;

import static dev.legato.edge.RawHttp2Client.ACK;
import static dev.legato.edge.RawHttp2Client.CONTINUATION;
import static dev.legato.edge.RawHttp2Client.DATA;
import static dev.legato.edge.RawHttp2Client.END_HEADERS;
import static dev.legato.edge.RawHttp2Client.END_STREAM;
import static dev.legato.edge.RawHttp2Client.GOAWAY;
import static dev.legato.edge.RawHttp2Client.HEADERS;
import static dev.legato.edge.RawHttp2Client.PADDED;
import static dev.legato.edge.RawHttp2Client.PING;
import static dev.legato.edge.RawHttp2Client.PRIORITY;
import static dev.legato.edge.RawHttp2Client.PUSH_PROMISE;
import static dev.legato.edge.RawHttp2Client.RST_STREAM;
import static dev.legato.edge.RawHttp2Client.SETTINGS;
import static dev.legato.edge.RawHttp2Client.WINDOW_UPDATE;
import static dev.legato.edge.RawHttp2Client.WITH_PRIORITY;
import static dev.legato.edge.RawHttp2Client.bytes;
import static dev.legato.edge.RawHttp2Client.fields;
import static dev.legato.edge.RawHttp2Client.number;
import static dev.legato.edge.RawHttp2Client.request;
import static dev.legato.edge.RawHttp2Client.settings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What an HTTP/2 client may do wrong, in the order of RFC 9113 and h2spec's sections, and the error it must meet.
 *
 * @param codes error codes the stream or the connection may end with; {@link #FINE} if the next request is answered
 * @param stream true if ending the stream is enough, false if the connection must go
 */
record Http2Case(String name, Set<Integer> codes, boolean stream, Sending sending) {
    static final int FINE = -1;

    /** Closed, and why is not to be read: the client has sent more than it has read, so a reset took the GOAWAY along. */
    static final int GONE = -2;

    private static final int PROTOCOL = 1;
    private static final int FLOW_CONTROL = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE = 6;
    private static final int REFUSED = 7;
    private static final int COMPRESSION = 9;
    private static final int CALM = 11;

    interface Sending {
        void to(RawHttp2Client client) throws IOException;
    }

    /** All cases; each begins on a connection that was opened with a stream window of nothing, so streams stay open. */
    static List<Http2Case> all() {
        return List.of(
                // 4.1, 5.5: what is unknown is ignored
                fine("frame of unknown type", c -> c.frame(0xbb, 0xff, 0, (byte) 1)),
                fine("PING with unknown flags", c -> c.frame(PING, 0xf0, 0, new byte[8])),
                fine("PING with the reserved bit", c -> c.frame(PING, 0, 1 << 31, new byte[8])),
                fine("unknown setting", c -> c.frame(SETTINGS, 0, 0, settings(0xff, 1))),
                fine("PING's ACK that nobody asked for", c -> c.frame(PING, ACK, 0, new byte[8])),
                fine("PRIORITY of an idle stream", c -> c.frame(PRIORITY, 0, 9, new byte[] {0, 0, 0, 1, 5})),
                fine("WINDOW_UPDATE of a finished stream", c -> {
                    c.get(1);
                    c.frame(RST_STREAM, 0, 1, number(8));
                    c.frame(WINDOW_UPDATE, 0, 1, number(1));
                }),
                fine("fields in four CONTINUATIONs", c -> inPieces(c, 3, request("x=y"), 5)),
                // 4.2: sizes
                error("DATA larger than allowed", FRAME_SIZE, true, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    c.raw(bytes(16_385, DATA, END_STREAM, 1, new byte[16_385]));
                }),
                error(
                        "HEADERS larger than allowed",
                        FRAME_SIZE,
                        false,
                        c -> c.raw(
                                bytes(16_385, HEADERS, END_STREAM | END_HEADERS, 1, Arrays.copyOf(request(), 16_385)))),
                error("PING of 7 bytes", FRAME_SIZE, false, c -> c.frame(PING, 0, 0, new byte[7])),
                error("PRIORITY of 4 bytes", FRAME_SIZE, true, c -> c.frame(PRIORITY, 0, 1, new byte[4])),
                error("RST_STREAM of 3 bytes", FRAME_SIZE, false, c -> {
                    c.get(1);
                    c.frame(RST_STREAM, 0, 1, new byte[3]);
                }),
                error("SETTINGS of 5 bytes", FRAME_SIZE, false, c -> c.frame(SETTINGS, 0, 0, new byte[5])),
                error(
                        "SETTINGS' ACK with a setting",
                        FRAME_SIZE,
                        false,
                        c -> c.frame(SETTINGS, ACK, 0, settings(1, 1))),
                error("WINDOW_UPDATE of 3 bytes", FRAME_SIZE, false, c -> c.frame(WINDOW_UPDATE, 0, 0, new byte[3])),
                // 4.3, RFC 7541: compression
                error("field block of nonsense", COMPRESSION, false, c -> block(c, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
                error("field with index 0", COMPRESSION, false, c -> block(c, 0x80)),
                error("field with an index beyond the table", COMPRESSION, false, c -> block(c, 0xff, 0x7f)),
                error("field cut off", COMPRESSION, false, c -> block(c, 0x00, 0x05, 'a')),
                error("Huffman text with long padding", COMPRESSION, false, c -> block(c, 0, 1, 'x', 0x82, 0xff, 0xff)),
                error("Huffman text padded with zeros", COMPRESSION, false, c -> block(c, 0, 1, 'x', 0x81, 0x18)),
                error(
                        "Huffman text with EOS",
                        COMPRESSION,
                        false,
                        c -> block(c, 0, 1, 'x', 0x84, 0xff, 0xff, 0xff, 0xff)),
                error("table larger than allowed", COMPRESSION, false, c -> block(c, 0x3f, 0xff, 0xff, 0x7f)),
                error("table's size after a field", COMPRESSION, false, c -> {
                    byte[] fields = request();
                    byte[] late = Arrays.copyOf(fields, fields.length + 1);
                    late[fields.length] = 0x20;
                    c.frame(HEADERS, END_STREAM | END_HEADERS, 1, late);
                }),
                error("HEADERS between fields", PROTOCOL, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    c.get(3);
                }),
                error("PRIORITY between fields", PROTOCOL, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    c.frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 5});
                }),
                error("an unknown frame between fields", PROTOCOL, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    c.frame(0xbb, 0, 1, (byte) 0);
                }),
                error("CONTINUATION of another stream", PROTOCOL, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    c.frame(CONTINUATION, END_HEADERS, 3, fields("x=y"));
                }),
                // 5.1: states
                error("DATA of an idle stream", PROTOCOL, false, c -> c.frame(DATA, END_STREAM, 1, (byte) 1)),
                error("RST_STREAM of an idle stream", PROTOCOL, false, c -> c.frame(RST_STREAM, 0, 1, number(8))),
                error("WINDOW_UPDATE of an idle stream", PROTOCOL, false, c -> c.frame(WINDOW_UPDATE, 0, 1, number(9))),
                error(
                        "CONTINUATION of an idle stream",
                        PROTOCOL,
                        false,
                        c -> c.frame(CONTINUATION, END_HEADERS, 1, request())),
                error("DATA behind the request's end", STREAM_CLOSED, true, c -> {
                    c.get(1);
                    c.frame(DATA, END_STREAM, 1, (byte) 1);
                }),
                error("HEADERS behind the request's end", STREAM_CLOSED, false, c -> {
                    c.get(1);
                    c.frame(HEADERS, END_STREAM | END_HEADERS, 1, fields("x=y"));
                }),
                error("CONTINUATION behind the request's end", Set.of(PROTOCOL, STREAM_CLOSED), false, c -> {
                    c.get(1);
                    c.frame(CONTINUATION, END_HEADERS, 1, fields("x=y"));
                }),
                error("DATA of a stream that was reset", Set.of(STREAM_CLOSED, FINE), true, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    c.frame(RST_STREAM, 0, 1, number(8));
                    c.frame(DATA, END_STREAM, 1, (byte) 1);
                }),
                error("HEADERS of a stream that was reset", STREAM_CLOSED, false, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    c.frame(RST_STREAM, 0, 1, number(8));
                    c.get(1);
                }),
                error("stream with an even number", PROTOCOL, false, c -> c.get(2)),
                error("stream with a number passed over", PROTOCOL, false, c -> {
                    c.get(5);
                    c.get(3);
                }),
                error("HEADERS of a stream whose answer is complete", STREAM_CLOSED, false, c -> {
                    c.get(1, "if-none-match=*");
                    while (c.read().type() != HEADERS) {
                        // SETTINGS come first
                    }
                    c.get(1);
                }),
                fine("trailers of a request that was answered already", c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request("if-none-match=*"));
                    while (c.read().type() != HEADERS) {
                        // SETTINGS come first
                    }
                    c.frame(HEADERS, END_STREAM | END_HEADERS, 1, fields("x=y"));
                }),
                error("more streams than allowed", Set.of(REFUSED, PROTOCOL), true, c -> {
                    for (int i = 0; i <= EdgeHttp2IT.STREAMS; i++) {
                        c.get(1 + 2 * i);
                    }
                }),
                error("HEADERS that depend on themselves", Set.of(PROTOCOL, FINE), true, c -> {
                    ByteArrayOutputStream payload = new ByteArrayOutputStream();
                    payload.writeBytes(new byte[] {0, 0, 0, 1, 5});
                    payload.writeBytes(request());
                    c.frame(HEADERS, END_STREAM | END_HEADERS | WITH_PRIORITY, 1, payload.toByteArray());
                }),
                // 6.1, 6.2: stream 0 and padding
                error("DATA of stream 0", PROTOCOL, false, c -> c.frame(DATA, 0, 0, (byte) 1)),
                error("HEADERS of stream 0", PROTOCOL, false, c -> c.get(0)),
                error("PRIORITY of stream 0", PROTOCOL, false, c -> c.frame(PRIORITY, 0, 0, new byte[5])),
                error("RST_STREAM of stream 0", PROTOCOL, false, c -> c.frame(RST_STREAM, 0, 0, number(8))),
                error("CONTINUATION of stream 0", PROTOCOL, false, c -> c.frame(CONTINUATION, 4, 0, request())),
                error("SETTINGS of a stream", PROTOCOL, false, c -> c.frame(SETTINGS, 0, 1, settings(3, 1))),
                error("PING of a stream", PROTOCOL, false, c -> c.frame(PING, 0, 1, new byte[8])),
                error("GOAWAY of a stream", PROTOCOL, false, c -> c.frame(GOAWAY, 0, 1, new byte[8])),
                error("DATA with too much padding", PROTOCOL, false, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    c.frame(DATA, END_STREAM | PADDED, 1, new byte[] {6, 1, 2, 3, 4, 5});
                }),
                error(
                        "HEADERS with too much padding",
                        PROTOCOL,
                        false,
                        c -> c.frame(HEADERS, END_STREAM | END_HEADERS | PADDED, 1, new byte[] {6, 1, 2, 3, 4, 5})),
                // 6.5: settings
                error("ENABLE_PUSH of 2", PROTOCOL, false, c -> c.frame(SETTINGS, 0, 0, settings(2, 2))),
                error(
                        "INITIAL_WINDOW_SIZE of 2^31",
                        FLOW_CONTROL,
                        false,
                        c -> c.frame(SETTINGS, 0, 0, settings(4, 1 << 31))),
                error("MAX_FRAME_SIZE of 16383", PROTOCOL, false, c -> c.frame(SETTINGS, 0, 0, settings(5, 16_383))),
                error("MAX_FRAME_SIZE of 2^24", PROTOCOL, false, c -> c.frame(SETTINGS, 0, 0, settings(5, 1 << 24))),
                error(
                        "PUSH_PROMISE from a client",
                        PROTOCOL,
                        false,
                        c -> c.frame(PUSH_PROMISE, END_HEADERS, 1, number(2))),
                // 6.9: windows
                error("WINDOW_UPDATE of 0", PROTOCOL, false, c -> c.frame(WINDOW_UPDATE, 0, 0, number(0))),
                error("WINDOW_UPDATE of 0 of a stream", PROTOCOL, true, c -> {
                    c.get(1);
                    c.frame(WINDOW_UPDATE, 0, 1, number(0));
                }),
                error("the connection's window beyond 2^31-1", FLOW_CONTROL, false, c -> {
                    c.frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE));
                    c.frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE));
                }),
                error("a stream's window beyond 2^31-1", FLOW_CONTROL, true, c -> {
                    c.frame(WINDOW_UPDATE, 0, 0, number(1));
                    c.get(1, "range=bytes=0-0");
                    c.frame(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE));
                    c.frame(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE));
                }),
                // 8: requests
                error("second HEADERS without END_STREAM", PROTOCOL, true, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    c.frame(HEADERS, END_HEADERS, 1, fields("x=y"));
                }),
                malformed("field name in capitals", request("X=y")),
                malformed("field name with a space", request("x y=z")),
                malformed("field with NUL", request("x=a\0b")),
                malformed("field with a line end", request("x=a\r\nb: c")),
                malformed("pseudo-field unknown", request(":x=y")),
                malformed("pseudo-field of an answer", request(":status=200")),
                malformed(
                        "pseudo-field behind a field",
                        fields(":method=GET", ":scheme=http", "x=y", ":path=/audio/f.flac", ":authority=a")),
                malformed("Connection", request("connection=keep-alive")),
                malformed("Transfer-Encoding", request("transfer-encoding=chunked")),
                malformed("Upgrade", request("upgrade=h2c")),
                malformed("TE but trailers", request("te=trailers, deflate")),
                malformed("no method", fields(":scheme=http", ":path=/audio/f.flac", ":authority=a")),
                malformed("no scheme", fields(":method=GET", ":path=/audio/f.flac", ":authority=a")),
                malformed("no path", fields(":method=GET", ":scheme=http", ":authority=a")),
                malformed("empty path", fields(":method=GET", ":scheme=http", ":path=", ":authority=a")),
                malformed("two methods", request(":method=GET")),
                malformed("two schemes", request(":scheme=http")),
                malformed("two paths", request(":path=/audio/f.flac")),
                error("shorter than its Content-Length", PROTOCOL, true, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request("content-length=2"));
                    c.frame(DATA, END_STREAM, 1, (byte) 1);
                }),
                error("Content-Length without a body", PROTOCOL, true, c -> c.get(1, "content-length=2")),
                error("Content-Length that is no number", PROTOCOL, true, c -> c.get(1, "content-length=-1")),
                // floods
                error("rapid reset", CALM, false, c -> {
                    for (int i = 0; i <= EdgeHttp2IT.RESETS; i++) {
                        c.get(1 + 2 * i);
                        c.frame(RST_STREAM, 0, 1 + 2 * i, number(8));
                    }
                }),
                error("resets provoked from the server", CALM, false, c -> {
                    for (int i = 0; i <= EdgeHttp2IT.RESETS; i++) {
                        c.get(1 + 2 * i, "connection=close");
                    }
                }),
                error("CONTINUATION without end", CALM, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    for (int i = 0; i < 100_000; i++) {
                        c.frame(CONTINUATION, 0, 1, fields("x=y"));
                    }
                }),
                error("empty CONTINUATIONs without end", CALM, false, c -> {
                    c.frame(HEADERS, END_STREAM, 1, request());
                    for (int i = 0; i < 100_000; i++) {
                        c.frame(CONTINUATION, 0, 1);
                    }
                }),
                error("empty DATA without end", CALM, false, c -> {
                    c.frame(HEADERS, END_HEADERS, 1, request());
                    for (int i = 0; i < 1_000; i++) {
                        c.frame(DATA, 0, 1);
                    }
                }),
                error("PINGs whose answers are not read", Set.of(CALM, GONE), false, c -> {
                    for (int i = 0; i < 3_000_000; i++) {
                        c.frame(PING, 0, 0, new byte[8]);
                    }
                }),
                error("SETTINGS whose answers are not read", Set.of(CALM, GONE), false, c -> {
                    for (int i = 0; i < 3_000_000; i++) {
                        c.frame(SETTINGS, 0, 0);
                    }
                }));
    }

    private static Http2Case fine(String name, Sending sending) {
        return new Http2Case(name, Set.of(FINE), false, sending);
    }

    private static Http2Case error(String name, int code, boolean stream, Sending sending) {
        return new Http2Case(name, Set.of(code), stream, sending);
    }

    private static Http2Case error(String name, Set<Integer> codes, boolean stream, Sending sending) {
        return new Http2Case(name, codes, stream, sending);
    }

    /** RFC 9113 §8.1.1: a malformed request is a stream error PROTOCOL_ERROR, or answered with 400. */
    private static Http2Case malformed(String name, byte[] block) {
        return error(name, PROTOCOL, true, c -> c.frame(HEADERS, END_STREAM | END_HEADERS, 1, block));
    }

    private static void block(RawHttp2Client client, int... bytes) throws IOException {
        byte[] block = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            block[i] = (byte) bytes[i];
        }
        client.frame(HEADERS, END_STREAM | END_HEADERS, 1, block);
    }

    private static void inPieces(RawHttp2Client client, int stream, byte[] block, int pieces) throws IOException {
        for (int i = 0; i < pieces; i++) {
            byte[] piece = Arrays.copyOfRange(block, block.length * i / pieces, block.length * (i + 1) / pieces);
            client.frame(
                    i == 0 ? HEADERS : CONTINUATION,
                    (i == 0 ? END_STREAM : 0) | (i == pieces - 1 ? END_HEADERS : 0),
                    stream,
                    piece);
        }
    }
}
