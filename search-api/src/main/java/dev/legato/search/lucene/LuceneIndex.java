package dev.legato.search.lucene;

import dev.legato.search.index.Hits;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.Suggestion;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.rank.CandidateSource;
import dev.legato.search.rank.Searcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * An index by Lucene in a folder. Its format version and the topics' offsets are the user data of each commit. Segments
 * are sorted as candidates are, and searched by the thread that asks.
 */
public final class LuceneIndex implements SearchIndex {
    /** Each segment costs each search; fewer of them cost merging. */
    private static final int SEGMENTS_PER_TIER = 4;

    private final LuceneSettings settings;
    private final Directory directory;
    private final SnapshotDeletionPolicy snapshots;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final LuceneSpelling spelling;
    private volatile TopicOffsets applied;

    private LuceneIndex(
            LuceneSettings settings,
            Directory directory,
            SnapshotDeletionPolicy snapshots,
            IndexWriter writer,
            SearcherManager searchers,
            LuceneSpelling spelling,
            TopicOffsets applied) {
        this.settings = settings;
        this.directory = directory;
        this.snapshots = snapshots;
        this.writer = writer;
        this.searchers = searchers;
        this.spelling = spelling;
        this.applied = applied;
    }

    /**
     * Opens the index in a folder, or makes an empty one.
     *
     * @throws IOException if it is damaged, of another format, or in use by another process
     */
    public static LuceneIndex open(LuceneSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        Directory directory = new MMapDirectory(settings.folder());
        try {
            return open(settings, directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static LuceneIndex open(LuceneSettings settings, Directory directory) throws IOException {
        SnapshotDeletionPolicy snapshots = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
        boolean isNew = !DirectoryReader.indexExists(directory);
        if (!isNew && !CommitData.isOfThisFormat(LuceneInspection.commitData(directory))) {
            throw new IOException("%s: an index of another format (expected: %d)".formatted(settings.folder(), FORMAT));
        }
        IndexWriter writer = new IndexWriter(
                directory,
                new IndexWriterConfig()
                        .setIndexSort(LuceneFields.ORDER)
                        .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER))
                        .setRAMBufferSizeMB(settings.bufferMb())
                        .setIndexDeletionPolicy(snapshots)
                        .setCommitOnClose(false));
        try {
            if (isNew) {
                writer.setLiveCommitData(CommitData.of(TopicOffsets.NONE).entrySet());
                var _ = writer.commit();
            }
            SearcherManager searchers = new SearcherManager(writer, new SearcherFactory());
            IndexSearcher searcher = searchers.acquire();
            try {
                return new LuceneIndex(
                        settings,
                        directory,
                        snapshots,
                        writer,
                        searchers,
                        LuceneSpelling.of(searcher.getIndexReader()),
                        CommitData.offsets(LuceneInspection.commitData(directory)));
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    /** What is in a folder, without opening it for changes; reads all of it. */
    public static IndexCondition inspect(Path folder) throws IOException {
        return LuceneInspection.inspect(folder);
    }

    @Override
    public void apply(SearchBatch batch) throws IOException {
        requireWriter();
        if (!batch.equals(SearchBatch.NOTHING)) {
            changing(() -> change(batch));
        }
    }

    private void change(SearchBatch batch) throws IOException {
        for (SearchChange change : batch.changes()) {
            switch (change) {
                case SearchChange.Upsert(SearchDocument document) -> put(document);
                case SearchChange.Removal(SearchId id) -> {
                    var _ = writer.deleteDocuments(LuceneFields.id(id.text()));
                }
            }
        }
        applied = applied.with(batch.offsets());
        writer.setLiveCommitData(CommitData.of(applied).entrySet());
    }

    private void put(SearchDocument document) throws IOException {
        LuceneDocument ready = LuceneDocument.of(document);
        var _ = writer.updateDocument(LuceneFields.id(document.id().text()), ready.fields());
        spelling.add(ready.tokens());
    }

    @Override
    public void commit() throws IOException {
        changing(() -> {
            var _ = writer.commit();
        });
    }

    private interface Change {
        void make() throws IOException;
    }

    private void changing(Change change) throws IOException {
        try {
            change.make();
        } catch (AlreadyClosedException e) {
            requireWriter();
            throw e;
        }
    }

    /** After a failure that it cannot undo, as of a merge on a full disk, Lucene's writer closes itself for good. */
    private void requireWriter() throws IOException {
        Throwable failure = writer.getTragicException();
        if (failure != null) {
            throw new IOException("the index cannot be written any more: " + failure, failure);
        }
    }

    @Override
    public TopicOffsets committed() throws IOException {
        return CommitData.offsets(LuceneInspection.commitData(directory));
    }

    @Override
    public void refresh() throws IOException {
        changing(searchers::maybeRefreshBlocking);
    }

    /** A use of the index in one state. */
    private interface Reading<T> {
        T of(CandidateSource source, IndexSearcher searcher) throws IOException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return reading.of(new LuceneCandidates(searcher.getIndexReader(), spelling, settings.maxTime()), searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    @Override
    public Hits search(SearchQuery query) throws IOException {
        return read((source, _) -> Searcher.search(query, source));
    }

    @Override
    public List<Suggestion> suggest(SearchQuery query) throws IOException {
        return read((source, _) -> Searcher.suggest(query, source));
    }

    @Override
    public long count(SearchKind kind) throws IOException {
        return read((_, searcher) -> (long) searcher.count(LuceneQueries.kind(kind)));
    }

    @Override
    public void snapshot(Path folder) throws IOException {
        IndexCommit commit = snapshots.snapshot();
        try {
            Files.createDirectories(folder);
            for (String file : commit.getFileNames()) {
                var _ = Files.copy(settings.folder().resolve(file), folder.resolve(file));
            }
        } finally {
            snapshots.release(commit);
            writer.deleteUnusedFiles();
        }
    }

    @Override
    public IndexCondition check() throws IOException {
        return LuceneInspection.inspect(settings.folder());
    }

    /** Closes the index; what was not committed is lost and is read from the topics again. */
    @Override
    public void close() throws IOException {
        try (directory;
                searchers) {
            writer.rollback();
        }
    }
}
