package dev.legato.recommend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How tracks are ranked: item-based neighbours by the cosine of their listeners' sets, shrunk where few listeners bear
 * witness.
 *
 * <pre>
 *   score(a, b) = |A ∩ B| / (√(|A|·|B|) + {@value #SHRINK})
 * </pre>
 *
 * The cosine keeps what everyone hears from being next to everything; the shrinkage keeps two listeners' coincidence
 * below two hundred listeners' habit.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/371920.372071">Sarwar et al., Item-based collaborative filtering
 *     recommendation algorithms, 2001</a>
 */
final class Scoring {
    /** No list has more tracks. */
    static final int MOST = 100;

    private static final double SHRINK = 10;

    private Scoring() {}

    /** How alike two tracks are: 0 for no listener in common, always below 1. */
    static double similarity(Neighbour pair) {
        return pair.together() / (Math.sqrt((double) pair.listeners() * pair.otherListeners()) + SHRINK);
    }

    /**
     * The neighbours of one track, or of all the tracks a listener heard lately: a neighbour of several has the sum of
     * its similarities.
     */
    static List<ScoredTrack> rank(List<Neighbour> neighbours) {
        Map<String, Double> scores = new HashMap<>();
        neighbours.forEach(pair -> scores.merge(pair.other(), similarity(pair), Double::sum));
        return scores.entrySet().stream()
                .map(score -> new ScoredTrack(score.getKey(), score.getValue()))
                .sorted()
                .limit(MOST)
                .toList();
    }

    /** A ranked list, filled up with tracks that are not in it yet. */
    static List<ScoredTrack> fill(List<ScoredTrack> ranked, List<String> more) {
        List<ScoredTrack> filled = new ArrayList<>(ranked);
        Set<String> present = new HashSet<>();
        ranked.forEach(track -> present.add(track.trackId()));
        for (String track : more) {
            if (filled.size() < MOST && present.add(track)) {
                filled.add(new ScoredTrack(track, 0));
            }
        }
        return filled;
    }
}
