package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.PlayEvent.Type;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class HeardTimeTest {
    private static final Instant START = Instant.parse("2026-11-22T08:30:00Z");
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");

    @Test
    void totalMs_playedThrough() {
        assertEquals(
                60_000, heard(at(0, Type.STARTED, 0), at(30, Type.PROGRESS, 30_000), at(60, Type.FINISHED, 60_000)));
    }

    @Test
    void totalMs_seekForward_doesNotCount() {
        assertEquals(
                20_000,
                heard(
                        at(0, Type.STARTED, 0),
                        at(10, Type.PROGRESS, 10_000),
                        at(11, Type.SEEKED, 100_000),
                        at(21, Type.PROGRESS, 110_000)));
    }

    @Test
    void totalMs_seekBack_countsWhatIsHeardAgain() {
        assertEquals(
                30_000,
                heard(
                        at(0, Type.STARTED, 0),
                        at(20, Type.PROGRESS, 20_000),
                        at(20, Type.SEEKED, 0),
                        at(30, Type.PROGRESS, 10_000)));
    }

    @Test
    void totalMs_seekWhoseReportWasLost_countsNoMoreThanTheTime() {
        assertEquals(10_000, heard(at(0, Type.STARTED, 0), at(10, Type.PROGRESS, 150_000)));
    }

    @Test
    void totalMs_doubleSpeed_countsThePosition() {
        assertEquals(20_000, heard(at(0, Type.STARTED, 0), at(10, Type.PROGRESS, 20_000)));
    }

    @Test
    void totalMs_pause_countsNothing() {
        assertEquals(
                15_000,
                heard(
                        at(0, Type.STARTED, 0),
                        at(10, Type.PAUSED, 10_000),
                        at(3_600, Type.PROGRESS, 10_000),
                        at(3_605, Type.PROGRESS, 15_000)));
    }

    @Test
    void totalMs_positionAlone_countsNothing() {
        assertEquals(0, heard(at(0, Type.PROGRESS, 170_000)));
    }

    @Test
    void with_reportOlderThanAllKept_comesTooLate() {
        HeardTime heard = HeardTime.of(at(0, Type.STARTED, 0));
        for (int second = 1; second <= 200; second++) {
            heard = heard.with(at(second, Type.PROGRESS, second * 1_000L));
        }
        assertEquals(HeardTime.MAX_POINTS, heard.points().size());
        assertEquals(200_000, heard.totalMs());
        assertEquals(START, heard.startedAt());
        assertEquals(heard, heard.with(event("late", Type.SEEKED, 5, 90_000)));
    }

    @Test
    void json_roundTrip() throws Exception {
        HeardTime heard = HeardTime.of(at(0, Type.STARTED, 0)).with(at(7, Type.PROGRESS, 7_000));
        Hearing hearing = new Hearing(START, heard);
        assertEquals(hearing, Json.read(Json.write(hearing), Hearing.class));
        assertEquals(new Hearing(START, null), Json.read(Json.write(new Hearing(START, null)), Hearing.class));
    }

    @Property
    void with_anyOrderAndTwice_isTheSame(@ForAll("playbacks") List<PlayEvent> events, @ForAll long seed) {
        List<PlayEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));
        HeardTime expected = of(events);
        HeardTime actual = of(shuffled);
        assertEquals(expected.totalMs(), actual.totalMs());
        assertEquals(expected.startedAt(), actual.startedAt());
        assertEquals(expected.points(), actual.points());
    }

    @Property
    void totalMs_anyPlayback_isBoundedByTheClock(@ForAll("playbacks") List<PlayEvent> events) {
        long first = events.stream()
                .mapToLong(event -> event.at().toEpochMilli())
                .min()
                .orElseThrow();
        long last = events.stream()
                .mapToLong(event -> event.at().toEpochMilli())
                .max()
                .orElseThrow();
        long total = of(events).totalMs();
        assertTrue(total >= 0);
        assertTrue(total <= 4 * (last - first) + 2_000L * events.size(), () -> total + " of " + (last - first));
    }

    @Property
    void totalMs_onlySeeks_isNothing(@ForAll("playbacks") List<PlayEvent> events) {
        List<PlayEvent> seeks = events.stream()
                .map(event -> new PlayEvent(
                        event.id(), Type.SEEKED, "alice", TRACK, event.positionMs(), "s", null, event.at()))
                .toList();
        assertEquals(0, of(seeks).totalMs());
    }

    @Property
    void totalMs_steadyPlaying_isTheLastPosition(@ForAll("steps") List<Integer> steps) {
        HeardTime heard = HeardTime.of(at(0, Type.STARTED, 0));
        int second = 0;
        for (int step : steps) {
            second += step;
            heard = heard.with(at(second, Type.PROGRESS, second * 1_000L));
        }
        assertEquals(second * 1_000L, heard.totalMs());
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.integers().between(1, 30).list().ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<PlayEvent>> playbacks() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, 400);
        Arbitrary<Long> positions = Arbitraries.longs().between(0, 300_000);
        return Combinators.combine(seconds, Arbitraries.of(Type.class), positions)
                .as((second, type, position) -> event("x", type, second, position))
                .list()
                .ofMinSize(1)
                .ofMaxSize(HeardTime.MAX_POINTS)
                .map(HeardTimeTest::numbered);
    }

    private static List<PlayEvent> numbered(List<PlayEvent> events) {
        List<PlayEvent> numbered = new ArrayList<>();
        for (PlayEvent event : events) {
            numbered.add(new PlayEvent(
                    "e" + numbered.size(), event.type(), "alice", TRACK, event.positionMs(), "s", null, event.at()));
        }
        return numbered;
    }

    private static long heard(PlayEvent... events) {
        return of(List.of(events)).totalMs();
    }

    private static HeardTime of(List<PlayEvent> events) {
        HeardTime heard = HeardTime.of(events.getFirst());
        for (PlayEvent event : events.subList(1, events.size())) {
            heard = heard.with(event);
        }
        return heard;
    }

    private static PlayEvent at(int second, Type type, long positionMs) {
        return event(type + "-" + second, type, second, positionMs);
    }

    private static PlayEvent event(String id, Type type, int second, long positionMs) {
        return new PlayEvent(id, type, "alice", TRACK, positionMs, "s", null, START.plusSeconds(second));
    }
}
