package dev.legato.edge.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds objects by key, by prefix of their keys, and by tag. Finding takes no lock; changes follow one another. */
final class ObjectIndex {
    private final ConcurrentHashMap<String, List<StoredObject>> byKey = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, List<StoredObject>> sorted = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<String, Set<StoredObject>> byTag = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final Space descriptions;
    private final int maxVariants;

    /**
     * @param descriptions heap that objects may take
     * @param maxVariants objects that may share a key
     */
    ObjectIndex(Space descriptions, int maxVariants) {
        this.descriptions = descriptions;
        this.maxVariants = maxVariants;
    }

    /** The objects of a key, the newest first. */
    List<StoredObject> find(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** The objects whose keys begin so, in the order of their keys. */
    Stream<StoredObject> byPrefix(String prefix) {
        return sorted.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .flatMap(entry -> entry.getValue().stream());
    }

    Stream<StoredObject> byTag(String tag) {
        return byTag.getOrDefault(tag, Set.of()).stream();
    }

    /** The objects of the first key after a given one; null after the last. */
    Map.@Nullable Entry<String, List<StoredObject>> after(String key) {
        return sorted.higherEntry(key);
    }

    /** Adds an object; if its key has too many then, the oldest is removed. */
    void add(StoredObject object) {
        StoredObject surplus = null;
        changing.lock();
        try {
            List<StoredObject> variants = new ArrayList<>();
            variants.add(object);
            variants.addAll(find(object.key()));
            if (variants.size() > maxVariants) {
                surplus = variants.getLast();
            }
            put(object.key(), variants);
            object.description().tags().forEach(tag -> tag(tag, object));
        } finally {
            changing.unlock();
        }
        if (surplus != null) {
            boolean _ = remove(surplus);
        }
    }

    /** Removes an object, and gives up the index's reference; false if it is not there. */
    boolean remove(StoredObject object) {
        changing.lock();
        try {
            List<StoredObject> variants = new ArrayList<>(find(object.key()));
            if (!variants.remove(object)) {
                return false;
            }
            put(object.key(), variants);
            object.description().tags().forEach(tag -> untag(tag, object));
        } finally {
            changing.unlock();
        }
        object.removed();
        return true;
    }

    /** Replaces an object's description; false if there is no room for it, or the object is not there. */
    boolean describe(StoredObject object, Description next) {
        changing.lock();
        try {
            Description before = object.description();
            long more = (long) next.weight(object.key()) - before.weight(object.key());
            if (!find(object.key()).contains(object) || (more > 0 && !descriptions.reserve(more))) {
                return false;
            }
            if (more > 0) {
                descriptions.use(more, more);
            } else {
                descriptions.release(-more);
            }
            before.tags().forEach(tag -> untag(tag, object));
            next.tags().forEach(tag -> tag(tag, object));
            object.state().describe(next);
            return true;
        } finally {
            changing.unlock();
        }
    }

    private void put(String key, List<StoredObject> variants) {
        if (variants.isEmpty()) {
            sorted.remove(key);
            byKey.remove(key);
        } else {
            List<StoredObject> copy = List.copyOf(variants);
            sorted.put(key, copy);
            byKey.put(key, copy);
        }
    }

    private void tag(String tag, StoredObject object) {
        byTag.computeIfAbsent(tag, _ -> ConcurrentHashMap.newKeySet(1)).add(object);
    }

    private void untag(String tag, StoredObject object) {
        byTag.computeIfPresent(tag, (_, tagged) -> {
            tagged.remove(object);
            return tagged.isEmpty() ? null : tagged;
        });
    }
}
