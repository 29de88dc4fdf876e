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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The index of open files.
 *
 * <p>A hit takes no lock, no system call and no other thread. Whether a path still leads to the file held open is
 * looked up on a worker: after half of {@code trust} beside the requests, after all of it before the next one is
 * answered. So a busy file never waits, and none is served longer than {@code trust} after its path changed. What the
 * kernel tells of the file itself, that it was written to, deleted or replaced, counts at once, if {@link #pollChanges} was
 * called before.
 *
 * <p>A large file that is asked for the first time is hashed first if that is soon done, so that all its answers carry one
 * tag.
 *
 * <p>Which files stay is W-TinyLFU's choice (Einziger, Friedman, Manes: TinyLFU, 2017). Files that left the index but
 * are still being sent count too: at twice {@code capacity} open files, requests for others are refused.
 */
public final class OpenFiles implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_TAGGING_ATTEMPTS = 3;

    private final Cache<String, OpenFile> index;
    private final ConcurrentHashMap<String, CompletableFuture<Opening>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final FileOpener opener;
    private final ResponseFields fields;
    private final FileWorkers workers;
    private final LongSupplier nanoTime;
    private final long trustNanos;
    private final Duration tagWait;
    private final int most;

    /** How a look at a key went. */
    private sealed interface Step {
        record Ended(Opening opening) implements Step {}

        /** The file's tag is soon to be known. */
        record Awaits(CompletableFuture<Void> tag) implements Step {}
    }

    /**
     * @param capacity files kept open beyond those being sent
     * @param trust how long a file may be served after something else took its path
     * @param tagWait how long the first request for a file waits for its tag
     */
    public OpenFiles(
            FileOpener opener,
            ResponseFields fields,
            FileWorkers workers,
            int capacity,
            Duration trust,
            Duration tagWait,
            LongSupplier nanoTime) {
        this.opener = opener;
        this.fields = fields;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.trustNanos = trust.toNanos();
        this.tagWait = tagWait;
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
        opener.tags().onNewTag(this::forget);
    }

    /** Takes note of what the kernel has to tell of the open files. Never waits. */
    public void pollChanges() {
        opener.notices().pollChanges();
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
            completeLater(key, begun, !tagWait.isZero());
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

    private void completeLater(String key, CompletableFuture<Opening> opening, boolean patient) {
        try {
            workers.execute(() -> complete(key, opening, patient));
        } catch (RejectedExecutionException _) {
            underWay.remove(key, opening);
            opening.complete(Opening.Busy.BUSY);
        }
    }

    private void complete(String key, CompletableFuture<Opening> opening, boolean patient) {
        switch (load(key, patient)) {
            case Step.Awaits(var tag) -> {
                var _ = tag.copy()
                        .completeOnTimeout(null, tagWait.toNanos(), TimeUnit.NANOSECONDS)
                        .thenRun(() -> completeLater(key, opening, false));
            }
            case Step.Ended(Opening result) -> {
                underWay.remove(key, opening);
                opening.complete(result);
                if (result instanceof Opening.Opened(OpenFile file)) {
                    file.release();
                }
            }
        }
    }

    private void checkBeside(String key, OpenFile file) {
        try {
            workers.execute(() -> {
                switch (load(key, true)) {
                    case Step.Ended(Opening.Opened(OpenFile current)) -> current.release();
                    case Step.Ended _ -> {} // the next request meets the same
                    case Step.Awaits _ -> file.unchecked();
                }
            });
        } catch (RejectedExecutionException _) {
            file.unchecked();
        }
    }

    /** On a worker. An opened file carries a reference for the caller. */
    private Step load(String key, boolean patient) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return find(key, patient, attempt <= MAX_TAGGING_ATTEMPTS);
                } catch (FileChangedException e) {
                    if (attempt == MAX_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            return new Step.Ended(new Opening.Failed(e));
        } catch (RuntimeException e) {
            return new Step.Ended(new Opening.Failed(new IOException(e))); // whoever waits must hear of it
        }
    }

    /** @param tagging false for a file that is written to so often that it has no time for a tag */
    private Step find(String key, boolean patient, boolean tagging) throws IOException {
        long now = nanoTime.getAsLong();
        Located located = opener.locate(key);
        if (located == null) {
            index.invalidate(key);
            return new Step.Ended(Opening.Absent.ABSENT);
        }
        ContentTags tags = opener.tags();
        OpenFile known = index.getIfPresent(key);
        if (known != null && known.isAt(located) && known.acquire()) {
            known.checked(now);
            if (!known.isTagged() && tags.isAtRest(located)) {
                var _ = tags.hashLater(located);
            }
            return new Step.Ended(new Opening.Opened(known));
        }
        if (open.get() >= most) {
            return new Step.Ended(Opening.Busy.BUSY);
        }
        boolean written = known != null && known.wasWrittenTo(located);
        ContentTags.Tagged tagged = tagging ? tags.find(located, written) : new ContentTags.Tagged(located, null);
        boolean grows = known != null && known.hasGrownInto(located) && !tags.isAtRest(located);
        if (tagging && tagged.tag() == null && !grows) {
            CompletableFuture<Void> tag = tags.hashLater(located);
            if (patient && tags.isAwaitable(located)) {
                return new Step.Awaits(tag);
            }
        }
        OpenFile file = openNew(tagged, now);
        if (file == null) {
            index.invalidate(key);
            return new Step.Ended(Opening.Absent.ABSENT);
        }
        return new Step.Ended(new Opening.Opened(file));
    }

    private @Nullable OpenFile openNew(ContentTags.Tagged tagged, long now) throws IOException {
        Located located = tagged.located();
        OpenedFile opened = opener.open(located);
        if (opened == null) {
            return null;
        }
        open.incrementAndGet();
        Representation representation = opener.describe(located, tagged.tag());
        OpenFile file = new OpenFile(
                opened,
                new AnnouncedBytes(opened, located, tagged.tag(), opener.tags()),
                representation,
                HeadBytes.of(fields, representation),
                AudioRate.of(located.key(), opened.channel(), located.stamp().size()),
                now,
                nanoTime,
                workers,
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
