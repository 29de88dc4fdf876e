package dev.legato.analytics;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** The memory that all RocksDB stores of this process share: their blocks read and their writes not yet on disk. */
final class StoreMemory implements AutoCloseable {
    /** The key under which Kafka Streams' configuration carries it to {@link StoreOptions}. */
    static final String CONFIG = "legato.store.memory";

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;
    private final WriteBufferManager writes;

    /**
     * Of so many bytes, half of them for writes at most.
     */
    StoreMemory(long bytes) {
        cache = new LRUCache(bytes);
        writes = new WriteBufferManager(bytes / 2, cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writes() {
        return writes;
    }

    @Override
    public void close() {
        writes.close();
        cache.close();
    }
}
