package dev.legato.bench;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small server of a corpus's ranges, over real sockets, that can misbehave. */
public final class AudioServer implements AutoCloseable {
    /** How it misbehaves. */
    public enum Fault {
        NONE,
        WRONG_BYTE,
        GONE_AFTER_3,
        ALWAYS_404
    }

    private static final Pattern REQUEST = Pattern.compile("GET /(\\S+) HTTP/1.1");
    private static final Pattern RANGE = Pattern.compile("Range: bytes=(\\d+)-(\\d+)");

    private final ServerSocket listener;
    private final Corpus corpus;
    private final Fault fault;
    private final long everyNanos;
    private final long stopNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});
    private final AtomicInteger stops = new AtomicInteger();
    private volatile long lastStop = System.nanoTime();

    public AudioServer(Corpus corpus, Fault fault) throws IOException {
        this(corpus, fault, Long.MAX_VALUE, 0);
    }

    /** @param stopNanos how long it stops, once in {@code everyNanos} */
    public AudioServer(Corpus corpus, Fault fault, long everyNanos, long stopNanos) throws IOException {
        this.corpus = corpus;
        this.fault = fault;
        this.everyNanos = everyNanos;
        this.stopNanos = stopNanos;
        this.listener = new ServerSocket(0, 1000, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread unused = Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int stops() {
        return stops.get();
    }

    /** How many connections there have been. */
    public int connections() {
        return all.get();
    }

    /** The most connections open at one moment. */
    public int mostConnections() {
        return mostOpen.get();
    }

    /** Does something before the first request is answered. */
    public void onFirstRequest(Runnable action) {
        first.set(action);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                // Head and body leave in two writes; the second must not wait for the first one's acknowledgement.
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                all.incrementAndGet();
                Thread unused = Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                request.append(line).append('\n');
                if (line.isEmpty()) {
                    first.getAndSet(() -> {}).run();
                    stopIfDue();
                    answer(request.toString(), socket.getOutputStream());
                    request.setLength(0);
                }
            }
        } catch (IOException _) {
            // The client is gone.
        } finally {
            open.decrementAndGet();
            sockets.remove(socket);
        }
    }

    private synchronized void stopIfDue() {
        long now = System.nanoTime();
        if (now - lastStop > everyNanos) {
            stops.incrementAndGet();
            long end = now + stopNanos;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            lastStop = System.nanoTime();
        }
    }

    private void answer(String text, OutputStream out) throws IOException {
        Matcher request = REQUEST.matcher(text);
        Matcher range = RANGE.matcher(text);
        if (fault == Fault.ALWAYS_404 || !request.find() || !range.find()) {
            out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        if (answered.incrementAndGet() >= 3 && fault == Fault.GONE_AFTER_3) {
            close();
            return;
        }
        CorpusFile file = corpus.files().stream()
                .filter(one -> one.name().equals(request.group(1)))
                .findFirst()
                .orElseThrow();
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        byte[] body = new byte[(int) (last - first + 1)];
        for (int i = 0; i < body.length; i++) {
            body[i] = file.at(first + i);
        }
        if (fault == Fault.WRONG_BYTE) {
            body[body.length - 1] ^= 1;
        }
        out.write("HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
                .formatted(body.length, first, last, file.size())
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
