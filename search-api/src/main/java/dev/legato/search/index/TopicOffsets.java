package dev.legato.search.index;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far topics have been read.
 *
 * @param next the offset of the first record not yet read, by {@code topic/partition}
 */
public record TopicOffsets(SortedMap<String, Long> next) {
    public static final TopicOffsets NONE = new TopicOffsets(Collections.emptySortedMap());

    public TopicOffsets {
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    /** The key of a partition. */
    public static String key(String topic, int partition) {
        return topic + "/" + partition;
    }

    /** The offset to go on with in a partition; empty if nothing was read of it. */
    public OptionalLong next(String topic, int partition) {
        Long offset = next.get(key(topic, partition));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** These offsets with others in their place where both have the partition. */
    public TopicOffsets with(TopicOffsets later) {
        SortedMap<String, Long> all = new TreeMap<>(next);
        all.putAll(later.next);
        return new TopicOffsets(all);
    }

    /** These offsets with one partition's in place. */
    public TopicOffsets with(String topic, int partition, long offset) {
        return with(new TopicOffsets(new TreeMap<>(Map.of(key(topic, partition), offset))));
    }
}
