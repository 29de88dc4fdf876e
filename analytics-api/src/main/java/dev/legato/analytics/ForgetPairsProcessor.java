package dev.legato.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Removes accounts from the pairs of track and listener. They are keyed by track, so that all of a partition are looked at:
 * once a minute at most, for all accounts that have been deleted meanwhile, since nothing is counted while it takes. The
 * tracks' counts stay: they name nobody.
 */
final class ForgetPairsProcessor extends ContextualProcessor<String, String, Void, Void> {
    /** Key the id of an account whose pairs are still there. */
    static final String STORE = "accounts-to-forget";

    static final Duration SCAN_EVERY = Duration.ofMinutes(1);

    /** An account that is alone does not wait for a minute. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Accounts of one scan; some 1 MB. */
    private static final int MAX_PER_SCAN = 10_000;

    private static final byte[] PRESENT = {1};

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, byte[]> pairs;
    private @Nullable KeyValueStore<String, byte[]> waiting;

    private Instant scanned = Instant.EPOCH;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        pairs = context.getStateStore(CountingProcessor.LISTENERS);
        waiting = context.getStateStore(STORE);
        var _ = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void process(Record<String, String> record) {
        if (waiting != null) {
            waiting.put(record.value(), PRESENT);
        }
    }

    private void look(long nowMs) {
        Instant now = Instant.ofEpochMilli(nowMs);
        if (pairs == null || waiting == null || now.isBefore(scanned.plus(SCAN_EVERY))) {
            return;
        }
        Set<String> accounts = new HashSet<>();
        try (KeyValueIterator<String, byte[]> all = waiting.all()) {
            while (all.hasNext() && accounts.size() < MAX_PER_SCAN) {
                accounts.add(all.next().key);
            }
        }
        if (accounts.isEmpty()) {
            return;
        }
        scanned = now;
        // The iterator shows the store as it was, whatever is deleted meanwhile.
        try (KeyValueIterator<String, byte[]> all = pairs.all()) {
            while (all.hasNext()) {
                String pair = all.next().key;
                if (accounts.contains(pair.substring(pair.indexOf('/') + 1))) {
                    var _ = pairs.delete(pair);
                }
            }
        }
        accounts.forEach(waiting::delete);
    }
}
