package dev.legato.analytics;

import dev.legato.contracts.Topics;
import java.util.Set;

/**
 * The compacted topics that hold this service's results: its instances write each its part and read the whole. Each
 * is also the name of the store it is read into.
 */
final class ResultTopics {
    /** Key {@code partition/window}, value {@link PartialChart}. */
    static final String CHARTS = "analytics-charts";

    /** Key track id, value {@link CountedTrack}; search follows it as well. */
    static final String TRACKS = Topics.TRACK_PLAYS;

    /** Key {@code account/slot}, value {@link HistoryItem}. */
    static final String HISTORY = "analytics-history";

    static final Set<String> ALL = Set.of(CHARTS, TRACKS, HISTORY);

    private ResultTopics() {}
}
