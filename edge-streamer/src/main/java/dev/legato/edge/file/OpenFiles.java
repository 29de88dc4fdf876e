package dev.legato.edge.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.RequestFields;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.source.AudioRate;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Source;
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
 * The source of what the edge serves: the files of a folder by key, those in use kept open. Both lanes ask it, and it
 * knows neither: it answers with an {@link OpenFile}, and does not know who sends that or how.
 *
 * <p>A hit takes no lock, no system call and no other thread. A worker checks whether the path still leads to the open
 * file: after half of {@code trust} in the background, after all of it before the next request is answered. So requests
 * for a busy file never wait, and no file is served longer than {@code trust} after its path changed. What the kernel
 * reports of the file itself, that it was written to, deleted or replaced, counts at once, if {@link #pollChanges} was
 * called before.
 *
 * <p>On the first request for a large file the file is hashed before the answer, if that does not take long, so that
 * all its answers carry the same tag.
 *
 * <p>W-TinyLFU decides which files are evicted (Einziger, Friedman, Manes: TinyLFU, 2017). Evicted files that are still
 * being sent count too: at twice {@code capacity} open files, requests for others are refused.
 */
public final class OpenFiles implements Source, AutoCloseable {
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_TAGGING_ATTEMPTS = 3;

    private final Cache<String, FolderFile> index;
    private final ConcurrentHashMap<String, CompletableFuture<Opening>> running = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final FileOpener opener;
    private final ResponseFields fields;
    private final FileWorkers workers;
    private final LongSupplier nanoTime;
    private final long trustNanos;
    private final Duration tagWait;
    private final int maxOpen;

    /** The result of looking up a key. */
    private sealed interface Lookup {
        record Done(Opening opening) implements Lookup {}

        /** The file's tag will be known soon. */
        record AwaitsTag(CompletableFuture<Void> tag) implements Lookup {}
    }

    /**
     * @param capacity files kept open in addition to those being sent
     * @param trust how long a file may be served after its path leads to another one
     * @param tagWait how long the first request for a file waits for its tag
     * @param nanoTime the index's ticker
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
        this.maxOpen = 2 * capacity;
        this.index = Caffeine.newBuilder()
                .maximumSize(capacity)
                .executor(Runnable::run)
                .removalListener((@Nullable String _, @Nullable FolderFile file, RemovalCause _) -> {
                    if (file != null) {
                        file.release();
                    }
                })
                .build();
        opener.tags().onNewTag(this::evict);
    }

    /** Reads the changes of open files that the kernel has reported. */
    @Override
    public void pollChanges() {
        opener.notices().pollChanges();
    }

    @Override
    public @Nullable OpenFile hit(String key, RequestFields fields, long now) {
        return hit(key, now);
    }

    /** The same: any GET of a file that is open and known to be current can be answered. */
    public @Nullable OpenFile hit(String key, long now) {
        FolderFile file = index.getIfPresent(key);
        if (file == null) {
            return null;
        }
        long age = now - file.checkedAt();
        if (age >= trustNanos) {
            return null;
        }
        if (age >= trustNanos / 2 && file.beginCheck()) {
            checkInBackground(key, file);
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

    /**
     * Opens the file or checks whether the open one is current, once at a time per key. Fails never; see {@link
     * Opening}.
     */
    public CompletableFuture<Opening> open(String key) {
        CompletableFuture<Opening> mine = new CompletableFuture<>();
        CompletableFuture<Opening> opening = running.putIfAbsent(key, mine);
        if (opening == null) {
            opening = mine;
            schedule(key, mine, !tagWait.isZero());
        }
        return opening.thenCompose(result -> result instanceof Opening.Opened(OpenFile file) && !file.acquire()
                ? open(key) // it was closed since
                : CompletableFuture.completedFuture(result));
    }

    /** How many files are open, in the index or only being sent. */
    public int openCount() {
        return open.get();
    }

    /** Closes the files that are not being sent; the last response of each other file closes it. */
    @Override
    public void close() {
        index.invalidateAll();
        index.cleanUp();
        opener.close();
    }

    private void schedule(String key, CompletableFuture<Opening> opening, boolean mayAwaitTag) {
        try {
            workers.execute(() -> complete(key, opening, mayAwaitTag));
        } catch (RejectedExecutionException _) {
            running.remove(key, opening);
            opening.complete(Opening.Busy.BUSY);
        }
    }

    private void complete(String key, CompletableFuture<Opening> opening, boolean mayAwaitTag) {
        switch (load(key, mayAwaitTag)) {
            case Lookup.AwaitsTag(var tag) -> {
                var _ = tag.copy()
                        .completeOnTimeout(null, tagWait.toNanos(), TimeUnit.NANOSECONDS)
                        .thenRun(() -> schedule(key, opening, false));
            }
            case Lookup.Done(Opening result) -> {
                running.remove(key, opening);
                opening.complete(result);
                if (result instanceof Opening.Opened(OpenFile file)) {
                    file.release();
                }
            }
        }
    }

    private void checkInBackground(String key, FolderFile file) {
        try {
            workers.execute(() -> {
                switch (load(key, true)) {
                    case Lookup.Done(Opening.Opened(OpenFile current)) -> current.release();
                    case Lookup.Done _ -> {} // the next request gets the same
                    case Lookup.AwaitsTag _ -> file.unchecked();
                }
            });
        } catch (RejectedExecutionException _) {
            file.unchecked();
        }
    }

    /** Runs on a worker. An opened file carries a reference for the caller. */
    private Lookup load(String key, boolean mayAwaitTag) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return find(key, mayAwaitTag, attempt <= MAX_TAGGING_ATTEMPTS);
                } catch (FileChangedException e) {
                    if (attempt == MAX_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            return new Lookup.Done(new Opening.Failed(e));
        } catch (RuntimeException e) {
            return new Lookup.Done(new Opening.Failed(new IOException(e))); // else its waiters would wait for ever
        }
    }

    /** @param tagging false for a file that is written to so often that it cannot be hashed */
    private Lookup find(String key, boolean mayAwaitTag, boolean tagging) throws IOException {
        long now = nanoTime.getAsLong();
        Located located = opener.locate(key);
        if (located == null) {
            index.invalidate(key);
            return new Lookup.Done(Opening.Absent.ABSENT);
        }
        ContentTags tags = opener.tags();
        FolderFile known = index.getIfPresent(key);
        if (known != null && known.isSameAs(located) && known.acquire()) {
            known.checked(now);
            if (!known.isTagged() && tags.isAtRest(located)) {
                var _ = tags.scheduleHash(located);
            }
            return new Lookup.Done(new Opening.Opened(known));
        }
        if (open.get() >= maxOpen) {
            return new Lookup.Done(Opening.Busy.BUSY);
        }
        boolean written = known != null && known.wasWrittenTo(located);
        ContentTags.Tagged tagged = tagging ? tags.find(located, written) : new ContentTags.Tagged(located, null);
        boolean isGrowing = known != null && known.hasGrownInto(located) && !tags.isAtRest(located);
        if (tagging && tagged.tag() == null && !isGrowing) {
            CompletableFuture<Void> tag = tags.scheduleHash(located);
            if (mayAwaitTag && tags.isAwaitable(located)) {
                return new Lookup.AwaitsTag(tag);
            }
        }
        FolderFile file = openNew(tagged, now);
        if (file == null) {
            index.invalidate(key);
            return new Lookup.Done(Opening.Absent.ABSENT);
        }
        return new Lookup.Done(new Opening.Opened(file));
    }

    private @Nullable FolderFile openNew(ContentTags.Tagged tagged, long now) throws IOException {
        Located located = tagged.located();
        OpenedFile opened = opener.open(located);
        if (opened == null) {
            return null;
        }
        open.incrementAndGet();
        Representation representation = opener.describe(located, tagged.tag());
        FolderFile file = new FolderFile(
                opened,
                new AnnouncedBytes(opened, located, tagged.tag(), opener.tags()),
                representation,
                HeadFields.of(fields, representation),
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

    private void evict(String key) {
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
