package dev.legato.search.opensearch;

import dev.legato.search.SearchCases;
import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(900)
final class OpenSearchCasesIT extends SearchCases {
    private final List<OpenSearchIndexes> opened = new ArrayList<>();

    @Override
    protected SearchIndex open(Path folder) throws IOException {
        OpenSearchIndexes indexes = new OpenSearchIndexes(TestNode.settings(Map.of()), "cases", System::nanoTime);
        opened.add(indexes);
        return indexes.open();
    }

    @Override
    protected int oneNameOf() {
        return 10;
    }

    @AfterEach
    void close() {
        opened.forEach(OpenSearchIndexes::close);
    }
}
