package dev.legato.search;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.Topics;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.search.feed.FeedMetrics;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.life.IndexEngine;
import dev.legato.search.life.IndexKeeper;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the index when instances start, stop, die and lose their files. */
final class SearchLifeIT {
    private static final int TRACKS = 300;
    private static final List<String> QUERIES =
            List.of("song", "song 1", "artist 3", "album 7 song", "sogn 42", "song 299", "alias of 5");

    private static final URI POSTGRES = SharedBackends.postgres();

    @TempDir
    private static Path folder;

    private static String kafka;
    private static EmbeddedIssuer issuer;
    private static Catalogue catalogue;

    @BeforeAll
    static void fill() throws Exception {
        kafka = SharedBackends.kafka();
        KafkaSettings settings = new KafkaSettings(kafka, Map.of());
        TopicSetup.ensure(settings);
        TopicSetup.ensureCompacted(settings, Set.of(Topics.TRACK_PLAYS));
        issuer = EmbeddedIssuer.temporary();
        catalogue = new Catalogue(kafka);
        for (int i = 0; i < TRACKS; i++) {
            catalogue.put(track(i));
            if (i % 10 == 0) {
                catalogue.put(Catalogue.artist("Artist " + i / 10, "Alias of " + i / 10));
                catalogue.put(Catalogue.album("Artist " + i / 10, "Album " + i / 10, 2000, List.of("rock")));
            }
            if (i % 7 == 0) {
                catalogue.play(track(i), i + 1);
            }
        }
    }

    @AfterAll
    static void close() {
        catalogue.close();
        issuer.close();
    }

    @Test
    void instances_answerAlike_andARestartGoesOnWhereItWas() throws Exception {
        Path own = folder.resolve("restarted");
        String answers;
        try (SearchUnderTest one = started("one", Map.of());
                SearchUnderTest two = started("restarted", Map.of())) {
            answers = answers(one);
            assertEquals(answers, answers(two));
        }
        CatalogueTrack added = Catalogue.track("Late", "Comer", "Meanwhile");
        catalogue.put(added);
        Path index = Path.of(Files.readString(own.resolve("current")).strip());
        try (SearchUnderTest again = started("restarted", Map.of())) {
            assertEquals(List.of("Meanwhile"), again.tracks("meanwhile"));
            assertEquals(answers, answers(again));
            // It is the same index, not one that was built again.
            assertEquals(index, Path.of(Files.readString(own.resolve("current")).strip()));
        } finally {
            catalogue.remove(added.key());
        }
    }

    @Test
    void indexAsAKilledProcessLeavesIt_goesOnFromItsLastCommit() throws Exception {
        Path killed = folder.resolve("killed");
        CatalogueTrack added = Catalogue.track("Dying", "Swan", "Interrupted");
        String answers;
        try (SearchUnderTest running = started("dying", Map.of())) {
            answers = answers(running);
            catalogue.put(added);
            eventually(() -> running.tracks("interrupted").equals(List.of("Interrupted")));
            // What can be found is not committed yet: these are the files as kill -9 leaves them.
            copy(folder.resolve("dying"), killed);
        }
        try (SearchUnderTest after = started("killed", Map.of())) {
            assertEquals(List.of("Interrupted"), after.tracks("interrupted"));
            assertEquals(answers, answers(after));
        } finally {
            catalogue.remove(added.key());
        }
    }

    @Test
    void rebuild_underLoad_answersThroughout_andTheSameAfterwards() throws Exception {
        Path own = folder.resolve("rebuilt");
        try (SearchUnderTest search = started("rebuilt", Map.of())) {
            String before = answers(search);
            String current = Files.readString(own.resolve("current"));
            AtomicBoolean stop = new AtomicBoolean();
            ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
            Thread load = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    var answer = search.get("/v1/search?q=song+1&types=track");
                    if (answer.status() != 200
                            || answer.json()
                                    .getJsonObject("tracks")
                                    .getJsonArray("items")
                                    .isEmpty()) {
                        faults.add(answer.toString());
                    }
                }
            });
            assertTrue(search.manage(Call.of("POST", "/search/rebuild")).json().getBoolean("begun"));
            eventually(() -> !Files.readString(own.resolve("current")).equals(current));
            stop.set(true);
            load.join();
            assertEquals(List.of(), List.copyOf(faults));
            assertEquals(before, answers(search));
            eventually(() -> indexes(own) == 1);
        }
    }

    @Test
    void start_whileOpenSearchIsDown_isAliveAndNotReady() throws Exception {
        try (SearchUnderTest search = new SearchUnderTest(
                issuer,
                POSTGRES,
                kafka,
                folder.resolve("waiting"),
                Map.of("search.opensearch.uri", "http://127.0.0.1:1", "search.opensearch.timeout", "200ms"))) {
            assertEquals(200, search.manage(Call.get("/health/live")).status());
            assertFalse(search.isReady());
            assertEquals(503, search.get("/v1/search?q=song").status());
        }
    }

    @Test
    void rebuild_whoseFolderCannotBeWritten_canBeginAgain() throws Exception {
        Path own = folder.resolve("unwritable");
        AtomicBoolean failing = new AtomicBoolean();
        IndexEngine engine = new IndexEngine() {
            @Override
            public IndexCondition condition(Path files) throws IOException {
                return LuceneIndex.inspect(files);
            }

            @Override
            public SearchIndex open(Path files) throws IOException {
                if (failing.get()) {
                    // Where the keeper writes a file.
                    Files.createDirectory(files.resolveSibling("topic"));
                }
                return LuceneIndex.open(LuceneSettings.in(files));
            }
        };
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();
        IndexKeeper keeper = new IndexKeeper(
                engine,
                new IndexKeeper.Places(own, null, Duration.ofHours(1)),
                new KafkaSettings(kafka, Map.of()),
                new FeedMetrics(meters, clock),
                new DeadLetters("search-life", meters, clock),
                clock,
                _ -> {});
        try {
            keeper.open();
            keeper.follow();
            eventually(
                    () -> keeper.check().succeeded() && keeper.checkFollowing().succeeded());
            failing.set(true);
            assertThrows(IOException.class, keeper::rebuild);
            assertEquals(1, indexes(own));
            failing.set(false);
            assertTrue(keeper.rebuild());
            eventually(() -> !keeper.isBuilding());
        } finally {
            keeper.close();
        }
    }

    @Test
    void deletedIndex_isBuiltAgain_documentByDocument() throws Exception {
        Path own = folder.resolve("deleted");
        String before;
        try (SearchUnderTest search = started("deleted", Map.of())) {
            before = answers(search);
            // Under a running instance: what it has open serves on.
            delete(own);
            assertEquals(before, answers(search));
        }
        try (SearchUnderTest search = started("deleted", Map.of())) {
            assertEquals(before, answers(search));
        }
    }

    @Test
    void damagedIndex_isNoticedAtTheStart_andBuiltAgain() throws Exception {
        Path own = folder.resolve("damaged");
        String before;
        try (SearchUnderTest search = started("damaged", Map.of())) {
            before = answers(search);
        }
        String current = Files.readString(own.resolve("current"));
        damage(own.resolve(current.strip()).resolve("index"));
        try (SearchUnderTest search = started("damaged", Map.of())) {
            assertEquals(before, answers(search));
            assertFalse(current.equals(Files.readString(own.resolve("current"))));
        }
    }

    @Test
    void newInstance_beginsWithASnapshot() throws Exception {
        Path snapshots = folder.resolve("snapshots");
        Map<String, String> shared = Map.of("search.snapshotFolder", snapshots.toString());
        String before;
        Path made;
        try (SearchUnderTest search = started("origin", shared)) {
            before = answers(search);
            assertEquals(200, search.manage(Call.of("POST", "/search/snapshot")).status());
            try (Stream<Path> copies = Files.list(snapshots)) {
                made = copies.findFirst().orElseThrow();
            }
        }
        // Not what the topic says: so it shows that the new instance has it from the snapshot.
        try (SearchUnderTest search = started("offspring", shared)) {
            assertEquals(before, answers(search));
            assertTrue(Files.exists(made));
        }
    }

    private static SearchUnderTest started(String name, Map<String, String> more) throws Exception {
        SearchUnderTest search = new SearchUnderTest(issuer, POSTGRES, kafka, folder.resolve(name), more);
        eventually(search::isReady);
        return search;
    }

    private static CatalogueTrack track(int i) {
        return Catalogue.track("Artist " + i / 10, "Album " + i / 10, "Song " + i);
    }

    /** Every document that the queries find, in order, page by page, with all that is shown of it. */
    private static String answers(SearchUnderTest search) {
        List<String> answers = new ArrayList<>();
        for (String query : QUERIES) {
            for (String kind : List.of("track", "album", "artist")) {
                String next = SearchUnderTest.path(query) + "&limit=50&types=" + kind;
                while (next != null) {
                    var page = search.get(next).json().getJsonObject(kind + "s");
                    JsonArray items = page.getJsonArray("items");
                    items.forEach(item -> answers.add(query + ": " + item));
                    next = page.getString("next");
                }
            }
        }
        assertTrue(answers.size() > TRACKS, answers.size() + " answers");
        return String.join("\n", answers);
    }

    private static long indexes(Path own) throws IOException {
        try (Stream<Path> entries = Files.list(own)) {
            return entries.filter(Files::isDirectory).count();
        }
    }

    private static void damage(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            Path largest = files.filter(file -> file.toString().matches(".*\\.(cfs|fdt|tim|doc)"))
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(largest, bytes);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.endsWith("write.lock")) {
                    var _ = Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
