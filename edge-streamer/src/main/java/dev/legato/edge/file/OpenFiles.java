package dev.legato.edge.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.legato.edge.http.HeadBytes;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.ResponseFields;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The index of open files.
 *
 * <p>A hit takes no lock, no system call and no other thread. Whether a path still leads to the file held open is
 * looked up on a worker: after half of {@code trust} beside the requests, after all of it before the next one is
 * answered. So a busy file never waits, and none is served longer than {@code trust} after its path changed. What the
 * kernel tells of the file itself, that it was written to, deleted or replaced, counts at once, if {@link #hear} was
 * called before.
 *
 * <p>Which files stay is W-TinyLFU's choice (Einziger, Friedman, Manes: TinyLFU, 2017). Files that left the index but
 * are still being sent count too: at twice {@code capacity} open files, requests for others are refused.
 */
public final class OpenFiles implements AutoCloseable {
    private final Cache<String, OpenFile> index;
    private final ConcurrentHashMap<String, CompletableFuture<Opening>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final FileOpener opener;
    private final ResponseFields fields;
    private final FileWorkers workers;
    private final LongSupplier nanoTime;
    private final long trustNanos;
    private final int most;

    /**
     * @param capacity files kept open beyond those being sent
     * @param trust how long a file may be served after something else took its path
     */
    public OpenFiles(
            FileOpener opener,
            ResponseFields fields,
            FileWorkers workers,
            int capacity,
            Duration trust,
            LongSupplier nanoTime) {
        this.opener = opener;
        this.fields = fields;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.trustNanos = trust.toNanos();
        this.most = 2 * capacity;
        this.index = Caffeine.newBuilder()
                .maximumSize(capacity)
                .executor(Runnable::run)
                .removalListener((@Nullable String _, @Nullable OpenFile file, RemovalCause _) -> {
                    if (file != null) {
                        file.release();
                    }
                })
                .build();
        opener.onNewTag(this::forget);
    }

    /** Takes note of what the kernel has to tell of the open files. Never waits. */
    public void hear() {
        opener.notices().hear();
    }

    /**
     * The file, if it is open and known to be current; the caller releases it. Never waits.
     *
     * @param now nanoseconds of the index's ticker
     */
    public @Nullable OpenFile hit(String key, long now) {
        OpenFile file = index.getIfPresent(key);
        if (file == null) {
            return null;
        }
        long age = now - file.checkedAt();
        if (age >= trustNanos) {
            return null;
        }
        if (age >= trustNanos / 2 && file.beginCheck()) {
            checkBeside(key, file);
        }
        if (!file.acquire()) {
            return null;
        }
        if (!file.isCurrent(now)) {
            file.release();
            return null;
        }
        return file;
    }

    /** Opens the file or looks whether the open one is current; at most once at a time for a key. */
    public CompletableFuture<Opening> open(String key) {
        CompletableFuture<Opening> begun = new CompletableFuture<>();
        CompletableFuture<Opening> opening = underWay.putIfAbsent(key, begun);
        if (opening == null) {
            opening = begun;
            try {
                workers.execute(() -> complete(key, begun));
            } catch (RejectedExecutionException _) {
                underWay.remove(key, begun);
                begun.complete(Opening.Busy.BUSY);
            }
        }
        return opening.thenCompose(result -> result instanceof Opening.Opened(OpenFile file) && !file.acquire()
                ? open(key) // closed between its opening and us
                : CompletableFuture.completedFuture(result));
    }

    /** Files open now, whether in the index or only being sent. */
    public int openCount() {
        return open.get();
    }

    /** Closes what nobody sends; the rest is closed by its last response. */
    @Override
    public void close() {
        index.invalidateAll();
        index.cleanUp();
        opener.close();
    }

    private void complete(String key, CompletableFuture<Opening> opening) {
        Opening result = load(key);
        underWay.remove(key, opening);
        opening.complete(result);
        if (result instanceof Opening.Opened(OpenFile file)) {
            file.release();
        }
    }

    private void checkBeside(String key, OpenFile file) {
        try {
            workers.execute(() -> {
                if (load(key) instanceof Opening.Opened(OpenFile current)) {
                    current.release();
                }
            });
        } catch (RejectedExecutionException _) {
            file.unchecked();
        }
    }

    /** On a worker. An opened file carries a reference for the caller. */
    private Opening load(String key) {
        try {
            return find(key);
        } catch (IOException e) {
            return new Opening.Failed(e);
        } catch (RuntimeException e) {
            return new Opening.Failed(new IOException(e)); // whoever waits must hear of it
        }
    }

    private Opening find(String key) throws IOException {
        long now = nanoTime.getAsLong();
        Located located = opener.locate(key);
        if (located == null) {
            index.invalidate(key);
            return Opening.Absent.ABSENT;
        }
        OpenFile known = index.getIfPresent(key);
        if (known != null && known.stamp().equals(located.stamp()) && known.acquire()) {
            known.checked(now);
            return new Opening.Opened(known);
        }
        if (open.get() >= most) {
            return Opening.Busy.BUSY;
        }
        OpenFile file = openNew(located, now);
        if (file == null) {
            index.invalidate(key);
            return Opening.Absent.ABSENT;
        }
        return new Opening.Opened(file);
    }

    private @Nullable OpenFile openNew(Located located, long now) throws IOException {
        OpenedFile opened = opener.open(located);
        if (opened == null) {
            return null;
        }
        open.incrementAndGet();
        Representation representation = opener.describe(located, opened.channel());
        OpenFile file = new OpenFile(
                opened,
                located.stamp(),
                representation,
                HeadBytes.of(fields, representation),
                AudioRate.of(located.key(), opened.channel(), located.stamp().size()),
                now,
                nanoTime,
                this::closeLater);
        if (!file.acquire()) {
            throw new IllegalStateException("a new file is closed");
        }
        index.put(located.key(), file);
        return file;
    }

    private void forget(String key) {
        index.invalidate(key);
    }

    /** Closing a deleted file frees its blocks, which can take a while. */
    private void closeLater(OpenedFile opened) {
        open.decrementAndGet();
        try {
            workers.execute(opened::close);
        } catch (RejectedExecutionException _) {
            opened.close();
        }
    }
}
