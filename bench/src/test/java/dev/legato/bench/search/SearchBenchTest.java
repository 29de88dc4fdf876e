package dev.legato.bench.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchBenchTest {
    @TempDir
    Path folder;

    private Path names() throws IOException {
        return Files.writeString(
                folder.resolve("names.tsv"),
                "artist\talbum\ttitle\tsource\nQueen\tJazz\tMustapha\tx\nABBA\t\tWaterloo\tx\n\tHelp!\tYesterday\tx\n");
    }

    @Test
    void search_smallIndex_givesFiguresOfTheMix() throws IOException {
        SearchBench bench = new SearchBench(names(), folder.resolve("index"));

        assertTrue(bench.build(50).startsWith("50 tracks"));
        List<SearchBench.Figure> figures = bench.search(200, 10);
        assertEquals(
                List.of("PREFIX", "TYPO", "EXACT", "all"),
                figures.stream().map(SearchBench.Figure::what).toList());
        assertEquals(200, figures.getLast().millis().size());
        assertTrue(bench.heapMb() > 0);
    }

    @Test
    void track_sameSeed_isTheSame() throws IOException {
        assertEquals(
                SearchCorpus.of(names(), 1).track(7),
                SearchCorpus.of(names(), 1).track(7));
    }
}
