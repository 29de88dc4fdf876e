package dev.legato.analytics;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Removes an account from the pairs of track and listener. They are keyed by track, so that all of a partition are looked
 * at, once per account that is deleted. The tracks' counts stay: they name nobody.
 */
final class ForgetPairsProcessor extends ContextualProcessor<String, String, Void, Void> {
    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, byte[]> pairs;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        pairs = context.getStateStore(CountingProcessor.LISTENERS);
    }

    @Override
    public void process(Record<String, String> record) {
        if (pairs == null) {
            return;
        }
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = pairs.all()) {
            all.forEachRemaining(entry -> {
                if (entry.key.endsWith("/" + record.value())) {
                    keys.add(entry.key);
                }
            });
        }
        keys.forEach(pairs::delete);
    }
}
