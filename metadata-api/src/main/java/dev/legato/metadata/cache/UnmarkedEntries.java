package dev.legato.metadata.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that this process has changed and Redis does not know of yet, at most {@value #MAX_ENTRIES}. What is beyond is left
 * to {@link CatalogueChanges}. For use by any thread.
 */
final class UnmarkedEntries {
    private static final Logger LOG = LoggerFactory.getLogger(UnmarkedEntries.class);
    private static final int MAX_ENTRIES = 100_000;

    private final Set<EntryKey> keys = ConcurrentHashMap.newKeySet();

    boolean contains(EntryKey key) {
        return !keys.isEmpty() && keys.contains(key);
    }

    void add(Collection<EntryKey> changed) {
        if (keys.size() + changed.size() > MAX_ENTRIES) {
            LOG.warn("more than {} changed entries wait for Redis; what is beyond is marked later", MAX_ENTRIES);
            return;
        }
        keys.addAll(changed);
    }

    void remove(Collection<EntryKey> marked) {
        marked.forEach(keys::remove);
    }

    int size() {
        return keys.size();
    }

    /** Up to so many of them. */
    List<EntryKey> some(int most) {
        List<EntryKey> some = new ArrayList<>();
        for (EntryKey key : keys) {
            if (some.size() == most) {
                break;
            }
            some.add(key);
        }
        return some;
    }
}
