package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.RecordFault;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LearningStoreIT {
    private static final Instant START = Instant.parse("2026-11-22T08:30:00Z");

    private static Vertx vertx;
    private static Pool pool;

    private final LearningStore learning = new LearningStore(pool);
    private final NeighbourStore neighbours = new NeighbourStore(pool);

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 4), "recommend")
                .await(30, TimeUnit.SECONDS);
        // The first connection may take longer than the pool waits, on a machine with much else to do.
        Postgres.ping(pool).recover(_ -> Postgres.ping(pool)).await(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void empty() throws Exception {
        pool.query("TRUNCATE track, listened, cooccurrence").execute().await(10, TimeUnit.SECONDS);
        know(List.of("a", "b", "c", "d", "new"), true, true);
        know(
                IntStream.rangeClosed(0, LearningStore.NEIGHBOURHOOD)
                        .mapToObj("t%03d"::formatted)
                        .toList(),
                true,
                true);
    }

    @Test
    void learn_twoTracks_areNeighboursOfEachOther() {
        learn(listen("alice", "a", 0), listen("alice", "b", 1), listen("bob", "b", 2));
        assertEquals(List.of(new Neighbour("a", "b", 1, 1, 2)), neighbours.ofTrack("a"));
        assertEquals(List.of(new Neighbour("b", "a", 1, 2, 1)), neighbours.ofTrack("b"));
    }

    @Test
    void learn_theSameAgain_changesNothing() {
        Listen[] batch = {listen("alice", "a", 0), listen("alice", "b", 1), listen("alice", "c", 2)};
        learn(batch);
        learn(batch);
        learn(listen("alice", "b", 9));
        assertEquals(
                List.of(new Neighbour("a", "b", 1, 1, 1), new Neighbour("a", "c", 1, 1, 1)), neighbours.ofTrack("a"));
    }

    @Test
    void learn_inAnyOrder_isTheSame() {
        List<Listen> listens = new ArrayList<>();
        for (String account : List.of("alice", "bob", "carol")) {
            for (String track : List.of("a", "b", "c")) {
                listens.add(listen(account, track, listens.size()));
            }
        }
        Collections.reverse(listens);
        learn(listens.toArray(Listen[]::new));
        assertEquals(
                List.of(new Neighbour("a", "b", 3, 3, 3), new Neighbour("a", "c", 3, 3, 3)), neighbours.ofTrack("a"));
    }

    @Test
    void learn_moreThanTheNeighbourhood_countsTheLatestOnly() {
        Listen[] listens = IntStream.rangeClosed(0, LearningStore.NEIGHBOURHOOD)
                .mapToObj(i -> listen("alice", "t%03d".formatted(i), i))
                .toArray(Listen[]::new);
        learn(listens);
        learn(listen("alice", "new", 1_000));
        List<String> others =
                neighbours.ofTrack("new").stream().map(Neighbour::other).toList();
        assertEquals(LearningStore.NEIGHBOURHOOD, others.size());
        assertEquals("t001", others.getFirst());
    }

    @Test
    void learn_batchThatFails_leavesNothing() {
        Listen good = listen("alice", "a", 0);
        Listen bad = listen("alice", "b\u0000", 1);
        Exception failure = assertThrows(RuntimeException.class, () -> learn(good, bad));
        assertEquals(
                RecordFault.Kind.REFUSED,
                RecordFault.ofHandling(failure).orElseThrow().kind());
        learn(listen("alice", "b", 1));
        assertEquals(List.of(), neighbours.ofTrack("b"));
    }

    @Test
    void learn_withoutPostgres_isNobodysFaultButItsOwn() throws Exception {
        EmbeddedPostgres other = EmbeddedPostgres.temporary();
        Pool gone = Postgres.open(vertx, new PostgresSettings(other.uri(), 1), "recommend")
                .await(60, TimeUnit.SECONDS);
        other.close();
        Exception failure = assertThrows(
                Exception.class, () -> new LearningStore(gone).learn(List.of(), List.of(listen("alice", "a", 0))));
        assertTrue(RecordFault.ofHandling(failure).isEmpty(), failure.toString());
    }

    @Test
    void isPresent_untilTheCatalogueRemovesIt() {
        learn(listen("alice", "invented", 0));
        assertFalse(neighbours.isPresent("invented"));
        assertTrue(neighbours.isPresent("a"));
        know(List.of("a"), true, false);
        assertTrue(neighbours.isPresent("a"));
        know(List.of("a"), false, false);
        assertFalse(neighbours.isPresent("a"));
    }

    @Test
    void lists_hideWhatCannotBePlayed_andFillUp_untilItCan() {
        // More hidden ones than candidates are looked at per track, all heard by more than the one that is left.
        List<String> hidden = IntStream.rangeClosed(0, LearningStore.NEIGHBOURHOOD)
                .mapToObj("t%03d"::formatted)
                .toList();
        for (String account : List.of("bob", "carol")) {
            learn(listen(account, "a", 0));
            hidden.subList(0, 150).forEach(track -> learn(listen(account, track, 1)));
        }
        learn(listen("bob", "b", 2), listen("alice", "a", 0));
        know(hidden, true, false);
        assertEquals(
                List.of("b"),
                neighbours.ofTrack("a").stream().map(Neighbour::other).toList());
        assertEquals(
                List.of("b"),
                neighbours.ofListener("alice").stream().map(Neighbour::other).toList());
        assertFalse(neighbours.popularBeside("a").contains("t000"));
        assertFalse(neighbours.popularUnheard("alice").contains("t000"));
        know(List.of("t000"), true, true);
        assertEquals(
                List.of("b", "t000"),
                neighbours.ofListener("alice").stream()
                        .map(Neighbour::other)
                        .sorted()
                        .toList());
    }

    @Test
    void ofListener_leavesOutWhatIsHeardAndWhatIsRemoved() {
        learn(listen("alice", "a", 0));
        for (String track : List.of("a", "b", "c", "d")) {
            learn(listen("bob", track, 5));
        }
        learning.learn(List.of(KnownTrack.removed("d")), List.of(listen("alice", "b", 6)));
        assertEquals(
                List.of("c"),
                neighbours.ofListener("alice").stream()
                        .map(Neighbour::other)
                        .distinct()
                        .toList());
        assertEquals("c", neighbours.popularUnheard("alice").getFirst());
        assertFalse(neighbours.popularUnheard("alice").contains("d"));
    }

    @Test
    void ofSameArtists_mostHeardFirst() {
        learning.learn(
                List.of(
                        new KnownTrack("a", List.of("bach"), true, true),
                        new KnownTrack("b", List.of("bach", "gould"), true, true),
                        new KnownTrack("c", List.of("gould"), true, true),
                        new KnownTrack("d", List.of("bach"), true, true)),
                List.of(listen("alice", "d", 0)));
        assertEquals(List.of("d", "b"), neighbours.ofSameArtists("a"));
        assertEquals(List.of(), neighbours.ofSameArtists("unknown"));
    }

    private void know(List<String> tracks, boolean present, boolean available) {
        learning.learn(
                tracks.stream()
                        .map(track -> new KnownTrack(track, List.of(), present, available))
                        .toList(),
                List.of());
    }

    private void learn(Listen... listens) {
        learning.learn(List.of(), List.of(listens));
    }

    private static Listen listen(String account, String track, int second) {
        return new Listen(account, track, START.plusSeconds(second));
    }
}
