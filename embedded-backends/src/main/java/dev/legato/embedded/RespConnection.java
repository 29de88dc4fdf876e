package dev.legato.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** As much of Redis' protocol (RESP 2) as asking a server of ours how it is takes. */
final class RespConnection implements AutoCloseable {
    private static final int MAXIMUM_LINE = 1024;

    private final Socket socket;
    private final InputStream in;

    RespConnection(int port, Duration bound) throws IOException {
        socket = new Socket();
        try {
            socket.setSoTimeout((int) bound.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) bound.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends an inline command (words without spaces) and answers the reply's first line, with its type in front. */
    String command(String... words) throws IOException {
        socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return line();
    }

    /** The next line of a reply that has more than one, as a bulk string has. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0 || line.length() == MAXIMUM_LINE) {
                throw new EOFException("no reply line of at most %d bytes".formatted(MAXIMUM_LINE));
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
