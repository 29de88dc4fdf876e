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
}
