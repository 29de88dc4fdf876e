package dev.legato.search.rank;

import dev.legato.search.index.Explanation;
import dev.legato.search.index.MatchClass;
import java.util.Comparator;
import java.util.List;

/**
 * A ranked candidate.
 *
 * @param quality how well it matches within its class, 0 to {@value Ranking#BEST}
 * @param reasons what the quality is made of
 */
record Scored(Candidate candidate, MatchClass match, int quality, List<Explanation> reasons) {
    private static final int CLASS_STEP = 10_000;
    private static final long AVAILABLE = 1L << 40;

    /** The order of hits. Equal scores are ordered by the documents' own rank, then by id, so that there are no ties. */
    static final Comparator<Scored> ORDER = Comparator.comparingInt(Scored::score)
            .reversed()
            .thenComparing(Comparator.comparingLong((Scored hit) -> hit.candidate.rank())
                    .reversed())
            .thenComparing(hit -> hit.candidate.id());

    /** The class, then the quality, as one number; what is not available comes after everything that is. */
    int score() {
        int availability = candidate.rank() >= AVAILABLE ? MatchClass.EXACT.standing() + 1 : 0;
        return (availability + match.standing()) * CLASS_STEP + quality;
    }
}
