package dev.legato.bench.search;

import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Builds an index of many tracks by Lucene and measures what queries cost it, in processor time of the thread that asks. */
public final class SearchBench {
    private static final int BATCH = 2_000;
    private static final int LIMIT = 20;
    private static final int BYTES_PER_MB = 1_000_000;
    private static final long SEED = 1;

    private final SearchCorpus corpus;
    private final Path folder;

    /**
     * A figure of the report.
     *
     * @param millis the processor time of each query, in ms, in ascending order
     */
    public record Figure(String what, List<Double> millis) {
        public Figure {
            millis = millis.stream().sorted().toList();
        }

        /** The processor time that a share of the queries does not exceed. */
        double quantile(double share) {
            return millis.get((int) Math.min(millis.size() - 1L, Math.round(share * millis.size())));
        }

        /** A line of the report. */
        @Override
        public String toString() {
            return "%-8s %7d queries, processor time p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms"
                    .formatted(what, millis.size(), quantile(.5), quantile(.99), quantile(.999), quantile(1));
        }
    }

    /**
     * Reads the names.
     *
     * @param names a file of artist, album and title, parted by tabs
     * @param folder of the index; one that is there is used as it is
     */
    public SearchBench(Path names, Path folder) throws IOException {
        this.corpus = SearchCorpus.of(names, SEED);
        this.folder = folder;
    }

    /** Builds the index unless it is there, and says what that took. */
    public String build(int tracks) throws IOException {
        long start = System.nanoTime();
        try (SearchIndex index = LuceneIndex.open(LuceneSettings.in(folder))) {
            for (int i = (int) index.count(SearchKind.TRACK); i < tracks; i += BATCH) {
                List<SearchChange> changes = IntStream.range(i, Math.min(tracks, i + BATCH))
                        .<SearchChange>mapToObj(number -> new SearchChange.Upsert(corpus.track(number)))
                        .toList();
                index.apply(new SearchBatch(changes, TopicOffsets.NONE));
            }
            index.commit();
            index.refresh();
            return "%d tracks, %.1f s, %d MB on disk"
                    .formatted(
                            index.count(SearchKind.TRACK), (System.nanoTime() - start) / 1e9, bytes() / BYTES_PER_MB);
        }
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(SearchBench::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Searches, one query after the other.
     *
     * @param warmUp queries that are not counted
     */
    public List<Figure> search(int queries, int warmUp) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        QueryMix mix = new QueryMix(corpus.titles(), SEED);
        List<Double> all = new ArrayList<>();
        Map<QueryMix.Kind, List<Double>> byKind = new EnumMap<>(QueryMix.Kind.class);
        try (SearchIndex index = LuceneIndex.open(LuceneSettings.in(folder))) {
            for (int i = -warmUp; i < queries; i++) {
                QueryMix.Typed typed = mix.next();
                long start = threads.getCurrentThreadCpuTime();
                var _ = index.search(SearchQuery.of(typed.text(), SearchKind.TRACK, LIMIT));
                double millis = (threads.getCurrentThreadCpuTime() - start) / 1e6;
                if (i >= 0) {
                    all.add(millis);
                    byKind.computeIfAbsent(typed.kind(), _ -> new ArrayList<>()).add(millis);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        byKind.forEach((kind, millis) -> figures.add(new Figure(kind.name(), millis)));
        figures.add(new Figure("all", all));
        return figures;
    }

    /** Live heap after a collection, in MB, with the index open. */
    public long heapMb() throws IOException {
        try (SearchIndex _ = LuceneIndex.open(LuceneSettings.in(folder))) {
            ManagementFactory.getMemoryMXBean().gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MB;
        }
    }
}
