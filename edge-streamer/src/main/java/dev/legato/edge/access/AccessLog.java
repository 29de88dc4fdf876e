package dev.legato.edge.access;

import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.runtime.json.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records of answers from the event loops without waiting, and writes them on a thread of its own. When that
 * thread or its disk cannot keep up, records are dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int QUEUE = 16_384;
    private static final int BATCH = 1024;
    private static final long PATIENCE_MS = 200;

    private final ArrayBlockingQueue<Exchange> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong requests = new AtomicLong();
    private final Output output;
    private final int oneOf;
    private final ListenerHash listeners;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final EdgeMetrics metrics;
    private final Thread writer;
    private volatile boolean reopen;
    private volatile boolean closed;

    /** Opens what the lines are written to. */
    @FunctionalInterface
    interface Output {
        /** Opens it for the first time or again. The stream takes whole lines in UTF-8. */
        OutputStream open() throws IOException;
    }

    /**
     * Opens the log that the settings ask for; null if they ask for none.
     *
     * @param listeners hashes the listeners of signed links
     * @throws IOException if its file cannot be opened
     */
    public static @Nullable AccessLog open(
            AccessLogSettings settings, ListenerHash listeners, InstantSource clock, EdgeMetrics metrics)
            throws IOException {
        return settings.oneOf() == 0
                ? null
                : new AccessLog(
                        () -> output(settings.file()), settings.oneOf(), listeners, clock, System::nanoTime, metrics);
    }

    private static OutputStream output(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)) {
                    @Override
                    public void close() throws IOException {
                        flush(); // standard output stays open for others
                    }
                };
    }

    /**
     * @param oneOf 1 to record every answer, n for one of n
     * @throws IOException if the output cannot be opened
     */
    AccessLog(
            Output output,
            int oneOf,
            ListenerHash listeners,
            InstantSource clock,
            LongSupplier nanoTime,
            EdgeMetrics metrics)
            throws IOException {
        this.output = output;
        this.oneOf = oneOf;
        this.listeners = listeners;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        OutputStream out = output.open();
        this.writer =
                Thread.ofPlatform().daemon().name("legato-edge-access-log").start(() -> write(out));
    }

    /** Begins the record of a request that has just been read; null if it is not in the sample. */
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

    /** Opens the file again before the next line, as is needed after it was renamed. No line is lost. */
    public void reopen() {
        reopen = true;
    }

    /** Writes the records it has, then stops. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream first) {
        OutputStream out = first;
        List<Exchange> batch = new ArrayList<>(BATCH);
        boolean broken = false;
        try {
            while (!closed || !queue.isEmpty()) {
                Exchange next = queue.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
                if (reopen) {
                    reopen = false;
                    out = reopened(out);
                }
                if (next == null) {
                    continue;
                }
                batch.add(next);
                queue.drainTo(batch, BATCH - 1);
                broken = !write(out, batch, broken);
                batch.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close(out);
        }
    }

    /** Opens the output again; returns the old one if that fails. */
    private OutputStream reopened(OutputStream old) {
        try {
            OutputStream next = output.open();
            close(old);
            LOG.info("reopened the access log");
            return next;
        } catch (IOException e) {
            LOG.warn("the access log cannot be reopened, the old file stays in use: {}", e.toString());
            return old;
        }
    }

    /**
     * Writes a batch, or drops and counts it.
     *
     * @param broken whether the last write may have ended in the middle of a line
     * @return whether the whole batch was written
     */
    private boolean write(OutputStream out, List<Exchange> batch, boolean broken) {
        StringBuilder lines = new StringBuilder(batch.size() * 256);
        if (broken) {
            lines.append('\n');
        }
        for (Exchange exchange : batch) {
            lines.append(new String(Json.write(exchange.entry(listeners)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        } catch (IOException e) {
            if (!broken) {
                LOG.warn("the access log cannot be written, records are dropped: {}", e.toString());
            }
            batch.forEach(_ -> metrics.accessLogDropped());
            return false;
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            LOG.warn("the access log cannot be closed: {}", e.toString());
        }
    }
}
