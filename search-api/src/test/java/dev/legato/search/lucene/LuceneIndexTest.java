package dev.legato.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.search.MusicNames;
import dev.legato.search.index.Facets;
import dev.legato.search.index.Hits;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.MatchClass;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchCursor;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.index.Suggestion;
import dev.legato.search.index.TopicOffsets;
import dev.legato.search.text.TypedText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LuceneIndexTest {
    @TempDir
    Path folder;

    private LuceneIndex index;

    @BeforeEach
    void open() throws IOException {
        index = open(folder.resolve("index"));
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    private static LuceneIndex open(Path folder) throws IOException {
        return LuceneIndex.open(new LuceneSettings(folder, 16, Duration.ofMinutes(1)));
    }

    private static SearchDocument track(String id, String title, String artist, String album) {
        return MusicNames.document(SearchKind.TRACK, id, SearchNames.track(title, List.of(artist), album));
    }

    private static SearchDocument with(SearchDocument document, SearchTraits traits) {
        return new SearchDocument(document.id(), document.names(), traits, document.view());
    }

    private static SearchTraits heard(long times, boolean available) {
        return new SearchTraits(List.of(), List.of(), false, available, times, null);
    }

    private void put(SearchDocument... documents) throws IOException {
        MusicNames.fill(index, List.of(documents));
    }

    private Hits search(String typed, SearchFilter filter) throws IOException {
        return index.search(
                new SearchQuery(TypedText.parse(typed), Set.of(SearchKind.TRACK), filter, null, 20, false, false));
    }

    private List<String> ids(String typed) throws IOException {
        return ids(search(typed, SearchFilter.NONE));
    }

    private static List<String> ids(Hits hits) {
        return hits.hits().stream().map(hit -> hit.id().id()).toList();
    }

    @Test
    void apply_afterTheWriterClosedItself_saysThatTheIndexIsOfNoUse() throws IOException {
        index.apply(new SearchBatch(
                List.of(new SearchChange.Upsert(track("1", "Halo", "Beyoncé", "Halo"))), TopicOffsets.NONE));
        // Its files cannot be written any more, as on a disk that fails.
        Path files = folder.resolve("index");
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThrows(IOException.class, index::refresh);
        for (Executable change : List.<Executable>of(
                () -> index.apply(SearchBatch.NOTHING), () -> index.commit(), () -> index.refresh())) {
            var failure = assertThrows(IOException.class, change);
            assertTrue(failure.getMessage().contains("cannot be written any more"), failure.getMessage());
        }
    }

    @Test
    void apply_sameBatchTwice_changesNothing() throws IOException {
        SearchBatch batch = new SearchBatch(
                List.of(
                        new SearchChange.Upsert(track("1", "Yesterday", "The Beatles", "Help!")),
                        new SearchChange.Upsert(track("2", "Help!", "The Beatles", "Help!")),
                        new SearchChange.Removal(new SearchId(SearchKind.TRACK, "2"))),
                TopicOffsets.NONE.with("catalogue", 0, 3));
        index.apply(batch);
        index.apply(batch);
        index.refresh();

        assertEquals(1, index.count(SearchKind.TRACK));
        assertEquals(List.of("1"), ids("yesterday"));
    }

    @Test
    void apply_renamed_isFoundByItsNewNameOnly() throws IOException {
        put(track("1", "Yesterday", "The Beatles", "Help!"));
        put(track("1", "Tomorrow", "The Beatles", "Help!"));

        assertEquals(List.of(), ids("yesterday"));
        assertEquals(List.of("1"), ids("tomorrow"));
    }

    @Test
    void open_afterCrash_goesOnFromCommittedOffsets() throws IOException {
        index.apply(new SearchBatch(
                List.of(new SearchChange.Upsert(track("1", "One", "U2", "Achtung Baby"))),
                TopicOffsets.NONE.with("catalogue", 0, 1)));
        index.commit();
        index.apply(new SearchBatch(
                List.of(new SearchChange.Upsert(track("2", "Two", "U2", "Achtung Baby"))),
                TopicOffsets.NONE.with("catalogue", 0, 2)));
        index.close();
        index = open(folder.resolve("index"));

        assertEquals(1, index.committed().next("catalogue", 0).orElseThrow());
        assertEquals(1, index.count(SearchKind.TRACK));
    }

    @Test
    void snapshot_opened_answersAsTheIndex() throws IOException {
        put(track("1", "Wonderwall", "Oasis", "Morning Glory"));
        index.commit();
        index.snapshot(folder.resolve("copy"));

        try (LuceneIndex copy = open(folder.resolve("copy"))) {
            assertEquals(
                    1,
                    copy.search(SearchQuery.of("wondrewall", SearchKind.TRACK, 5))
                            .hits()
                            .size());
        }
    }

    @Test
    void inspect_folders_tellsTheirCondition() throws IOException {
        put(track("1", "Wonderwall", "Oasis", "Morning Glory"));
        index.commit();
        assertEquals(IndexCondition.WHOLE, index.check());
        assertEquals(IndexCondition.ABSENT, LuceneIndex.inspect(folder.resolve("nothing")));

        index.snapshot(folder.resolve("damaged"));
        damage(folder.resolve("damaged"));
        assertEquals(IndexCondition.DAMAGED, LuceneIndex.inspect(folder.resolve("damaged")));

        Path other = folder.resolve("other");
        try (MMapDirectory directory = new MMapDirectory(other);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.commit();
        }
        assertEquals(IndexCondition.OTHER_FORMAT, LuceneIndex.inspect(other));
        assertThrows(IOException.class, () -> open(other));
    }

    private static void damage(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path largest = files.filter(file -> !file.getFileName().toString().startsWith("segments"))
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
                file.seek(file.length() / 2);
                int old = file.read();
                file.seek(file.length() / 2);
                file.write(old ^ 0xff);
            }
        }
    }

    @Test
    void search_popularityAndAvailability_breakTiesOnly() throws IOException {
        put(
                with(track("rare", "Hello", "Adele", "25"), heard(1, true)),
                with(track("often", "Hello", "Lionel Richie", "Can't Slow Down"), heard(1_000_000, true)),
                with(track("gone", "Hello", "Evanescence", "Fallen"), heard(9_000_000, false)),
                with(track("other", "Hello Goodbye", "The Beatles", "Tour"), heard(9_000_000, true)));

        assertEquals(List.of("often", "rare", "other", "gone"), ids("hello"));
        assertFalse(ids(search("hello", new SearchFilter(null, null, Set.of(), Set.of(), true, false, null)))
                .contains("gone"));
    }

    @Test
    void search_oneRecordingOnAlbums_isOneRow() throws IOException {
        List<SearchDocument> albums = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SearchDocument track = track("t" + i, "Africa", "Toto", "Best of " + i);
            albums.add(new SearchDocument(track.id(), track.names(), track.traits(), "recording", track.view()));
        }
        MusicNames.fill(index, albums);

        assertEquals(List.of("t3"), ids("africa toto best of 3").subList(0, 1));
        assertEquals(1, ids("africa").size());
    }

    @Test
    void search_pages_areTheWholeOnceAndStable() throws IOException {
        List<SearchDocument> tracks = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 700; i++) {
            tracks.add(
                    with(track("t" + i, "Love Song " + i, "Artist " + i % 7, "Album"), heard(random.nextInt(9), true)));
        }
        MusicNames.fill(index, tracks);

        List<String> seen = new ArrayList<>();
        SearchCursor after = null;
        do {
            Hits page =
                    index.search(SearchQuery.of("love", SearchKind.TRACK, 90).after(after));
            seen.addAll(ids(page));
            after = page.next() == null
                    ? null
                    : SearchCursor.parse(page.next().cursor().encoded());
        } while (after != null);

        assertEquals(700, seen.size());
        assertEquals(700, Set.copyOf(seen).size());
    }

    /** As many candidates as two windows: in the first is no hit, in the second one. */
    @Test
    void search_phraseBehindTheFirstWindow_isKeptOnAllPages() throws IOException {
        List<SearchDocument> tracks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tracks.add(with(track("t" + i, "Sun Comes Here " + i, "Artist " + i, "Album"), heard(9, true)));
        }
        tracks.add(track("phrase", "Now Here Comes Sun", "Nina", "Album"));
        tracks.add(track("second", "Then Here Comes Sun", "Nina", "Album"));
        MusicNames.fill(index, tracks);

        assertEquals(List.of("phrase", "second"), ids("sun \"here comes\""));
        SearchQuery one = SearchQuery.of("sun \"here comes\"", SearchKind.TRACK, 1);
        Hits first = index.search(one);
        Hits second = index.search(one.after(first.next()));
        assertEquals(List.of(List.of("phrase"), List.of("second")), List.of(ids(first), ids(second)));
        assertNull(second.next());
    }

    @Test
    void search_phraseInNoName_findsItsWordsOnEveryPageOnce() throws IOException {
        List<SearchDocument> tracks = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            tracks.add(track("t" + i, "Sun Comes Here " + i, "Artist " + i, "Album"));
        }
        MusicNames.fill(index, tracks);

        SearchQuery query = SearchQuery.of("\"here sun\"", SearchKind.TRACK, 100);
        Hits first = index.search(query);
        Hits second = index.search(query.after(first.next()));
        assertEquals(100, first.hits().size());
        assertEquals(
                150,
                Stream.concat(ids(first).stream(), ids(second).stream())
                        .distinct()
                        .count());
        assertNull(second.next());
    }

    /** Each window is one row: without a bound, a page of a hundred would look through all of them. */
    @Test
    void search_manyAlbumsOfOneRecording_givesAShortPageThatGoesOn() throws IOException {
        List<SearchDocument> albums = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            SearchDocument track = track("t" + i, "Africa", "Toto", "Best of " + i);
            albums.add(new SearchDocument(track.id(), track.names(), track.traits(), "recording", track.view()));
        }
        MusicNames.fill(index, albums);

        SearchQuery query = SearchQuery.of("africa", SearchKind.TRACK, 20);
        Hits first = index.search(query);
        assertEquals(1, first.hits().size());
        SearchCursor next = first.next();
        assertNotNull(next);
        Hits second = index.search(query.after(SearchCursor.parse(next.cursor().encoded())));
        assertNull(second.next());
    }

    @Test
    void search_cutOff_saysThatThereMayBeMore() throws IOException {
        try (LuceneIndex hurried =
                LuceneIndex.open(new LuceneSettings(folder.resolve("hurried"), 16, Duration.ofNanos(-1)))) {
            MusicNames.fill(hurried, List.of(track("a", "Africa", "Toto", "IV")));

            Hits hits = hurried.search(SearchQuery.of("africa", SearchKind.TRACK, 20));
            assertFalse(hits.complete());
            assertNotNull(hits.next());
        }
    }

    /** An index made in another order, with removed documents in between, is in other segments, but answers alike. */
    @Test
    void search_indexMadeInAnotherOrder_answersInTheSameOrder() throws IOException {
        List<SearchDocument> tracks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tracks.add(track("t" + i, i % 3 == 0 ? "Blue Moon" : "Moon River " + i % 5, "Singer " + i % 4, "Moon"));
        }
        MusicNames.fill(index, tracks);
        try (LuceneIndex other = open(folder.resolve("reversed"))) {
            for (SearchDocument track : tracks.reversed()) {
                other.apply(new SearchBatch(
                        List.of(
                                new SearchChange.Upsert(track("x", "Moon", "X", "X")),
                                new SearchChange.Upsert(track),
                                new SearchChange.Removal(new SearchId(SearchKind.TRACK, "x"))),
                        TopicOffsets.NONE));
                if (track.id().id().endsWith("0")) {
                    other.commit();
                }
            }
            other.refresh();
            for (String typed : List.of("moon", "m", "bleu moon", "moon singer 3", "river moon x")) {
                SearchQuery query = SearchQuery.of(typed, SearchKind.TRACK, 100);
                assertEquals(ids(index.search(query)), ids(other.search(query)), typed);
            }
        }
    }

    @Test
    void search_filtersAndFacets_countWhatMatches() throws IOException {
        put(
                with(
                        track("a", "Summer Song", "A", "X"),
                        new SearchTraits(List.of("pop"), List.of("a"), false, true, 0, LocalDate.of(1999, 1, 1))),
                with(
                        track("b", "Summer Song", "B", "X"),
                        new SearchTraits(
                                List.of("pop", "rock"), List.of("b"), true, true, 0, LocalDate.of(2005, 1, 1))),
                track("c", "Summer Song", "C", "X"));

        assertEquals(List.of("a"), ids(search("summer", filter(1990, 2000, Set.of()))));
        assertEquals(List.of("b"), ids(search("summer", filter(null, null, Set.of("rock")))));
        assertEquals(
                List.of("a"), ids(search("", filter(null, null, Set.of("pop")))).subList(1, 2));
        assertEquals(
                List.of("c"),
                ids(search(
                        "summer",
                        new SearchFilter(
                                null,
                                null,
                                Set.of(),
                                Set.of(),
                                true,
                                true,
                                Set.of(new SearchId(SearchKind.TRACK, "c"))))));
        Facets facets = index.search(
                        new SearchQuery(TypedText.parse("summer"), Set.of(), SearchFilter.NONE, null, 1, true, true))
                .facets();
        assertNotNull(facets);
        assertEquals(List.of(new Facets.Count("pop", 2), new Facets.Count("rock", 1)), facets.genres());
        assertEquals(3, facets.counted());
    }

    private static SearchFilter filter(Integer from, Integer to, Set<String> genres) {
        return new SearchFilter(from, to, genres, Set.of(), true, true, null);
    }

    @Test
    void search_phraseAndExclusion_areKept() throws IOException {
        put(
                track("a", "Here Comes the Sun", "The Beatles", "Abbey Road"),
                track("b", "The Sun Comes Here", "Nobody", "X"),
                track("c", "Here Comes the Sun", "Nina Simone", "Y"));

        assertEquals(List.of("a"), ids("\"here comes\" sun -simone"));
    }

    @Test
    void search_wordsOfLyrics_comeLastAndMarked() throws IOException {
        put(
                new SearchDocument(
                        new SearchId(SearchKind.TRACK, "sung"),
                        new SearchNames(
                                "Bohemian Rhapsody",
                                List.of("Queen"),
                                null,
                                List.of(),
                                null,
                                "Is this the real life?\nIs this just fantasy?"),
                        SearchTraits.unknown(),
                        Buffer.buffer("{}")),
                track("named", "Real Fantasy", "Someone", "X"));

        Hits hits = search("real fantasy", SearchFilter.NONE);
        assertEquals(List.of("named", "sung"), ids(hits));
        assertFalse(hits.hits().getFirst().byLyrics());
        assertTrue(hits.hits().getLast().byLyrics());
        assertEquals(MatchClass.LYRICS, hits.hits().getLast().match());
    }

    @Test
    void search_explained_saysHowTheScoreCameAbout() throws IOException {
        put(track("a", "Bohemian Rhapsody", "Queen", "X"));
        SearchQuery query =
                new SearchQuery(TypedText.parse("queen rapsody"), Set.of(), SearchFilter.NONE, null, 1, false, true);

        Hits.Hit hit = index.search(query).hits().getFirst();
        assertNotNull(hit.explanation());
        assertEquals(hit.score(), hit.explanation().value());
        assertTrue(hit.explanation().toString().contains("rapsody is ONE_ERROR in its TITLE"));
        assertNull(index.search(SearchQuery.of("queen", SearchKind.TRACK, 1))
                .hits()
                .getFirst()
                .explanation());
    }

    @Test
    void suggest_typed_completesAndHighlights() throws IOException {
        put(track("a", "Bohemian Rhapsody", "Queen", "X"), track("b", "Bohemian Rhapsody", "Panic!", "Y"));

        List<Suggestion> suggestions = index.suggest(SearchQuery.of("bohem", SearchKind.TRACK, 5));
        assertEquals(1, suggestions.size());
        assertEquals("Bohemian Rhapsody", suggestions.getFirst().text());
        assertEquals(
                List.of(new Suggestion.Highlight(0, 5)), suggestions.getFirst().highlights());
        assertEquals(
                List.of(new Suggestion.Highlight(9, 17)),
                index.suggest(SearchQuery.of("rapsody", SearchKind.TRACK, 5))
                        .getFirst()
                        .highlights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"™", "´", "'", "\"\"", "-", "\u0000"})
    void search_signsThatSayNothing_answersNotTheWholeCatalogue(String typed) throws IOException {
        put(track("a", "Don't ™", "´", "'"), track("b", "Yesterday", "The Beatles", "Help!"));

        assertEquals(List.of(), ids(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i w", "a b"})
    void search_shortWordsWhileTyping_findsNames(String typed) throws IOException {
        put(track("i w", "I Want It That Way", "Backstreet Boys", "X"), track("a b", "A Boy Named Sue", "Cash", "Y"));

        assertEquals(typed, ids(typed).getFirst());
    }

    @Test
    void search_nonsense_answers() throws IOException {
        put(track("a", "Yesterday", "The Beatles", "Help!"));
        Random random = new Random(9);
        for (int i = 0; i < 500; i++) {
            StringBuilder typed = new StringBuilder();
            int length = random.nextInt(250);
            for (int j = 0; j < length; j++) {
                typed.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }
            assertTrue(search(typed.toString(), SearchFilter.NONE).complete());
        }
    }
}
