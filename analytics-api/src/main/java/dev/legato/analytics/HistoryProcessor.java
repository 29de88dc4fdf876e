package dev.legato.analytics;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Gives each play of a listener one of {@value #SLOTS} slots in turn, so that a compacted topic keeps the latest ones
 * and a new play writes one small record.
 */
final class HistoryProcessor extends ContextualProcessor<String, CountedPlay, String, HistoryItem> {
    /** Key listener, value how many plays have counted. */
    static final String STORE = "history-lengths";

    static final int SLOTS = 500;

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, Long> lengths;

    @Override
    public void init(ProcessorContext<String, HistoryItem> context) {
        super.init(context);
        lengths = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, CountedPlay> record) {
        if (lengths == null) {
            return;
        }
        CountedPlay play = record.value();
        Long before = lengths.get(play.listener());
        long number = before == null ? 0 : before;
        lengths.put(play.listener(), number + 1);
        context()
                .forward(record.withKey(prefix(play.listener()) + number % SLOTS)
                        .withValue(new HistoryItem(play.trackId(), play.playedAt(), number))
                        .withTimestamp(context().currentSystemTimeMs()));
    }

    /** What the keys of a listener's slots begin with. */
    static String prefix(String listener) {
        return listener + "/";
    }
}
