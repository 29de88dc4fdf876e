package dev.legato.recommend;

import java.util.Comparator;

/**
 * A track and how well it fits.
 *
 * @param score 0 for one that fills up the list; comparable within one list only
 */
record ScoredTrack(String trackId, double score) implements Comparable<ScoredTrack> {
    /** Best first; of the same score, by id. */
    private static final Comparator<ScoredTrack> ORDER =
            Comparator.comparingDouble(ScoredTrack::score).reversed().thenComparing(ScoredTrack::trackId);

    @Override
    public int compareTo(ScoredTrack other) {
        return ORDER.compare(this, other);
    }
}
