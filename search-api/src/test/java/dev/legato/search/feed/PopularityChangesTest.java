package dev.legato.search.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.TrackPlays;
import dev.legato.search.Catalogue;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import dev.legato.search.text.TypedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PopularityChangesTest {
    @TempDir
    Path folder;

    /** Newer, so it comes before whatever is not more popular. */
    private final CatalogueTrack unheard =
            Catalogue.track("Toto", "Live", "Africa by night", 2020, List.of("rock"), true, false, null);

    private final CatalogueTrack one = Catalogue.track("Toto", "IV", "Africa");
    private final CatalogueTrack same = Catalogue.track("Toto", "Best of", "Africa");
    private final Popularity popularity = new Popularity();
    private final PopularityChanges changes = new PopularityChanges(popularity);

    @BeforeEach
    void hear() {
        for (CatalogueTrack track : List.of(one, same)) {
            assertTrue(popularity.put(new TrackPlays(track.key(), 1_000, 3, null)));
            changes.add(track.key());
        }
    }

    private LuceneIndex open(Duration maxTime) throws IOException {
        return LuceneIndex.open(new LuceneSettings(folder, 16, maxTime));
    }

    private void fill(SearchIndex index) throws IOException {
        index.apply(new SearchBatch(
                Stream.of(unheard, one, same)
                        .<SearchChange>map(track -> new SearchChange.Upsert(Documents.of(track, 0)))
                        .toList(),
                TopicOffsets.NONE));
        index.refresh();
    }

    @Test
    void apply_toTwoTracksOfOneRecording_changesBoth() throws IOException {
        try (LuceneIndex index = open(Duration.ofMinutes(1))) {
            fill(index);
            changes.apply(index);
            index.refresh();

            assertTrue(changes.isEmpty());
            SearchQuery all = new SearchQuery(
                    TypedText.parse(""), Set.of(SearchKind.TRACK), SearchFilter.NONE, null, 3, false, false, false);
            List<String> order =
                    index.search(all).hits().stream().map(hit -> hit.id().id()).toList();
            assertEquals(3, order.size());
            assertEquals(unheard.key(), order.getLast());
        }
    }

    @Test
    void apply_whenTheTimeRunsOut_keepsTheChanges() throws IOException {
        try (LuceneIndex index = open(Duration.ofNanos(-1))) {
            fill(index);
            changes.apply(index);

            assertFalse(changes.isEmpty());
        }
    }
}
