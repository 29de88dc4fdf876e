package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.problem.ProblemException;
import dev.legato.runtime.settings.Settings;
import dev.legato.search.index.Facets;
import dev.legato.search.index.Hits;
import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.MatchClass;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchCursor;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.index.Suggestion;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import dev.legato.search.text.TypedText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index on a real node, beside one by Lucene that has the same documents. */
@Timeout(300)
final class OpenSearchIndexIT {
    @TempDir
    private static Path folder;

    private static OpenSearchIndexes indexes;
    private static SearchIndex openSearch;
    private static SearchIndex lucene;

    @BeforeAll
    static void fill() throws Exception {
        indexes = new OpenSearchIndexes(TestNode.settings(Map.of()), "one", System::nanoTime);
        openSearch = indexes.open();
        lucene = LuceneIndex.open(new LuceneSettings(folder.resolve("lucene"), 16, Duration.ofSeconds(30)));
        for (SearchIndex index : List.of(openSearch, lucene)) {
            index.apply(new SearchBatch(music(), TopicOffsets.NONE.with("catalogue", 0, 20)));
            index.commit();
            index.refresh();
        }
    }

    @AfterAll
    static void close() throws Exception {
        lucene.close();
        openSearch.close();
        indexes.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queen rhapsody",
                "bohemian rhapsody",
                "bohemian rapsody",
                "bohemain",
                "beyonce",
                "sigur ros",
                "motorhead",
                "motorheda",
                "tnt",
                "acdc",
                "ac/dc tnt",
                "u2",
                "the the",
                "deadmau 5",
                "b",
                "bo",
                "rad",
                "radoih",
                "queen bohemian rhapsody lyrics",
                "\"we will\" rock",
                "queen -rhapsody",
                "!!!",
                "™",
                "Кино",
                "kino",
                "nothing like this",
                ""
            })
    void search_findsTheSameInTheSameOrderAsLucene(String typed) throws Exception {
        for (Set<SearchKind> kinds : List.of(Set.of(SearchKind.TRACK), Set.<SearchKind>of())) {
            SearchQuery query = query(typed, kinds, SearchFilter.NONE, 50);
            List<String> expected = described(lucene.search(query));
            assertEquals(expected, described(openSearch.search(query)), typed);
            assertEquals(best(lucene.suggest(query)), best(openSearch.suggest(query)), typed);
        }
    }

    @Test
    void search_filtered_findsWhatPasses() throws Exception {
        SearchFilter old = new SearchFilter(1970, 1979, Set.of("rock"), Set.of(), false, false, null);
        SearchQuery query = query("", Set.of(SearchKind.TRACK), old, 50);
        List<String> found = ids(openSearch.search(query));
        assertEquals(ids(lucene.search(query)), found);
        assertTrue(found.contains("TRACK:1"), found.toString());
        SearchFilter within = new SearchFilter(
                null, null, Set.of(), Set.of(), true, true, Set.of(new SearchId(SearchKind.TRACK, "2")));
        assertEquals(List.of("TRACK:2"), ids(openSearch.search(query("", Set.of(), within, 50))));
    }

    @Test
    void search_pageByPage_seesEachOnce() throws Exception {
        SearchQuery query = query("", Set.of(), SearchFilter.NONE, 3);
        List<String> whole = ids(openSearch.search(query("", Set.of(), SearchFilter.NONE, 100)));
        List<String> paged = new ArrayList<>();
        SearchCursor next = null;
        do {
            Hits page = openSearch.search(query.after(next));
            paged.addAll(ids(page));
            next = page.next();
        } while (next != null);
        assertEquals(whole, paged);
    }

    @Test
    void search_withFacets_countsAllHits() throws Exception {
        SearchQuery query =
                new SearchQuery(TypedText.parse("queen"), Set.of(), SearchFilter.NONE, null, 10, true, true);
        Hits hits = openSearch.search(query);
        Facets facets = hits.facets();
        assertNotNull(facets);
        assertEquals(lucene.search(query).facets(), facets);
        assertNotNull(hits.hits().getFirst().explanation());
    }

    @Test
    void apply_twice_changesNothing_andARemovalRemoves() throws Exception {
        try (OpenSearchIndexes own = new OpenSearchIndexes(TestNode.settings(Map.of()), "one", System::nanoTime);
                OpenSearchIndex index = own.open()) {
            SearchBatch batch = new SearchBatch(music(), TopicOffsets.NONE.with("catalogue", 0, 20));
            index.apply(batch);
            index.apply(batch);
            index.apply(new SearchBatch(
                    List.of(new SearchChange.Removal(new SearchId(SearchKind.TRACK, "1"))),
                    TopicOffsets.NONE.with("catalogue", 0, 21)));
            assertEquals(TopicOffsets.NONE, index.committed(), "nothing is committed yet");
            index.commit();
            index.refresh();
            assertEquals(21, index.committed().next("catalogue", 0).orElseThrow());
            long tracks = music().stream()
                    .filter(change -> change.id().kind() == SearchKind.TRACK)
                    .count();
            assertEquals(tracks - 1, index.count(SearchKind.TRACK));
            assertEquals(IndexCondition.WHOLE, index.check());
        }
    }

    @Test
    void apply_byTwoProcesses_isDoneByOne_andTakenOverFromWhatIsCommitted() throws Exception {
        OpenSearchSettings settings = TestNode.settings(Map.of());
        SearchBatch first = new SearchBatch(music().subList(0, 2), TopicOffsets.NONE.with("catalogue", 0, 2));
        SearchBatch second = new SearchBatch(music().subList(2, 4), TopicOffsets.NONE.with("catalogue", 0, 4));
        try (OpenSearchIndexes ofOne = new OpenSearchIndexes(settings, "one", System::nanoTime);
                OpenSearchIndexes ofTwo = new OpenSearchIndexes(settings, "two", System::nanoTime);
                OpenSearchIndex two = ofTwo.open()) {
            OpenSearchIndex one = ofOne.open();
            one.apply(first);
            one.commit();
            two.apply(first);
            two.apply(second);
            assertFalse(two.isWriter());
            one.close(); // ends without a commit of the second batch
            var failure = assertThrows(IllegalStateException.class, () -> two.apply(second));
            assertTrue(failure.getMessage().contains("begins again"), failure.getMessage());
            assertEquals(2, two.committed().next("catalogue", 0).orElseThrow());
            two.apply(second);
            two.commit();
            two.refresh();
            assertEquals(4, two.committed().next("catalogue", 0).orElseThrow());
            assertEquals(4, two.count(SearchKind.TRACK) + two.count(SearchKind.ALBUM) + two.count(SearchKind.ARTIST));
        }
    }

    @Test
    void apply_byAFormerWriter_doesNotOverwriteTheNewOne() throws Exception {
        OpenSearchSettings settings = TestNode.settings(Map.of());
        AtomicLong ahead = new AtomicLong();
        SearchId id = new SearchId(SearchKind.TRACK, "1");
        try (OpenSearchIndexes ofOne = new OpenSearchIndexes(settings, "one", System::nanoTime);
                OpenSearchIndexes ofTwo =
                        new OpenSearchIndexes(settings, "two", () -> System.nanoTime() + ahead.get());
                OpenSearchIndex one = ofOne.open();
                OpenSearchIndex two = ofTwo.open()) {
            one.apply(named(id, "Before"));
            two.apply(named(id, "Passed over"));
            // As if the first had been silent for so long, which it does not know.
            ahead.addAndGet(WriterSeat.PATIENCE.multipliedBy(2).toNanos());
            assertThrows(IllegalStateException.class, () -> two.apply(named(id, "Refused")));
            assertEquals(TopicOffsets.NONE, two.committed());
            two.apply(named(id, "New"));
            one.apply(named(id, "Late"));
            two.refresh();
            assertEquals(
                    1,
                    two.search(SearchQuery.of("new", SearchKind.TRACK, 5))
                            .hits()
                            .size());
            assertEquals(
                    0,
                    two.search(SearchQuery.of("late", SearchKind.TRACK, 5))
                            .hits()
                            .size());
            one.commit();
            assertFalse(one.isWriter(), "it has learnt of it");
        }
    }

    @Test
    void apply_ofNothing_takesOverFromAWriterThatDied() throws Exception {
        OpenSearchSettings settings = TestNode.settings(Map.of());
        AtomicLong ahead = new AtomicLong();
        SearchBatch batch = named(new SearchId(SearchKind.TRACK, "1"), "Passed over");
        try (OpenSearchIndexes ofOne = new OpenSearchIndexes(settings, "one", System::nanoTime);
                OpenSearchIndexes ofTwo =
                        new OpenSearchIndexes(settings, "two", () -> System.nanoTime() + ahead.get());
                OpenSearchIndex one = ofOne.open();
                OpenSearchIndex two = ofTwo.open()) {
            one.apply(batch);
            two.apply(batch);
            assertFalse(two.isWritten(), "it does not know yet whether the writer lives");
            one.commit();
            two.apply(SearchBatch.NOTHING);
            assertTrue(two.isWritten());
            ahead.addAndGet(WriterSeat.PATIENCE.multipliedBy(2).toNanos());
            assertFalse(two.isWritten());
            assertThrows(IllegalStateException.class, () -> two.apply(SearchBatch.NOTHING));
            assertTrue(two.isWriter());
            assertEquals(TopicOffsets.NONE, two.committed());
            two.apply(batch);
            assertTrue(two.isWritten());
        }
    }

    @Test
    void next_besideABuild_sharesItIfItsProcessLives_andDeletesItElse() throws Exception {
        OpenSearchSettings settings = TestNode.settings(Map.of());
        try (OpenSearchIndexes ofOne = new OpenSearchIndexes(settings, "one", System::nanoTime);
                OpenSearchIndexes ofTwo = new OpenSearchIndexes(settings, "two", System::nanoTime);
                OpenSearchIndex serving = ofOne.open()) {
            OpenSearchIndex build = ofOne.next("topic");
            build.apply(SearchBatch.NOTHING); // and says from now on that it lives
            try (OpenSearchIndex shared = ofTwo.next("topic");
                    OpenSearchIndex other = ofTwo.next("another topic")) {
                assertEquals(build.name(), shared.name());
                assertFalse(other.name().equals(build.name()));
                other.apply(SearchBatch.NOTHING);
            }
            build.close();
            try (OpenSearchIndex fresh = ofTwo.next("topic")) {
                assertFalse(fresh.name().equals(build.name()));
                assertEquals(IndexCondition.ABSENT, build.check(), "nobody continues it");
                assertEquals(IndexCondition.WHOLE, serving.check());
            }
        }
    }

    @Test
    void promote_anotherIndex_servesInItsPlaceAndDeletesTheOld() throws Exception {
        OpenSearchSettings settings = TestNode.settings(Map.of("search.opensearch.routing", "kind"));
        try (OpenSearchIndexes own = new OpenSearchIndexes(settings, "one", System::nanoTime)) {
            assertEquals(IndexCondition.ABSENT, own.condition());
            OpenSearchIndex before = own.open();
            before.apply(new SearchBatch(music(), TopicOffsets.NONE));
            OpenSearchIndex next = own.next("topic");
            next.apply(new SearchBatch(music().subList(0, 1), TopicOffsets.NONE));
            next.commit();
            next.refresh();
            own.promote(next);
            assertEquals(1, own.open().count(SearchKind.TRACK));
            assertEquals(
                    1,
                    own.open()
                            .search(SearchQuery.of("bohemian", SearchKind.TRACK, 5))
                            .hits()
                            .size());
            assertEquals(IndexCondition.WHOLE, own.condition());
            assertEquals(IndexCondition.ABSENT, before.check());
            assertThrows(IOException.class, () -> before.apply(new SearchBatch(music(), TopicOffsets.NONE)));
        }
    }

    @Test
    void engine_anotherIndexBesideTheFirst_servesWhenItIsPromoted() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (OpenSearchIndexes own = new OpenSearchIndexes(TestNode.settings(Map.of()), "one", System::nanoTime)) {
            OpenSearchEngine engine = new OpenSearchEngine(own);
            assertEquals(IndexCondition.ABSENT, engine.condition(first));
            SearchIndex before = engine.open(first);
            before.apply(new SearchBatch(music(), TopicOffsets.NONE));
            SearchIndex after = engine.build(second, "topic");
            after.apply(new SearchBatch(music().subList(0, 2), TopicOffsets.NONE));
            after.commit();
            after.refresh();
            assertEquals(IndexCondition.WHOLE, engine.condition(first));
            engine.promote(after);
            engine.promote(after);
            before.close();
            assertEquals(IndexCondition.ABSENT, engine.condition(first), "it is deleted");
            assertEquals(IndexCondition.WHOLE, engine.condition(second));
            assertEquals(2, own.open().count(SearchKind.TRACK));
            assertEquals(2, new OpenSearchEngine(own).open(second).count(SearchKind.TRACK));
            after.close();
        }
    }

    @Test
    void search_ofANodeThatIsDown_failsWithinTheBoundAndSaysWhenToTryAgain() throws Exception {
        OpenSearchSettings settings = OpenSearchSettings.from(Settings.of(
                        Map.of("search.opensearch.uri", "http://127.0.0.1:1", "search.opensearch.timeout", "500ms")))
                .orElseThrow();
        try (OpenSearchIndexes down = new OpenSearchIndexes(settings, "one", System::nanoTime)) {
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                var failure = assertThrows(ProblemException.class, down::open);
                assertEquals(503, failure.problem().status());
                assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
            }
        }
    }

    private static SearchBatch named(SearchId id, String name) {
        return new SearchBatch(
                List.of(new SearchChange.Upsert(
                        new SearchDocument(id, SearchNames.alone(name), SearchTraits.unknown(), Buffer.buffer("{}")))),
                TopicOffsets.NONE);
    }

    private static SearchQuery query(String typed, Set<SearchKind> kinds, SearchFilter filter, int limit) {
        return new SearchQuery(TypedText.parse(typed), kinds, filter, null, limit, false, false);
    }

    private static List<String> ids(Hits hits) {
        return hits.hits().stream().map(hit -> hit.id().text()).toList();
    }

    /** The hits that have all words: which others there are depends on the last of the words that resemble a typed one. */
    private static List<String> described(Hits hits) {
        return hits.hits().stream()
                .filter(hit -> hit.match() != MatchClass.PARTIAL)
                .map(OpenSearchIndexIT::described)
                .toList();
    }

    private static Optional<String> best(List<Suggestion> suggestions) {
        return suggestions.stream().map(Suggestion::text).findFirst();
    }

    private static String described(Hit hit) {
        return "%s %s %d %s".formatted(hit.id().text(), hit.match(), hit.score(), hit.view());
    }

    private static List<SearchChange> music() {
        List<SearchChange> changes = new ArrayList<>();
        track(changes, "Bohemian Rhapsody", "Queen", "A Night at the Opera", 1975, 900, List.of("rock"), null);
        track(changes, "We Will Rock You", "Queen", "News of the World", 1977, 800, List.of("rock"), null);
        track(changes, "Killer Queen", "Queen", "Sheer Heart Attack", 1974, 300, List.of("rock"), null);
        track(changes, "Rhapsody in Blue", "George Gershwin", "Gershwin", 1924, 100, List.of("classical"), null);
        track(changes, "Halo", "Beyoncé", "I Am… Sasha Fierce", 2008, 700, List.of("pop"), null);
        track(changes, "Hoppípolla", "Sigur Rós", "Takk...", 2005, 200, List.of("post-rock"), null);
        track(changes, "Ace of Spades", "Motörhead", "Ace of Spades", 1980, 400, List.of("metal", "rock"), null);
        track(changes, "T.N.T.", "AC/DC", "High Voltage", 1975, 350, List.of("rock"), null);
        track(changes, "One", "U2", "Achtung Baby", 1991, 500, List.of("rock"), null);
        track(changes, "This Is the Day", "The The", "Soul Mining", 1983, 60, List.of("pop"), null);
        track(changes, "Strobe", "deadmau5", "For Lack of a Better Name", 2009, 250, List.of("house"), null);
        track(
                changes,
                "Creep",
                "Radiohead",
                "Pablo Honey",
                1993,
                650,
                List.of("rock"),
                "What the hell am I doing here");
        track(changes, "Must Be the Moon", "!!!", "R!M!X!S", 2013, 10, List.of("dance"), null);
        track(changes, "Группа крови", "Кино", "Группа крови", 1988, 90, List.of("rock"), null);
        int number = 0;
        for (String artist : List.of("Queen", "Beyoncé", "Sigur Rós", "Radiohead", "Кино", "U2")) {
            number++;
            changes.add(new SearchChange.Upsert(new SearchDocument(
                    new SearchId(SearchKind.ARTIST, "a" + number),
                    SearchNames.alone(artist),
                    SearchTraits.unknown(),
                    Buffer.buffer("{\"artist\":%d}".formatted(number)))));
        }
        return changes;
    }

    private static void track(
            List<SearchChange> changes,
            String title,
            String artist,
            String album,
            int year,
            long plays,
            List<String> genres,
            String lyrics) {
        String id = Integer.toString(changes.size() + 1);
        changes.add(new SearchChange.Upsert(new SearchDocument(
                new SearchId(SearchKind.TRACK, id),
                new SearchNames(title, List.of(artist), album, List.of(), null, lyrics),
                new SearchTraits(genres, List.of(artist), false, true, plays, LocalDate.of(year, 1, 1)),
                Buffer.buffer("{\"track\":%s}".formatted(id)))));
    }
}
