package dev.legato.search.index;

import java.util.List;

/**
 * Changes in the order they were made in, with how far their topics are read when they are applied.
 *
 * @param offsets of the partitions these changes came from; the index keeps those of other partitions
 */
public record SearchBatch(List<SearchChange> changes, TopicOffsets offsets) {
    /** Changes nothing; an index that cannot be written refuses it nevertheless. */
    public static final SearchBatch NOTHING = new SearchBatch(List.of(), TopicOffsets.NONE);

    public SearchBatch {
        changes = List.copyOf(changes);
    }
}
