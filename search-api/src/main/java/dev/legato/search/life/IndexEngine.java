package dev.legato.search.life;

import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;

/** What makes indexes. */
public interface IndexEngine {
    /** Whether what lies in a folder can be opened; takes seconds for a large index, since checksums are compared. */
    IndexCondition condition(Path folder) throws IOException;

    /** Opens the index in a folder, an empty one if nothing lies there. */
    SearchIndex open(Path folder) throws IOException;

    /**
     * Makes another index in an empty folder, beside the one that serves.
     *
     * @param topic the id of the topic that it is built from
     */
    default SearchIndex build(Path folder, String topic) throws IOException {
        return open(folder);
    }

    /** Has an index that was built serve in place of the one before; called again after a failure. */
    default void promote(SearchIndex built) throws IOException {}
}
