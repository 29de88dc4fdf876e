package dev.legato.edge.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks edges as owners of a group of slices: rendezvous hashing (Thaler and Ravishankar, <cite>Using name-based mappings
 * to increase hit rates</cite>, IEEE/ACM Transactions on Networking 6 (1), 1998).
 *
 * <p>Each edge has a score for each group, a hash of both names; the highest owns the group. The scores of two edges do not
 * depend on who else is there. So one that leaves gives up only what it owned, each group to the next in its order, and one
 * that joins takes only what it owns now. For the same reason all edges agree which of two ranks higher, even while they
 * disagree about who is there: if each asks only edges above itself, no request can come back.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Rendezvous() {}

    /** Returns the edges in the order in which they own a group, the owner first. */
    static List<EdgeNode> rank(Collection<EdgeNode> nodes, String key, long group) {
        long hash = hash(key) + group * GOLDEN;
        record Scored(EdgeNode node, long score) {}
        return nodes.stream()
                .map(node -> new Scored(node, score(node, hash)))
                .sorted(Comparator.comparing(Scored::score, Long::compareUnsigned)
                        .reversed()
                        .thenComparing(scored -> scored.node.name()))
                .map(Scored::node)
                .toList();
    }

    private static long score(EdgeNode node, long hash) {
        return mix(mix(hash) ^ hash(node.name()));
    }

    /** FNV-1a over the characters, whose low bits {@link #mix} spreads. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
