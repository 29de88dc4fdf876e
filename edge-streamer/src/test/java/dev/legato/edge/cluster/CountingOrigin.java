package dev.legato.edge.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin that counts how often each slice is fetched from it. Any name is an object of {@link #LENGTH} bytes; what a name
 * begins with says how it is served: {@code plain}, {@code whole} (ranges are ignored), {@code private}.
 */
final class CountingOrigin implements AutoCloseable {
    static final int SLICE = 64 << 10;
    static final int SLICES = 24;
    static final int LENGTH = SLICES * SLICE - 1000;

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final ConcurrentHashMap<String, AtomicInteger> fetches = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger version = new AtomicInteger(1);
    private volatile long delayMs = 20;

    CountingOrigin() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    long _ = vertx.setTimer(delayMs, _ -> answer(request));
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** From now on all objects are others. */
    void change() {
        version.incrementAndGet();
    }

    /** How long it takes to its answers' heads. */
    void delay(long millis) {
        delayMs = millis;
    }

    int requests() {
        return requests.get();
    }

    /** How often a slice was fetched. */
    int fetches(String name, int slice) {
        AtomicInteger count = fetches.get(name + '#' + slice);
        return count == null ? 0 : count.get();
    }

    /** How often that slice was fetched which was fetched most. */
    int mostFetches(String name) {
        int most = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            most = Math.max(most, fetches(name, slice));
        }
        return most;
    }

    /** The bytes of an object from an offset. */
    byte[] content(String name, int from, int to) {
        return content(name, version.get(), from, to);
    }

    static byte[] content(String name, int version, int from, int to) {
        byte[] bytes = new byte[to - from];
        int seed = name.hashCode() + version * 7919;
        for (int i = from; i < to; i++) {
            bytes[i - from] = (byte) ((i * 31) ^ (i >>> 8) * 17 ^ seed);
        }
        return bytes;
    }

    private void answer(HttpServerRequest request) {
        String name = request.path().substring(1);
        HttpServerResponse response = request.response();
        String tag = "\"%s-%d\"".formatted(name, version.get());
        response.putHeader("etag", tag)
                .putHeader("surrogate-key", "all " + name)
                .putHeader("content-type", "audio/flac")
                .putHeader("cache-control", name.startsWith("private") ? "private" : "max-age=3600");
        if (tag.equals(request.getHeader("if-none-match"))) {
            var _ = response.setStatusCode(304).end();
            return;
        }
        String range = request.getHeader("range");
        String condition = request.getHeader("if-range");
        Matcher parts = RANGE.matcher(range == null ? "" : range);
        int from = 0;
        int to = LENGTH;
        if (parts.matches() && !name.startsWith("whole") && (condition == null || condition.equals(tag))) {
            from = Integer.parseInt(parts.group(1));
            to = parts.group(2).isEmpty() ? LENGTH : Math.min(LENGTH, Integer.parseInt(parts.group(2)) + 1);
            response.setStatusCode(206).putHeader("content-range", "bytes %d-%d/%d".formatted(from, to - 1, LENGTH));
        }
        if (request.method().name().equals("GET")) {
            for (int slice = from / SLICE; slice * SLICE < to; slice++) {
                int _ = fetches.computeIfAbsent(name + '#' + slice, _ -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
        var _ = response.end(Buffer.buffer(content(name, from, to)));
    }

    @Override
    public void close() throws TimeoutException {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }
}
