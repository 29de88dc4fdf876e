package dev.legato.analytics;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** Puts every RocksDB store into the shared {@link StoreMemory}. Kafka Streams makes it, hence public. */
public final class StoreOptions implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER_BYTES = 512 << 10;
    private static final int MAX_WRITE_BUFFERS = 2;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (configs.get(StoreMemory.CONFIG) instanceof StoreMemory memory
                && options.tableFormatConfig() instanceof BlockBasedTableConfig tables) {
            tables.setBlockCache(memory.cache());
            tables.setCacheIndexAndFilterBlocks(true);
            options.setTableFormatConfig(tables);
            options.setWriteBufferManager(memory.writes());
            options.setWriteBufferSize(WRITE_BUFFER_BYTES);
            options.setMaxWriteBufferNumber(MAX_WRITE_BUFFERS);
        }
    }

    /** The memory is shared and outlives each store. */
    @Override
    public void close(String storeName, Options options) {}
}
