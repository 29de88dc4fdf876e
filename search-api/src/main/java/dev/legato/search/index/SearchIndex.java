package dev.legato.search.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An index of names. Changes are seen after {@link #refresh()} and survive a crash after {@link #commit()}, together
 * with the offsets they came from: who fills the index goes on from {@link #committed()}. All methods block; one caller
 * at a time changes the index, any number search it.
 */
public interface SearchIndex extends AutoCloseable {
    /**
     * The version of what an index holds: of the analysis, the fields and the stored form. An index of another version is
     * built again.
     */
    int FORMAT = 1;

    /**
     * Applies changes in their order. Applied again, they change nothing.
     *
     * @throws IOException if the index cannot be written, and will not be again: it must be built anew
     */
    void apply(SearchBatch batch) throws IOException;

    /** Whether what is applied reaches the index: false while some process should write it and none is known to live. */
    default boolean isWritten() {
        return true;
    }

    /** Makes everything applied durable, with its offsets, as one. */
    void commit() throws IOException;

    /** How far the topics were read when the index was last committed. */
    TopicOffsets committed() throws IOException;

    /** Shows what was applied to the searches that follow. */
    void refresh() throws IOException;

    /** Finds one page of hits. Answers what was found until then when its time runs out. */
    Hits search(SearchQuery query) throws IOException;

    /** Completes what was typed, the best name first, each name once. */
    List<Suggestion> suggest(SearchQuery query) throws IOException;

    /** How many documents of a kind can be found. */
    long count(SearchKind kind) throws IOException;

    /** Copies the last commit to a new folder from which an index of the same engine can be opened. */
    void snapshot(Path folder) throws IOException;

    /** Reads the whole index and compares checksums; takes seconds. */
    IndexCondition check() throws IOException;

    @Override
    void close() throws IOException;
}
