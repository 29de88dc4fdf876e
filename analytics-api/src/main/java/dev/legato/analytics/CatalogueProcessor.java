package dev.legato.analytics;

import dev.legato.contracts.Topics;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Keeps the catalogue whole in a store, and says which tracks change. */
final class CatalogueProcessor extends ContextualProcessor<String, byte[], Void, Void> {
    private final CatalogueChanges changes;

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable TimestampedKeyValueStore<String, byte[]> catalogue;

    CatalogueProcessor(CatalogueChanges changes) {
        this.changes = changes;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        catalogue = context.getStateStore(Topics.CATALOGUE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (catalogue == null || record.key() == null || !CatalogueRecords.mayBeTrack(record.key(), record.value())) {
            return;
        }
        catalogue.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
        changes.changed(record.key());
    }
}
