package dev.legato.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on this machine's disk, in the order in which they came, until Kafka has them. Batches that come while the disk syncs
 * are written and synced together (group commit). Segments are deleted once Kafka has all of their entries.
 *
 * <p>Entries have indexes, which go on over restarts. Any thread may call it; one thread of its own writes.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** One sync waits for no more than this. */
    private static final int MAX_COMMIT_BYTES = 8 << 20;

    /** Of a journal that is not full. */
    private static final int MIN_ROOM_BYTES = 256 << 10;

    private static final long CLOSE_SECONDS = 10;

    private final JournalSettings settings;
    private final JournalFolder folder;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when something is to be written, when something was written, and at the end. */
    private final Condition changed = lock.newCondition();

    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Thread thread;
    private @Nullable SegmentWriter writer;
    private long relayed;
    private long commits;
    private boolean closing;
    private boolean tidying;

    /** What one caller appends. */
    private record Batch(List<byte[]> entries, CompletableFuture<Void> done) {
        long bytes() {
            return entries.stream().mapToLong(entry -> entry.length).sum();
        }
    }

    /**
     * How it stands.
     *
     * @param pending entries that Kafka does not have yet
     * @param bytes what its files take
     * @param commits how often it has synced
     */
    public record Status(long pending, long bytes, long commits) {}

    private Journal(JournalSettings settings, JournalFolder folder, List<Segment> found, long marked) {
        this.settings = settings;
        this.folder = folder;
        segments.addAll(found);
        this.relayed = found.isEmpty()
                ? marked
                : Math.clamp(marked, found.getFirst().first(), found.getLast().end());
        this.thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::write);
    }

    /** @throws IOException if the folder cannot be used, another process has it, or it is of another format */
    public static Journal open(JournalSettings settings) throws IOException {
        JournalFolder folder = JournalFolder.claim(settings.folder());
        try {
            Journal journal = new Journal(settings, folder, folder.recover(), folder.marked());
            journal.thread.start();
            return journal;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Appends entries in their order.
     *
     * @return completes, on the journal's thread, when the disk has all of them; fails with a {@link JournalFullException} or
     *     another IOException if it has not. Then none of them counts
     */
    public CompletableFuture<Void> append(List<JournalEntry> entries) {
        Batch batch = new Batch(entries.stream().map(JournalEntry::encoded).toList(), new CompletableFuture<>());
        lock.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(new IOException("the journal is closed"));
            }
            waiting.add(batch);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return batch.done();
    }

    /** Deletes what is left of entries that Kafka has, once nothing else waits. */
    void tidy() {
        lock.lock();
        try {
            if (waiting.isEmpty() && !segments.isEmpty() && end() == relayed && !closing) {
                tidying = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it takes events: completes when the disk has synced, fails if that fails or if the journal is full. */
    public CompletableFuture<Void> check() {
        long bytes = status().bytes();
        return bytes + MIN_ROOM_BYTES > settings.maxBytes()
                ? CompletableFuture.failedFuture(new JournalFullException(bytes))
                : append(List.of());
    }

    public Status status() {
        lock.lock();
        try {
            return new Status(end() - relayed, bytes(), commits);
        } finally {
            lock.unlock();
        }
    }

    /** A reader of the entries that Kafka does not have yet; for one thread. */
    JournalReader reader() {
        lock.lock();
        try {
            return new JournalReader(this, relayed);
        } finally {
            lock.unlock();
        }
    }

    /** Records that Kafka has every entry before an index, and deletes segments that are no longer needed. */
    void relayed(long index) {
        List<Segment> needless = new ArrayList<>();
        lock.lock();
        try {
            relayed = Math.max(relayed, index);
            while (segments.size() > 1 && segments.element().end() <= relayed) {
                needless.add(segments.remove());
            }
        } finally {
            lock.unlock();
        }
        try {
            // First what gives space back: the disk may be full.
            for (Segment segment : needless) {
                boolean _ = Files.deleteIfExists(segment.file());
            }
            folder.mark(index);
        } catch (IOException e) {
            LOG.warn("the journal's folder is not tidied up: {}", e.toString());
        }
    }

    /** Waits until there is an entry of this index, for a time, or until the journal closes; returns whether there is one. */
    boolean await(long index, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long remaining = nanos;
            while (end() <= index && remaining > 0 && !closing) {
                remaining = changed.awaitNanos(remaining);
            }
            return end() > index;
        } finally {
            lock.unlock();
        }
    }

    /** The segment that has an index, or else the first one after it; null if there is none. */
    @Nullable
    Segment segment(long index) {
        lock.lock();
        try {
            return segments.stream()
                    .filter(segment -> segment.end() > index)
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was appended, and gives the folder back. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            boolean _ = thread.join(Duration.ofSeconds(CLOSE_SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            folder.close();
        }
    }

    private void write() {
        List<Batch> batches = next();
        while (!batches.isEmpty()) {
            try {
                commit(batches);
                batches.forEach(batch -> batch.done().complete(null));
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Whatever it was: this thread must go on, or nobody is answered any more.
                abandonSegment();
                batches.forEach(batch -> batch.done().completeExceptionally(e));
            }
            batches = next();
        }
        abandonSegment();
    }

    /** Waits for batches to write together; none when the journal closes. */
    private List<Batch> next() {
        List<Batch> batches = new ArrayList<>();
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                if (tidying) {
                    deleteRelayed();
                }
                changed.awaitUninterruptibly();
            }
            tidying = false;
            long bytes = 0;
            while (!waiting.isEmpty()
                    && (batches.isEmpty() || bytes + waiting.element().bytes() <= MAX_COMMIT_BYTES)) {
                Batch batch = waiting.remove();
                bytes += batch.bytes();
                batches.add(batch);
            }
        } finally {
            lock.unlock();
        }
        return batches;
    }

    private void commit(List<Batch> batches) throws IOException {
        List<byte[]> entries =
                batches.stream().flatMap(batch -> batch.entries().stream()).toList();
        long more = batches.stream().mapToLong(Batch::bytes).sum();
        long pending;
        lock.lock();
        try {
            pending = bytes();
        } finally {
            lock.unlock();
        }
        if (pending + more > settings.maxBytes()) {
            throw new JournalFullException(pending);
        }
        writer().append(entries);
        lock.lock();
        try {
            commits++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the writer, with the lock, while nothing is to be written. */
    private void deleteRelayed() {
        tidying = false;
        if (end() != relayed) {
            return;
        }
        abandonSegment();
        while (!segments.isEmpty()) {
            try {
                boolean _ = Files.deleteIfExists(segments.remove().file());
            } catch (IOException e) {
                LOG.warn("a segment of the journal stays although Kafka has its entries: {}", e.toString());
            }
        }
    }

    /** That of the last segment, or of a new one if that is long enough or has failed. */
    private SegmentWriter writer() throws IOException {
        SegmentWriter current = writer;
        if (current != null && current.segment().bytes() < settings.segmentBytes()) {
            return current;
        }
        abandonSegment();
        long first;
        lock.lock();
        try {
            // One without entries has the name of the next one.
            if (!segments.isEmpty()
                    && segments.getLast().end() == segments.getLast().first()) {
                var _ = segments.removeLast();
            }
            first = end();
        } finally {
            lock.unlock();
        }
        SegmentWriter next = folder.create(first);
        lock.lock();
        try {
            segments.add(next.segment());
        } finally {
            lock.unlock();
        }
        writer = next;
        return next;
    }

    private void abandonSegment() {
        SegmentWriter current = writer;
        writer = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.warn("a segment of the journal did not close: {}", e.toString());
            }
        }
    }

    /** The index of the next entry. */
    private long end() {
        return segments.isEmpty() ? relayed : segments.getLast().end();
    }

    private long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }
}
