package dev.legato.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** HTTP/1 byte by byte, so that a test sends what it means and sees what was sent. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;
    private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private final Socket socket;
    private final PushbackInputStream in;

    /** An answer as it came over the wire. */
    record Reply(String statusLine, List<String> fields, byte[] body) {
        int status() {
            return Integer.parseInt(statusLine.substring(9, 12));
        }

        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(field -> field.substring(prefix.length()).strip())
                    .toList();
        }

        Optional<String> field(String name) {
            return all(name).stream().findFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 256);
    }

    static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket("127.0.0.1", port));
    }

    /** Believes any certificate. */
    static RawClient connectTls(int port) throws Exception {
        return new RawClient(Transport.trusting().getSocketFactory().createSocket("127.0.0.1", port));
    }

    /** Returns some ten milliseconds later, between two looks at something that is to come about. */
    static void awaitAMoment() {
        CompletableFuture.runAsync(() -> {}, SOON).join();
    }

    /** Returns when nobody listens any more. */
    static void awaitRefusal(int port) throws IOException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TIMEOUT_MS * 1_000_000L) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                awaitAMoment();
            } catch (ConnectException _) {
                return;
            } catch (SocketTimeoutException _) {
                // Its queue is full: it is being closed.
            }
        }
        throw new IOException("still listens");
    }

    /** Sends a request of HTTP/1.1 with Host and these lines. */
    Reply get(String target, String... lines) throws IOException {
        return request("GET", target, lines);
    }

    Reply request(String method, String target, String... lines) throws IOException {
        send(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n") + "\r\n");
        return read(method);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads one answer to a request with this method. */
    Reply read(String method) throws IOException {
        String status = line();
        List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        Reply head = new Reply(status, fields, new byte[0]);
        boolean bodiless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (bodiless) {
            return head;
        }
        if (head.field("transfer-encoding").isPresent()) {
            return new Reply(status, fields, chunks());
        }
        if (head.field("content-length").isEmpty()) {
            throw new IOException("no Content-Length: " + head);
        }
        int length = Integer.parseInt(head.field("content-length").orElseThrow());
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body ends after %d of %d bytes".formatted(body.length, length));
        }
        return new Reply(status, fields, body);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            byte[] chunk = in.readNBytes(length);
            body.write(chunk);
            if (chunk.length < length || !line().isEmpty()) {
                throw new EOFException("a chunk ends after %d of %d bytes".formatted(chunk.length, length));
            }
        }
        String _ = line();
        return body.toByteArray();
    }

    /** The next answer's status line, which {@link #read} will see too. */
    String peekLine() throws IOException {
        String line = line();
        in.unread((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return line;
    }

    /** The next byte, -1 at the end of the connection. */
    int readByte() throws IOException {
        return in.read();
    }

    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection closed after '%s'".formatted(line));
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
