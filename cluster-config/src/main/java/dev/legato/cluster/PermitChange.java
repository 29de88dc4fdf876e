package dev.legato.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes, extends or gives back one of several permits where their entry lies, in one step. Tells whether the holder has one by
 * then. Times are those of the member where the entry lies, so the clocks of others do not matter. Members of different
 * versions send it to each other: its form stays.
 */
final class PermitChange implements EntryProcessor<String, Map<String, Long>, Boolean> {
    private static final long serialVersionUID = 1;

    /** Hazelcast counts the life of an entry in whole seconds, and may round down. */
    private static final long MARGIN_MS = 2_000;

    private final String holder;
    private final int max;
    private final long lifeMs;

    /** @param lifeMs of the permit from now on; 0 to give it back */
    PermitChange(String holder, int max, long lifeMs) {
        this.holder = holder;
        this.max = max;
        this.lifeMs = lifeMs;
    }

    @Override
    public Boolean process(Map.Entry<String, Map<String, Long>> entry) {
        long now = InstantSource.system().millis();
        Map<String, Long> before = entry.getValue();
        Map<String, Long> until = before == null ? new HashMap<>() : new HashMap<>(before);
        until.values().removeIf(end -> end <= now);
        boolean taken = lifeMs > 0 && (until.containsKey(holder) || until.size() < max);
        if (taken) {
            until.put(holder, now + lifeMs);
        } else if (lifeMs == 0) {
            until.remove(holder);
        }
        if (until.isEmpty()) {
            entry.setValue(null);
        } else {
            long last = until.values().stream().mapToLong(Long::longValue).max().orElse(now);
            ((ExtendedMapEntry<String, Map<String, Long>>) entry)
                    .setValue(until, last - now + MARGIN_MS, TimeUnit.MILLISECONDS);
        }
        return taken;
    }
}
