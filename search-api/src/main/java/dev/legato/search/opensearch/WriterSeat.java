package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.search.index.TopicOffsets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several processes writes the index. The seat is a document beside the others, with the offsets up to which the
 * index is filled; each change of it names the version that was read (OpenSearch's {@code if_seq_no}), so of two processes
 * one is refused. Who holds the seat says so every few seconds; a seat that did not change for {@link #PATIENCE} is free.
 *
 * <p>Each holder has a number, its term, one more than the one before, and writes documents with versions that begin with
 * it. So what a former holder still writes is refused where the present one has written.
 *
 * <p>For use by any thread: one writes documents while another says that it lives.
 */
final class WriterSeat {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(WriterSeat.class);
    private static final String DOCUMENT = "writer-state";
    private static final int TERM_SHIFT = 40;
    private static final long LOOK_MS = 500;

    private final OpenSearchClient client;
    private final String path;
    private final String self;
    private final LongSupplier nanoTime;
    private @Nullable Seat seen;
    private long seenAt;
    private boolean isLive;
    private long batches;

    /**
     * The seat as it was read.
     *
     * @param holder the process, or empty if it was given up
     * @param beat changes with each sign of life
     */
    private record Seat(long term, String holder, long beat, TopicOffsets offsets, long sequence, long primaryTerm) {
        boolean isSameAs(Seat other) {
            return sequence == other.sequence && primaryTerm == other.primaryTerm;
        }
    }

    /** @param self tells this process from all others */
    WriterSeat(OpenSearchClient client, String index, String self, LongSupplier nanoTime) {
        this.client = client;
        this.path = "/%s/_doc/%s".formatted(index, DOCUMENT);
        this.self = self;
        this.nanoTime = nanoTime;
    }

    synchronized boolean isHeld() {
        return seen != null && seen.holder.equals(self);
    }

    /** Whether the seat is held, here or by another process that was seen to live within {@link #PATIENCE}. */
    synchronized boolean isLive() {
        return isHeld() || (isLive && nanoTime.getAsLong() - seenAt <= PATIENCE.toNanos());
    }

    /** The term in which this process holds the seat; 0 if it does not. */
    synchronized long term() {
        return seen != null && isHeld() ? seen.term : 0;
    }

    /** Takes the seat if it is free; true if it is held. */
    synchronized boolean take() throws IOException {
        if (isHeld()) {
            return true;
        }
        Seat current = read();
        if (current == null) {
            return put(new Seat(1, self, 0, TopicOffsets.NONE, -1, -1));
        }
        boolean unchanged = seen != null && current.isSameAs(seen);
        if (!unchanged) {
            isLive = seen != null && !current.holder.isEmpty();
            seen = current;
            seenAt = nanoTime.getAsLong();
        }
        boolean free = current.holder.isEmpty()
                || current.holder.equals(self)
                || (unchanged && nanoTime.getAsLong() - seenAt > PATIENCE.toNanos());
        if (!free) {
            return false;
        }
        boolean taken =
                put(new Seat(current.term + 1, self, 0, current.offsets, current.sequence, current.primaryTerm));
        if (taken) {
            LOG.info("this process writes the search index from now on, in term {}", current.term + 1);
        }
        return taken;
    }

    /**
     * Waits for a sign of life of a process that holds the seat, for at most {@link #PATIENCE}; false if there is none, and at
     * once if the seat was given up.
     */
    boolean awaitHolder() throws IOException {
        Seat first = read();
        if (first != null && first.holder.isEmpty()) {
            return false;
        }
        long begin = nanoTime.getAsLong();
        while (nanoTime.getAsLong() - begin <= PATIENCE.toNanos()) {
            client.pause(LOOK_MS);
            Seat now = read();
            if (now != null && (first == null || !now.isSameAs(first))) {
                return !now.holder.isEmpty();
            }
        }
        return false;
    }

    /** The version of the next batch. */
    synchronized long nextVersion() {
        Seat held = seen;
        if (held == null) {
            throw new IllegalStateException("the seat is not held");
        }
        return held.term << TERM_SHIFT | batches++;
    }

    /** Notes how far the index is filled; false if the seat was lost. */
    synchronized boolean commit(TopicOffsets offsets) throws IOException {
        Seat held = seen;
        return held != null
                && isHeld()
                && put(new Seat(
                        held.term, self, held.beat + 1, held.offsets.with(offsets), held.sequence, held.primaryTerm));
    }

    /** Says that the holder lives; false if the seat was lost. */
    synchronized boolean renew() throws IOException {
        return commit(TopicOffsets.NONE);
    }

    /** Leaves the seat to others. */
    synchronized void giveUp() throws IOException {
        Seat held = seen;
        if (held != null && isHeld()) {
            try {
                boolean unused =
                        put(new Seat(held.term, "", held.beat + 1, held.offsets, held.sequence, held.primaryTerm));
            } catch (OpenSearchException e) {
                // An index that was replaced is gone, and its seat with it.
                if (e.status() != OpenSearchException.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    /** How far the index is filled. */
    TopicOffsets offsets() throws IOException {
        Seat current = read();
        return current == null ? TopicOffsets.NONE : current.offsets;
    }

    private @Nullable Seat read() throws IOException {
        try {
            JsonNode answer = client.call("GET", path, null);
            JsonNode state = answer.path("_source").path(IndexDefinition.STATE);
            SortedMap<String, Long> offsets = new TreeMap<>();
            state.path("offsets")
                    .properties()
                    .forEach(offset ->
                            offsets.put(offset.getKey(), offset.getValue().asLong()));
            return new Seat(
                    state.path("term").asLong(),
                    state.path("holder").asText(),
                    state.path("beat").asLong(),
                    new TopicOffsets(offsets),
                    answer.path("_seq_no").asLong(),
                    answer.path("_primary_term").asLong());
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.NOT_FOUND && e.type().isEmpty()) {
                return null;
            }
            throw e;
        }
    }

    private boolean put(Seat next) throws IOException {
        String condition = next.sequence < 0
                ? "?op_type=create"
                : "?if_seq_no=%d&if_primary_term=%d".formatted(next.sequence, next.primaryTerm);
        try {
            JsonNode answer = client.call(
                    "PUT",
                    path + condition + "&require_alias=true",
                    Map.of(
                            IndexDefinition.STATE,
                            Map.of(
                                    "term", next.term,
                                    "holder", next.holder,
                                    "beat", next.beat,
                                    "offsets", next.offsets.next())));
            seen = new Seat(
                    next.term,
                    next.holder,
                    next.beat,
                    next.offsets,
                    answer.path("_seq_no").asLong(),
                    answer.path("_primary_term").asLong());
            seenAt = nanoTime.getAsLong();
            return true;
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.CONFLICT) {
                seen = null;
                return false;
            }
            throw e;
        }
    }
}
