package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RendezvousTest {
    private static final int KEYS = 10_000;
    private static final List<EdgeNode> SEVEN =
            IntStream.range(0, 7).mapToObj(RendezvousTest::node).toList();

    static EdgeNode node(int number) {
        return new EdgeNode("m" + number, "10.0.0." + number, 8081, false, "", "");
    }

    private static String key(int number) {
        return "album-%d/track-%d.flac".formatted(number / 10, number % 10);
    }

    @Test
    void rank_manyKeys_areSharedEvenly() {
        Map<EdgeNode, Integer> owned = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            int _ = owned.merge(Rendezvous.rank(SEVEN, key(i), i % 5).getFirst(), 1, Integer::sum);
        }
        for (int count : owned.values()) {
            assertEquals(KEYS / 7.0, count, KEYS / 7.0 * 0.1);
        }
    }

    @Test
    void rank_oneLeaves_onlyItsShareMovesAndToTheNextInOrder() {
        EdgeNode gone = SEVEN.get(3);
        List<EdgeNode> left = new ArrayList<>(SEVEN);
        left.remove(gone);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            List<EdgeNode> before = Rendezvous.rank(SEVEN, key(i), 0);
            List<EdgeNode> after = Rendezvous.rank(left, key(i), 0);
            if (before.getFirst().equals(gone)) {
                moved++;
            }
            List<EdgeNode> expected = new ArrayList<>(before);
            expected.remove(gone);
            assertEquals(expected, after);
        }
        assertEquals(KEYS / 7.0, moved, KEYS / 7.0 * 0.1);
    }

    @Test
    void rank_oneJoins_takesOnlyItsShare() {
        List<EdgeNode> more = new ArrayList<>(SEVEN);
        more.add(node(7));
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            EdgeNode before = Rendezvous.rank(SEVEN, key(i), 1).getFirst();
            EdgeNode after = Rendezvous.rank(more, key(i), 1).getFirst();
            if (!before.equals(after)) {
                moved++;
                assertEquals(node(7), after);
            }
        }
        assertEquals(KEYS / 8.0, moved, KEYS / 8.0 * 0.1);
    }

    @Test
    void rank_groupsOfOneKey_haveDifferentOwners() {
        long owners = IntStream.range(0, 100)
                .mapToObj(group -> Rendezvous.rank(SEVEN, "one", group).getFirst())
                .distinct()
                .count();
        assertEquals(7, owners);
    }

    @Test
    void rank_afterARestart_isTheSame() {
        EdgeNode again = new EdgeNode("another id", "10.0.0.3", 8081, false, "", "");
        List<EdgeNode> restarted = new ArrayList<>(SEVEN);
        restarted.set(3, again);
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    Rendezvous.rank(SEVEN, key(i), 0).stream()
                            .map(EdgeNode::name)
                            .toList(),
                    Rendezvous.rank(restarted, key(i), 0).stream()
                            .map(EdgeNode::name)
                            .toList());
        }
        assertTrue(again.name().equals(SEVEN.get(3).name()));
    }
}
