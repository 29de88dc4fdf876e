package dev.legato.search.feed;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.runtime.json.Json;
import dev.legato.search.index.Hits;
import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.TopicOffsets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tracks whose popularity has changed, which the index must be told with the rest of their documents. */
final class PopularityChanges {
    /** How many documents are read at once. */
    private static final int BATCH = SearchQuery.MAX_LIMIT;

    private final Popularity popularity;
    private final Set<String> changed = new LinkedHashSet<>();

    PopularityChanges(Popularity popularity) {
        this.popularity = popularity;
    }

    void add(String track) {
        changed.add(track);
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    /** Whether so many wait that they should be applied before more are read. */
    boolean isFull() {
        return changed.size() >= BATCH;
    }

    /**
     * Applies them. What was applied before must be refreshed: the documents are read from what searches see. Those whose
     * documents were not all found before the time ran out go on waiting.
     */
    void apply(SearchIndex index) throws IOException {
        List<String> tracks = List.copyOf(changed);
        for (int from = 0; from < tracks.size(); from += BATCH) {
            apply(index, tracks.subList(from, Math.min(tracks.size(), from + BATCH)));
        }
    }

    private void apply(SearchIndex index, List<String> tracks) throws IOException {
        Hits found = DocumentsById.find(index, SearchKind.TRACK, tracks);
        List<SearchChange> changes = new ArrayList<>(found.hits().size());
        for (Hit hit : found.hits()) {
            CatalogueTrack track = Json.read(hit.view().getBytes(), CatalogueTrack.class);
            changes.add(new SearchChange.Upsert(Documents.of(track, popularity.of(track.key()))));
            changed.remove(track.key());
        }
        index.apply(new SearchBatch(changes, TopicOffsets.NONE));
        if (found.complete()) {
            tracks.forEach(changed::remove);
        }
    }
}
