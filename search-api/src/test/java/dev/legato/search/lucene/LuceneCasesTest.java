package dev.legato.search.lucene;

import dev.legato.search.SearchCases;
import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

final class LuceneCasesTest extends SearchCases {
    @Override
    protected SearchIndex open(Path folder) throws IOException {
        // A slow machine must not change what is found.
        return LuceneIndex.open(new LuceneSettings(folder, 64, Duration.ofMinutes(1)));
    }
}
