package dev.legato.analytics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** Hands the tracks that were added, changed or removed from the thread that reads the catalogue to those that count. */
final class CatalogueChanges {
    private final Set<Watch> watches = new CopyOnWriteArraySet<>();

    /** The ids of the tracks that changed since it was last emptied; their number is bounded by the catalogue's. */
    static final class Watch {
        private final Set<String> changed = ConcurrentHashMap.newKeySet();

        /** Removes and returns the changes so far. */
        Set<String> drain() {
            Set<String> drained = Set.copyOf(changed);
            changed.removeAll(drained);
            return drained;
        }
    }

    Watch watch() {
        Watch watch = new Watch();
        watches.add(watch);
        return watch;
    }

    void unwatch(Watch watch) {
        watches.remove(watch);
    }

    void changed(String track) {
        watches.forEach(watch -> watch.changed.add(track));
    }
}
