package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class RanksTest {
    @Property
    void between_twoNeighbours_isAscendingAndStrictlyBetweenOrThereIsNoRoom(
            @ForAll @LongRange(min = -1L << 40, max = 1L << 40) long after,
            @ForAll @LongRange(min = 1, max = 1L << 22) long distance,
            @ForAll @IntRange(min = 1, max = 50) int count) {
        Optional<List<Long>> ranks = Ranks.between(after, after + distance, count);

        assertEquals(distance > count, ranks.isPresent());
        ranks.ifPresent(found -> assertAscending(after, found, after + distance, count));
    }

    @Property
    void between_openEnd_alwaysHasRoom(
            @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long neighbour,
            @ForAll @IntRange(min = 1, max = 50) int count) {
        assertAscending(neighbour, Ranks.between(neighbour, null, count).orElseThrow(), Long.MAX_VALUE, count);
        assertAscending(Long.MIN_VALUE, Ranks.between(null, neighbour, count).orElseThrow(), neighbour, count);
    }

    @Example
    void between_emptyPlaylist_leavesGaps() {
        assertEquals(
                List.of(Ranks.GAP, 2 * Ranks.GAP), Ranks.between(null, null, 2).orElseThrow());
    }

    @Property(tries = 300)
    void between_anySequenceOfChanges_keepsTheOrderOfAPlainList(@ForAll("changes") List<Change> changes) {
        List<Integer> expected = new ArrayList<>();
        TreeMap<Long, Integer> ranked = new TreeMap<>();
        int next = 0;
        for (Change change : changes) {
            int entry = next++;
            if (change.move() && !expected.isEmpty()) {
                entry = expected.remove(change.from() % expected.size());
                ranked.values().remove(entry);
            }
            int position = change.to() % (expected.size() + 1);
            expected.add(position, entry);
            insert(ranked, position, entry);
        }
        assertEquals(expected, List.copyOf(ranked.values()));
    }

    private record Change(boolean move, int from, int to) {}

    /** Half of them at the same place, so that gaps are used up. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> places =
                Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.integers().between(0, 1_000));
        return Combinators.combine(Arbitraries.of(true, false), places, places)
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }

    private static void insert(TreeMap<Long, Integer> ranked, int position, int entry) {
        List<Long> ranks = List.copyOf(ranked.keySet());
        Long after = position == 0 ? null : ranks.get(position - 1);
        Long before = position == ranks.size() ? null : ranks.get(position);
        Optional<List<Long>> found = Ranks.between(after, before, 1);
        if (found.isEmpty()) {
            List<Integer> inOrder = List.copyOf(ranked.values());
            ranked.clear();
            for (int i = 0; i < inOrder.size(); i++) {
                ranked.put((i + 1) * Ranks.GAP, inOrder.get(i));
            }
            insert(ranked, position, entry);
            return;
        }
        assertTrue(ranked.put(found.get().getFirst(), entry) == null, "a rank twice");
    }

    private static void assertAscending(long after, List<Long> ranks, long before, int count) {
        assertEquals(count, ranks.size());
        long last = after;
        for (long rank : ranks) {
            assertTrue(rank > last, () -> ranks.toString());
            last = rank;
        }
        assertTrue(last < before);
    }
}
