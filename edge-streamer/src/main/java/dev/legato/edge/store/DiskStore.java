package dev.legato.edge.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bodies in one folder of a disk, bounded by bytes and by number, found again after a crash.
 *
 * <p>Any thread may call the methods; {@link #open} and {@link #close} wait for the disk. Objects are found without a
 * reference: whoever uses one calls {@link StoredObject#acquire} first, and looks again if that fails.
 *
 * <p>When the disk fails nothing else does: objects cannot be created nor filled, {@link #isUsable} is false, and the disk
 * is tried again after {@link StoreSettings#retryAfter}.
 */
public final class DiskStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final StoreParts parts;
    private final Maintenance maintenance;
    private final AtomicLong lastId;

    private DiskStore(StoreParts parts, Maintenance maintenance, long lastId) {
        this.parts = parts;
        this.maintenance = maintenance;
        this.lastId = new AtomicLong(lastId);
    }

    /**
     * Opens a store with what an earlier process left there. A journal that cannot be read means an empty store.
     *
     * @param grace see there
     * @param workers may wait for the disk; bounded
     * @param nanoTime a clock, in nanoseconds
     * @throws IOException if the folder cannot be used, or another process uses it
     */
    public static DiskStore open(StoreSettings settings, Grace grace, Executor workers, LongSupplier nanoTime)
            throws IOException {
        StoreFolder folder = new StoreFolder(settings.folder(), settings.sliceBytes());
        Maintenance maintenance = new Maintenance();
        try {
            StoreParts parts = parts(settings, folder, grace, workers, nanoTime, maintenance);
            long lastId = new Recovery(parts).run();
            parts.bound();
            if (parts.bytes().max() < settings.maxBytes()) {
                LOG.warn(
                        "The disk has room for {} of the cache's {} bytes",
                        parts.bytes().max(),
                        settings.maxBytes());
            }
            maintenance.start(parts);
            return new DiskStore(parts, maintenance, lastId);
        } catch (IOException | RuntimeException e) {
            maintenance.close();
            folder.close();
            throw e;
        }
    }

    private static StoreParts parts(
            StoreSettings settings,
            StoreFolder folder,
            Grace grace,
            Executor workers,
            LongSupplier nanoTime,
            Maintenance maintenance)
            throws IOException {
        Slicing slicing = new Slicing(settings.sliceBytes());
        Space bytes = new Space(settings.maxBytes());
        Space descriptions = new Space(settings.maxDescriptionBytes());
        Journal journal = new Journal(folder.journal(), maintenance::flushSoon);
        DataFiles files = new DataFiles(folder, settings.maxOpenFiles(), workers);
        Health health = new Health(settings.retryAfter(), nanoTime);
        Verifier verifier = new Verifier(folder, slicing, workers);
        ObjectBounds bounds = ObjectBounds.of(settings);
        return new StoreParts(
                settings,
                folder,
                slicing,
                bytes,
                new Space(settings.maxObjects()),
                descriptions,
                new EvictionPolicy<>(
                        settings.maxBytes() - settings.headroom(),
                        Slice::weight,
                        slice -> slice.object().evict(slice),
                        workers),
                new EvictionPolicy<>(bounds.maxWeight(), bounds::weight, StoredObject::evict, workers),
                new ObjectIndex(descriptions, settings.maxVariants()),
                journal,
                files,
                new Reclaimer(journal, grace, slicing, bytes, folder, files, health, maintenance),
                new Syncer(journal, files),
                verifier,
                health,
                new Counters(),
                folder.canPunch(),
                workers);
    }

    /** The objects of a key, the newest first; empty if there is none. */
    public List<StoredObject> find(String key) {
        return parts.index().find(key);
    }

    /** The objects whose keys begin so, in the order of their keys; those that come and go meanwhile or may not be among them. */
    public Stream<StoredObject> byPrefix(String prefix) {
        return parts.index().byPrefix(prefix);
    }

    /** The objects with a tag. */
    public Stream<StoredObject> byTag(String tag) {
        return parts.index().byTag(tag);
    }

    /**
     * Creates an object without bytes. It is found at once. If its key has as many objects as it may have, the oldest is
     * removed.
     *
     * @param key at most {@link StoredObject#MAX_KEY} bytes
     * @param length complete length, or {@link StoredObject#UNKNOWN} until {@link Fill#commit}
     * @param refetchable whether a slice that is missing can be fetched again
     * @return the object with a reference for the caller; null if there is no room, it is too long, or the disk fails
     */
    public @Nullable StoredObject create(String key, long length, boolean refetchable, Description description) {
        int weight = description.weight(key);
        if (!isStorable(key, length, refetchable) || !reserve(weight)) {
            parts.counters().rejectedBegins.increment();
            return null;
        }
        long id = lastId.incrementAndGet();
        StoredObject object = new StoredObject(parts, id, key, length, refetchable, description);
        boolean _ = object.acquire();
        parts.counters().liveJournalBytes.add(description.recordBytes(key));
        parts.journal().append(records -> records.created(id, key, length, refetchable, description));
        parts.index().add(object);
        object.admit();
        return object;
    }

    private boolean isStorable(String key, long length, boolean refetchable) {
        return parts.health().isUsable()
                && key.getBytes(StandardCharsets.UTF_8).length <= StoredObject.MAX_KEY
                && length <= (long) StoredObject.MAX_SLICES * parts.settings().sliceBytes()
                && (refetchable
                        || length
                                <= parts.settings().maxBytes()
                                        - parts.settings().headroom());
    }

    private boolean reserve(int weight) {
        boolean one = parts.objects().reserve(1);
        if (one && parts.descriptions().reserve(weight)) {
            parts.objects().use(1, 1);
            parts.descriptions().use(weight, weight);
            return true;
        }
        if (one) {
            parts.objects().cancel(1);
        }
        if (parts.objects().shortage(1) > 0 || parts.descriptions().shortage(weight) > 0) {
            parts.objectPolicy()
                    .evictColdest(
                            Math.max(weight, ObjectBounds.of(parts.settings()).spare()));
        }
        return false;
    }

    /** Removes an object: it is gone from the index at once, from the disk when its last user has released it. */
    public void remove(StoredObject object) {
        boolean _ = parts.index().remove(object);
    }

    /** Whether objects can be created and filled. */
    public boolean isUsable() {
        return parts.health().isUsable();
    }

    /** Why they cannot; null if they can. */
    public @Nullable String unusableReason() {
        return parts.health().reason();
    }

    public StoreStatistics statistics() {
        return new StoreStatistics(
                parts.bytes().used(),
                parts.bytes().reserved(),
                parts.bytes().condemned(),
                parts.bytes().max(),
                parts.objects().taken(),
                parts.counters().slices.sum(),
                parts.counters().evictions.sum(),
                parts.counters().objectEvictions.sum(),
                parts.counters().rejectedBegins.sum(),
                parts.counters().checksumErrors.sum(),
                parts.files().open(),
                parts.journal().size());
    }

    /** The maintenance, which tests run by hand. */
    Maintenance maintenance() {
        return maintenance;
    }

    /**
     * Syncs everything and gives the folder up. Nobody fills any more; who still reads may go on with the files that are
     * open. Waits for the disk.
     */
    @Override
    public void close() throws IOException {
        maintenance.close();
        try (StoreFolder _ = parts.folder();
                Journal _ = parts.journal()) {
            parts.reclaimer().finish();
            parts.files().closeIdle();
            if (parts.health().isUsable()) {
                parts.syncer().sync();
            }
        }
    }
}
