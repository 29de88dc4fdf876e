package dev.legato.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes, extends or gives back a lease where its entry lies, in one step that no other can come between. Tells whether the
 * lease is the holder's, or nobody's, by then. Members of different versions send it to each other: its form stays.
 */
final class HolderChange implements EntryProcessor<String, String, Boolean> {
    private static final long serialVersionUID = 1;

    private final String holder;
    private final long lifeMs;

    /** @param life of the entry from now on; zero to give the lease back */
    HolderChange(String holder, Duration life) {
        this.holder = holder;
        this.lifeMs = life.toMillis();
    }

    @Override
    public Boolean process(Map.Entry<String, String> entry) {
        String current = entry.getValue();
        if (current != null && !current.equals(holder)) {
            return false;
        }
        if (lifeMs > 0) {
            ((ExtendedMapEntry<String, String>) entry).setValue(holder, lifeMs, TimeUnit.MILLISECONDS);
        } else if (current != null) {
            entry.setValue(null);
        }
        return true;
    }
}
