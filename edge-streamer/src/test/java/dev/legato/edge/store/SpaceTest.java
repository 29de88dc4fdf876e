package dev.legato.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private final Space space = new Space(100);

    @Test
    void reserve_upToTheBound_andNoFurther() {
        assertTrue(space.reserve(60));
        assertFalse(space.reserve(41));
        assertTrue(space.reserve(40));
        space.cancel(60);
        assertEquals(40, space.taken());
        assertEquals(40, space.reserved());
    }

    @Test
    void use_ofLessThanReserved_givesTheRestBack() {
        assertTrue(space.reserve(60));
        space.use(60, 10);
        assertEquals(10, space.used());
        assertEquals(0, space.reserved());
        assertEquals(10, space.taken());
    }

    @Test
    void condemned_untilFree_countsAgainstTheBound() {
        assertTrue(space.reserve(100));
        space.use(50, 50);
        space.condemnUsed(50);
        space.condemnReserved(50);
        assertEquals(100, space.condemned());
        assertFalse(space.reserve(1));
        assertEquals(-70, space.shortage(30), "it fits as soon as that is free");
        space.free(100);
        assertEquals(0, space.taken());
        assertTrue(space.reserve(100));
    }

    @Test
    void restore_beyondTheBound_isShort() {
        space.restore(120);
        assertEquals(30, space.shortage(10));
        space.release(120);
        assertEquals(0, space.taken());
    }

    @Test
    void reserve_byManyAtOnce_neverOvershoots() {
        AtomicInteger granted = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    for (int j = 0; j < 1000; j++) {
                        if (space.reserve(3)) {
                            granted.incrementAndGet();
                        }
                    }
                });
            }
        }
        assertEquals(33, granted.get());
        assertEquals(99, space.taken());
    }

    @Test
    void bound_belowWhatIsTaken_refusesUntilEnoughIsGivenBack() {
        Space space = new Space(10);
        assertTrue(space.reserve(8));
        space.use(8, 8);
        space.bound(5);
        assertFalse(space.reserve(1));
        assertEquals(4, space.shortage(1));
        space.release(4);
        assertTrue(space.reserve(1));
    }
}
