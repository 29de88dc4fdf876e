package dev.legato.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.cluster.Cluster.SeatAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SeatTableTest {
    private static final long LIFE = 10_000;
    private static final long REST = 20_000;

    private final Map<String, long[]> table = new HashMap<>();
    private long now = 1_000;

    @Test
    void take_newest_displacesTheLongest() {
        assertEquals(seated(), take("a", 2));
        assertEquals(seated(), take("b", 2));
        assertEquals(seated("a"), take("c", 2));
        assertEquals(new SeatAnswer(REST, List.of()), take("a", 2));
        assertEquals(seated(), take("b", 2));
    }

    @Test
    void take_restIsOver_isNewAgain() {
        assertEquals(seated(), take("a", 1));
        assertEquals(seated("a"), take("b", 1));
        now += REST - 1;
        assertEquals(new SeatAnswer(1, List.of()), take("a", 1));
        assertEquals(seated(), take("b", 1));
        now += 1;
        assertEquals(seated("b"), take("a", 1));
    }

    @Test
    void take_lifeIsOver_seatIsFree() {
        assertEquals(seated(), take("a", 1));
        now += LIFE;
        assertEquals(seated(), take("b", 1), "nobody was displaced");
        now += 1;
        assertEquals(seated("b"), take("a", 1), "nor does a rest");
    }

    @Test
    void take_askedAgain_seatLivesOn() {
        assertEquals(seated(), take("a", 1));
        for (int i = 0; i < 5; i++) {
            now += LIFE - 1;
            assertEquals(seated(), take("a", 1));
        }
        assertEquals(seated("a"), take("b", 1));
    }

    @Test
    void take_fewerSeatsThanBefore_displacesEvenWhoKeepsOne() {
        assertEquals(seated(), take("a", 3));
        assertEquals(seated(), take("b", 3));
        assertEquals(seated(), take("c", 3));
        assertEquals(new SeatAnswer(REST, List.of()), take("a", 2));
        assertEquals(seated(), take("b", 2));
    }

    /** Whatever is asked by whomever, nobody finds more seated than there are seats, or waits longer than the rest. */
    @Property(tries = 300)
    void take_anyOrder_neverMoreThanMaxSit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int max) {
        Random random = new Random(seed);
        Map<String, long[]> any = new HashMap<>();
        Map<String, Long> seatedUntil = new HashMap<>();
        long time = 1;
        for (int i = 0; i < 300; i++) {
            time += random.nextLong(2_000);
            String holder = "p" + random.nextInt(200);
            SeatAnswer answer = SeatTable.take(any, holder, max, time, LIFE, REST);
            answer.displaced().forEach(seatedUntil::remove);
            if (answer.isSeated()) {
                seatedUntil.put(holder, time + LIFE);
            } else {
                seatedUntil.remove(holder);
            }
            long at = time;
            seatedUntil.values().removeIf(until -> until <= at);
            assertTrue(seatedUntil.size() <= max);
            assertTrue(answer.waitMs() <= REST);
            assertFalse(answer.displaced().contains(holder));
            assertTrue(any.size() <= 64 + max);
        }
    }

    private SeatAnswer take(String holder, int max) {
        return SeatTable.take(table, holder, max, now, LIFE, REST);
    }

    private static SeatAnswer seated(String... displaced) {
        return new SeatAnswer(0, List.of(displaced));
    }
}
