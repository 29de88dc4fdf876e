package dev.legato.edge.cluster;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which edges are asked for a group of slices before an origin is.
 *
 * <p>Candidates are the edges of the own zone; those of the own region if the zone has no other edge. Edges of other regions
 * are never asked: a region that is to ask another one first names a shield there as its origin.
 */
final class Placement {
    private Placement() {}

    /**
     * Returns the candidates that rank above an edge, the owner first; empty if it owns the group itself.
     *
     * @param others all edges but {@code self}
     */
    static List<EdgeNode> above(EdgeNode self, Collection<EdgeNode> others, String key, long group) {
        List<EdgeNode> region = others.stream()
                .filter(node -> node.region().equals(self.region()))
                .toList();
        List<EdgeNode> zone =
                region.stream().filter(node -> node.zone().equals(self.zone())).toList();
        List<EdgeNode> candidates = Stream.concat(Stream.of(self), (zone.isEmpty() ? region : zone).stream())
                .toList();
        return Rendezvous.rank(candidates, key, group).stream()
                .takeWhile(node -> !node.equals(self))
                .toList();
    }
}
