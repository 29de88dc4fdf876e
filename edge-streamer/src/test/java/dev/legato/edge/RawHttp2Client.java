package dev.legato.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** HTTP/2 frame by frame (RFC 9113), so that a test sends what it means. Fields go out as literals without an index. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 32;

    private static final int TIMEOUT_MS = 20_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** The number at the payload's beginning, or after a GOAWAY's last stream. */
        int code() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    private RawHttp2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Connects with prior knowledge or by ALPN; nothing is sent yet. */
    static RawHttp2Client connect(int port, boolean tls) throws Exception {
        if (!tls) {
            return new RawHttp2Client(new Socket("127.0.0.1", port));
        }
        SSLSocket socket = (SSLSocket) Transport.trusting().getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new RawHttp2Client(socket);
    }

    /** The preface with these settings, as id and value in turns, and all frames of the server's up to its ACK. */
    RawHttp2Client open(int... settings) throws IOException {
        raw(PREFACE);
        frame(SETTINGS, 0, 0, settings(settings));
        for (Frame frame = read(); frame.type != SETTINGS || frame.flags != ACK; frame = read()) {
            if (frame.type == SETTINGS) {
                frame(SETTINGS, ACK, 0);
            }
        }
        return this;
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        raw(bytes(payload.length, type, flags, stream, payload));
    }

    /** A frame whose length says what it likes. */
    static byte[] bytes(int length, int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A GET of the test's file, complete in one frame. */
    void get(int stream, String... more) throws IOException {
        frame(HEADERS, END_STREAM | END_HEADERS, stream, request(more));
    }

    /** The fields of a GET of the test's file and these, {@code name=value}, as a field block. */
    static byte[] request(String... more) {
        return requestOf("/audio/f.flac", more);
    }

    static byte[] requestOf(String path, String... more) {
        List<String> fields = new ArrayList<>(List.of(":method=GET", ":scheme=http", ":path=" + path, ":authority=a"));
        fields.addAll(List.of(more));
        return fields(fields.toArray(String[]::new));
    }

    static byte[] fields(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields) {
            int equals = field.indexOf('=', 1);
            block.write(0);
            text(block, field.substring(0, equals));
            text(block, field.substring(equals + 1));
        }
        return block.toByteArray();
    }

    static byte[] settings(int... idsAndValues) {
        ByteBuffer payload = ByteBuffer.allocate(3 * idsAndValues.length);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        return payload.array();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    Frame read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        return new Frame(lengthAndType & 0xff, flags, stream, payload);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A string of RFC 7541 §5.2, not Huffman-coded. */
    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }
}
