package dev.legato.edge.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundTest {
    private static final int TICKS = 30;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 29, 30, 31, 10_000})
    void next_aWholeRound_hasEachItemOnceAndEvenPortions(int count) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        Round<Integer> round = new Round<>(TICKS, () -> all);
        List<Integer> seen = new ArrayList<>();
        for (int tick = 0; tick < TICKS; tick++) {
            List<Integer> due = round.next();
            assertTrue(due.size() <= Math.ceilDiv(count, TICKS), "at once: " + due.size());
            seen.addAll(due);
        }
        assertEquals(all, seen);
    }

    @Test
    void next_itemsThatChange_countFromTheNextRound() {
        List<String> items = new ArrayList<>(List.of("a"));
        Round<String> round = new Round<>(1, () -> List.copyOf(items));
        assertEquals(List.of("a"), round.next());
        items.add("b");
        assertEquals(List.of("a", "b"), round.next());
    }
}
