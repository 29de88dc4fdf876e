package dev.legato.search.lucene;

import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.TopicOffsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a commit says besides its documents: the format, and an entry {@code offset.topic/partition} for each partition. */
final class CommitData {
    private static final String FORMAT = "format";
    private static final String OFFSET = "offset.";

    private CommitData() {}

    static Map<String, String> of(TopicOffsets offsets) {
        Map<String, String> data = new HashMap<>();
        data.put(FORMAT, Integer.toString(SearchIndex.FORMAT));
        offsets.next().forEach((partition, offset) -> data.put(OFFSET + partition, Long.toString(offset)));
        return data;
    }

    static boolean isOfThisFormat(Map<String, String> data) {
        return Integer.toString(SearchIndex.FORMAT).equals(data.get(FORMAT));
    }

    static TopicOffsets offsets(Map<String, String> data) {
        TreeMap<String, Long> offsets = new TreeMap<>();
        data.forEach((key, value) -> {
            if (key.startsWith(OFFSET)) {
                offsets.put(key.substring(OFFSET.length()), Long.parseLong(value));
            }
        });
        return new TopicOffsets(offsets);
    }
}
