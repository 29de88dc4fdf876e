package dev.legato.analytics;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Removes an account from the stores by listener, and writes a tombstone for each slot of its history. */
final class ForgetListenerProcessor extends ContextualProcessor<String, String, String, HistoryItem> {
    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, Hearing> hearings;
    private @Nullable KeyValueStore<String, Long> waiting;
    private @Nullable KeyValueStore<String, Long> lengths;

    @Override
    public void init(ProcessorContext<String, HistoryItem> context) {
        super.init(context);
        hearings = context.getStateStore(HearingProcessor.STORE);
        waiting = context.getStateStore(WaitingPlaybacks.STORE);
        lengths = context.getStateStore(HistoryProcessor.STORE);
    }

    @Override
    public void process(Record<String, String> record) {
        if (hearings == null || waiting == null || lengths == null) {
            return;
        }
        String account = record.value();
        String prefix = HistoryProcessor.prefix(account);
        remove(hearings, prefix);
        remove(waiting, prefix);
        Long plays = lengths.delete(account);
        long slots = plays == null ? 0 : Math.min(plays, HistoryProcessor.SLOTS);
        for (long slot = 0; slot < slots; slot++) {
            context().forward(new Record<>(prefix + slot, null, context().currentSystemTimeMs()));
        }
    }

    private static <V> void remove(KeyValueStore<String, V> store, String prefix) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, V> found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }
}
