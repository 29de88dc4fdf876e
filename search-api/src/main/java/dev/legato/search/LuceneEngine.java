package dev.legato.search;

import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.life.IndexEngine;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import java.io.IOException;
import java.nio.file.Path;

/** Makes indexes by Lucene, in this process. */
final class LuceneEngine implements IndexEngine {
    @Override
    public IndexCondition condition(Path folder) throws IOException {
        return LuceneIndex.inspect(folder);
    }

    @Override
    public SearchIndex open(Path folder) throws IOException {
        return LuceneIndex.open(LuceneSettings.in(folder));
    }
}
