package dev.legato.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvictionPolicyTest {
    private static final int ENTRIES = 200;

    private final Set<Integer> kept = new HashSet<>();
    private final EvictionPolicy<Integer> policy = new EvictionPolicy<>(ENTRIES, _ -> 1, kept::remove, Runnable::run);

    private void admit(int entry) {
        kept.add(entry);
        policy.admit(entry);
    }

    @Test
    void scan_ofColdEntries_leavesTheHotOnes() {
        int hot = ENTRIES / 2;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < hot; i++) {
                if (round == 0) {
                    admit(i);
                }
                policy.touch(i);
            }
        }
        for (int i = 1000; i < 1000 + 20 * ENTRIES; i++) {
            admit(i);
            assertTrue(kept.size() <= ENTRIES, "it is bounded at any time");
        }
        long left = kept.stream().filter(entry -> entry < hot).count();
        assertTrue(left >= hot * 95 / 100, left + " of " + hot);
    }

    @Test
    void evictColdest_evictsTheWeightAskedFor() {
        for (int i = 0; i < 100; i++) {
            admit(i);
        }
        for (int i = 50; i < 100; i++) {
            policy.touch(i);
        }
        policy.settle();
        policy.evictColdest(10);
        assertEquals(90, kept.size());
    }

    @Test
    void bound_lowered_evictsAtOnce() {
        for (int i = 0; i < ENTRIES; i++) {
            admit(i);
        }
        policy.bound(50);
        assertEquals(50, kept.size());
        policy.bound(51);
        admit(1000);
        admit(1001);
        assertTrue(kept.size() <= 51);
    }

    @Test
    void remove_isNoEviction() {
        admit(1);
        policy.remove(1);
        policy.settle();
        assertEquals(Set.of(1), kept);
    }
}
