package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final EdgeNode NORTH_1 = node(1, "a", "north");
    private static final EdgeNode NORTH_2 = node(2, "a", "north");
    private static final EdgeNode NORTH_3 = node(3, "b", "north");
    private static final EdgeNode SOUTH_1 = node(4, "a", "south");
    private static final List<EdgeNode> ALL = List.of(NORTH_1, NORTH_2, NORTH_3, SOUTH_1);

    private static EdgeNode node(int number, String zone, String region) {
        return new EdgeNode("m" + number, "10.0.0." + number, 8081, false, zone, region);
    }

    /** All whom an edge asks, over many keys. */
    private static Set<EdgeNode> asked(EdgeNode self, List<EdgeNode> all) {
        List<EdgeNode> others = new ArrayList<>(all);
        others.remove(self);
        Set<EdgeNode> asked = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            asked.addAll(Placement.above(self, others, "key" + i, 0));
        }
        return asked;
    }

    @Test
    void above_zoneHasOthers_asksThemOnly() {
        assertEquals(Set.of(NORTH_2), asked(NORTH_1, ALL));
    }

    @Test
    void above_aloneInItsZone_asksTheRegion() {
        assertEquals(Set.of(NORTH_1, NORTH_2), asked(NORTH_3, ALL));
    }

    @Test
    void above_aloneInItsRegion_asksNoOtherRegion() {
        assertEquals(Set.of(), asked(SOUTH_1, ALL));
    }

    /** Each asks only who ranks above itself, so a request cannot come back, whatever each knows of the others. */
    @Test
    void above_edgesThatDisagreeWhoIsThere_neverAskEachOtherForTheSame() {
        for (int i = 0; i < 1_000; i++) {
            String key = "key" + i;
            List<EdgeNode> byOne = Placement.above(NORTH_1, List.of(NORTH_2, NORTH_3), key, 0);
            List<EdgeNode> byOther = Placement.above(NORTH_2, List.of(NORTH_1), key, 0);
            assertFalse(byOne.contains(NORTH_2) && byOther.contains(NORTH_1));
        }
    }

    @Test
    void above_owner_asksNobody() {
        String key = "one key";
        List<EdgeNode> region = List.of(NORTH_1, NORTH_2);
        EdgeNode owner = Rendezvous.rank(region, key, 0).getFirst();
        Set<EdgeNode> others =
                region.stream().filter(node -> !node.equals(owner)).collect(Collectors.toSet());
        assertTrue(Placement.above(owner, others, key, 0).isEmpty());
    }
}
