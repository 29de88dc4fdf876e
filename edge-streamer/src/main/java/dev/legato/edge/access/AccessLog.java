package dev.legato.edge.access;

import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes answers' records from the event loops without waiting and writes them by a thread of its own. When that does not
 * keep up, or its disk does not, records are dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int QUEUE = 16_384;
    private static final int BATCH = 1024;
    private static final long PATIENCE_MS = 200;

    private final ArrayBlockingQueue<Exchange> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong requests = new AtomicLong();
    private final OutputStream out;
    private final int oneOf;
    private final ListenerHash listeners;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final EdgeMetrics metrics;
    private final Thread writer;
    private volatile boolean closed;

    /**
     * @param out takes whole lines in UTF-8; closed with the log
     * @param oneOf 1 to record every answer, n for one of n
     */
    public AccessLog(
            OutputStream out,
            int oneOf,
            ListenerHash listeners,
            InstantSource clock,
            LongSupplier nanoTime,
            EdgeMetrics metrics) {
        this.out = out;
        this.oneOf = oneOf;
        this.listeners = listeners;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.writer =
                Thread.ofPlatform().daemon().name("legato-edge-access-log").start(this::write);
    }

    /** Begins the record of a request that has just been read; null if this one is not wanted. */
    public @Nullable Exchange begin(String method, String target, String protocol) {
        if (oneOf > 1 && requests.getAndIncrement() % oneOf != 0) {
            return null;
        }
        return new Exchange(this, clock.instant(), nanoTime.getAsLong(), method, target, protocol);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    void take(Exchange finished) {
        if (!queue.offer(finished)) {
            metrics.accessLogDropped();
        }
    }

    /** Writes what it has, then stops. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Exchange> batch = new ArrayList<>(BATCH);
        try (out) {
            while (!closed || !queue.isEmpty()) {
                Exchange first = queue.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                write(batch);
                batch.clear();
            }
        } catch (IOException e) {
            LOG.warn("the access log ends: {}", e.toString());
            closed = true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Exchange> batch) throws IOException {
        StringBuilder lines = new StringBuilder(batch.size() * 256);
        for (Exchange exchange : batch) {
            lines.append(new String(Json.write(exchange.entry(listeners)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
