package dev.legato.edge.store;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does by itself, on two threads that may wait for the disk: one syncs, frees and repairs, the other reads
 * slices again.
 */
final class Maintenance implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /** A journal shorter than this is never rewritten. */
    private static final long MIN_REWRITTEN = 4 << 20;

    private static final int TEND_SECONDS = 3;
    private static final int CLOSE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor syncing = executor("legato-edge-store");
    private final ScheduledThreadPoolExecutor scrubbing = executor("legato-edge-scrub");
    private @Nullable StoreParts parts;
    private @Nullable Scrubber scrubber;

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return executor;
    }

    void start(StoreParts started) {
        parts = started;
        scrubber = new Scrubber(started.index(), started.verifier());
        long interval = started.settings().syncInterval().toNanos();
        var _ = syncing.scheduleWithFixedDelay(this::run, interval, interval, TimeUnit.NANOSECONDS);
        var _ = syncing.scheduleWithFixedDelay(() -> guarded(this::tend), TEND_SECONDS, TEND_SECONDS, TimeUnit.SECONDS);
        long rate = started.settings().scrubBytesPerSecond();
        if (rate > 0) {
            var _ = scrubbing.scheduleWithFixedDelay(() -> scrub(rate), 1, 1, TimeUnit.SECONDS);
        }
        scrubbing.execute(() -> guarded(() -> started.index().byPrefix("").forEach(StoredObject::admitRestored)));
        scrubbing.execute(this::freeStrays);
    }

    /** Runs a task that may wait for the disk, after those given before. */
    @Override
    public void execute(Runnable task) {
        syncing.execute(() -> guarded(task));
    }

    void flushSoon() {
        try {
            execute(() -> guarded(this::flush));
        } catch (RejectedExecutionException _) {
            // the last sync writes it
        }
    }

    /** Syncs what is dirty, and tends the store. */
    void run() {
        guarded(() -> {
            sync();
            tend();
        });
    }

    private void sync() {
        StoreParts store = started();
        if (store.health().isUsable()) {
            try {
                store.syncer().sync();
            } catch (IOException e) {
                store.health().failed(e);
            }
        }
    }

    private void flush() {
        try {
            started().journal().flush();
        } catch (IOException e) {
            started().health().failed(e);
        }
    }

    /** Bounds the journal and the store, and tries a failed disk again. */
    private void tend() {
        StoreParts store = started();
        try {
            if (store.health().isUsable() && isRewriteDue(store)) {
                store.journal().rewrite(store.snapshot());
            } else if (store.health().isRetryDue()) {
                repair(store);
            }
        } catch (IOException e) {
            store.health().failed(e);
        }
        if (store.health().isUsable()) {
            store.reclaimer().retry();
        }
        store.bound();
    }

    private static boolean isRewriteDue(StoreParts store) {
        long size = store.journal().size();
        return size > MIN_REWRITTEN
                && size > 2 * store.counters().liveJournalBytes.sum();
    }

    /** Checks the folder as after an error, at once. */
    void repairNow() {
        guarded(() -> {
            try {
                repair(started());
            } catch (IOException e) {
                started().health().failed(e);
            }
        });
    }

    /** Finds out whether the disk works again. What it has lost is forgotten. */
    private void repair(StoreParts store) throws IOException {
        try {
            store.folder().probe();
            Set<Long> files = store.folder().dataFiles();
            store.index()
                    .byPrefix("")
                    .filter(object -> object.isFileExpected() && !files.contains(object.id()))
                    .forEach(StoredObject::abandonFile);
            store.journal().rewrite(store.snapshot());
        } catch (IOException e) {
            if (store.folder().freeBytes() < store.settings().headroom()) {
                // Others have taken the space that this store was to have. Deleting files needs none.
                store.objectPolicy()
                        .evictColdest(ObjectBounds.of(store.settings()).spare());
            }
            throw e;
        }
        store.health().recovered();
    }

    /** Verifies so many bytes of slices. */
    void scrub(long bytes) {
        guarded(() -> {
            try {
                Objects.requireNonNull(scrubber).scrub(bytes);
            } catch (IOException e) {
                LOG.warn("A slice cannot be verified at present", e);
            }
        });
    }

    /** Frees blocks that no slice accounts for: those of fills that a crash has ended. */
    void freeStrays() {
        guarded(() -> started().index().byPrefix("").forEach(object -> {
            StoreParts store = started();
            if (object.isFileExpected()
                    && SparseFiles.bytesOnDisk(store.folder().dataFile(object.id())) > weight(object)) {
                freeStrays(store, object);
            }
        }));
    }

    private static void freeStrays(StoreParts store, StoredObject object) {
        try {
            DataFile file = store.files().open(object);
            try {
                for (int index = 0; index < store.slicing().count(object.length()); index++) {
                    if (object.state().beginReclaim(index)) {
                        long from = store.slicing().start(index);
                        boolean _ = SparseFiles.punch(
                                file.descriptor(), from, store.slicing().start(index + 1) - from);
                        object.state().reclaimed(index);
                    }
                }
            } finally {
                file.release();
            }
        } catch (IOException e) {
            LOG.warn("{}: blocks without slices cannot be freed", object.key(), e);
        }
    }

    /** Waits for what was given before the call, and for what that has given. */
    void awaitIdle() {
        for (ScheduledThreadPoolExecutor executor : java.util.List.of(scrubbing, syncing, syncing)) {
            try {
                var _ = executor.submit(() -> {}).get();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long weight(StoredObject object) {
        return object.state().slices().stream().mapToLong(Slice::weight).sum();
    }

    private StoreParts started() {
        return Objects.requireNonNull(parts);
    }

    /** A failure must not end what is repeated. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("The cache's maintenance fails", e);
        }
    }

    /** Stops, after what is under way. */
    @Override
    public void close() {
        syncing.shutdown();
        scrubbing.shutdown();
        try {
            boolean ended = syncing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    && scrubbing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                LOG.warn("The cache's disk does not answer; stopping without it");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
