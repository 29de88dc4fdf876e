package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.problem.Problem;
import dev.legato.search.index.Hits;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.Suggestion;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.opensearch.OpenSearchSettings.Routing;
import dev.legato.search.rank.Searcher;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index in OpenSearch that any number of processes search, and that one of them at a time writes ({@link WriterSeat}).
 * In the others, applying changes does nothing, since the writer reads the same topics; it only takes the seat once that is
 * free, so an empty batch must be applied every few seconds. A process that becomes the writer, or becomes it again, after
 * it was given changes refuses the next batch, so that whoever fills the index begins again from {@link #committed()}.
 *
 * <p>What OpenSearch has acknowledged is durable; the offsets are written after the documents. Documents that are written
 * twice are the same, and one that a later writer has written is not overwritten: its version is higher.
 *
 * <p>While OpenSearch does not answer, each call fails with a problem of status 503 within the timeout of the settings.
 */
public final class OpenSearchIndex implements SearchIndex {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSearchIndex.class);
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final OpenSearchClient client;
    private final OpenSearchSettings settings;
    private final String name;
    private final WriterSeat seat;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("opensearch-writer").factory());

    private TopicOffsets applied = TopicOffsets.NONE;
    /** In which the applied changes were written. */
    private long term;
    /** Whether changes were applied or passed over since it was asked what is committed. */
    private boolean begun;

    private volatile Runnable closing = () -> {};

    /**
     * An index that exists.
     *
     * @param name an alias of it alone
     * @param self tells this process from all others
     */
    OpenSearchIndex(
            OpenSearchClient client, OpenSearchSettings settings, String name, String self, LongSupplier nanoTime) {
        this.client = client;
        this.settings = settings;
        this.name = name;
        this.seat = new WriterSeat(client, name, self, nanoTime);
        var _ = beats.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    void whenClosed(Runnable then) {
        closing = then;
    }

    /** The alias of this index alone. */
    String name() {
        return name;
    }

    @Override
    public synchronized void apply(SearchBatch batch) throws IOException {
        boolean isHeld = seat.take();
        boolean isNewTerm = isHeld && seat.term() != term;
        if (isNewTerm) {
            applied = TopicOffsets.NONE;
            term = seat.term();
        }
        if (isNewTerm && begun) {
            throw new IllegalStateException(
                    "this process writes the index from now on, and begins again from what was committed");
        }
        begun = begun || !batch.equals(SearchBatch.NOTHING);
        if (!isHeld) {
            return;
        }
        long version = seat.nextVersion();
        for (Buffer body : BulkBodies.of(batch.changes(), version, settings.routing())) {
            client.bulk("/%s/_bulk?require_alias=true".formatted(name), body);
            if (seat.term() != term) {
                throw new IllegalStateException("another process writes the index from now on");
            }
        }
        applied = applied.with(batch.offsets());
    }

    @Override
    public synchronized void commit() throws IOException {
        if (seat.term() == term && seat.commit(applied)) {
            applied = TopicOffsets.NONE;
        }
    }

    @Override
    public synchronized TopicOffsets committed() throws IOException {
        TopicOffsets committed = seat.offsets();
        begun = false;
        return committed;
    }

    @Override
    public void refresh() throws IOException {
        if (isWriter()) {
            var _ = client.call("POST", "/%s/_refresh".formatted(name), null);
        }
    }

    @Override
    public boolean isWritten() {
        return seat.isLive();
    }

    /** Whether this process writes the index now. */
    public boolean isWriter() {
        return seat.isHeld();
    }

    private JsonNode search(Collection<SearchKind> kinds, Map<String, Object> body) throws IOException {
        String routing = settings.routing() == Routing.KIND && !kinds.isEmpty()
                ? kinds.stream().map(SearchKind::name).sorted().collect(Collectors.joining(",", "?routing=", ""))
                : "";
        try {
            return client.call("POST", "/%s/_search%s".formatted(name, routing), body);
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.NOT_FOUND) {
                throw Problem.unavailable("The search index is being replaced; try again.");
            }
            throw e;
        }
    }

    private OpenSearchSource source(SearchQuery query) {
        // It answers with what it has a little before it is no longer waited for.
        return new OpenSearchSource(
                body -> search(query.kinds(), body), settings.timeout().toMillis() * 3 / 4);
    }

    @Override
    public Hits search(SearchQuery query) throws IOException {
        return Searcher.search(query, source(query));
    }

    @Override
    public List<Suggestion> suggest(SearchQuery query) throws IOException {
        return Searcher.suggest(query, source(query));
    }

    @Override
    public long count(SearchKind kind) throws IOException {
        return client.call(
                        "POST",
                        "/%s/_count".formatted(name),
                        Map.of("query", Map.of("term", Map.of(IndexDefinition.KIND, kind.name()))))
                .path("count")
                .asLong();
    }

    /** Writes the index's name into the folder: it lies in OpenSearch, whose replicas and snapshots keep it. */
    @Override
    public void snapshot(Path folder) throws IOException {
        OpenSearchEngine.write(name, folder);
    }

    @Override
    public IndexCondition check() throws IOException {
        return OpenSearchIndexes.condition(client, name);
    }

    /** Does not wait for a batch that is being written: who writes for long lives nevertheless. */
    private void beat() {
        try {
            if (seat.isHeld() && !seat.renew()) {
                LOG.warn("another process writes the search index from now on");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("OpenSearch was not told that the writer of the index lives: {}", e.toString());
        }
    }

    /** Leaves writing to others; what was not committed is read from the topics again. */
    @Override
    public void close() throws IOException {
        var _ = beats.shutdownNow();
        try {
            seat.giveUp();
        } finally {
            closing.run();
        }
    }
}
