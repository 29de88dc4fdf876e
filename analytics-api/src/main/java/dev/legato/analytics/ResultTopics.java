package dev.legato.analytics;

import java.util.Set;

/**
 * The compacted topics that hold this service's results: its instances write each its part and read the whole. Each
 * is also the name of the store it is read into.
 */
final class ResultTopics {
    /** Key {@code partition/window}, value {@link PartialChart}. */
    static final String CHARTS = "analytics-charts";

    /** Key track id, value {@link TrackStats}. */
    static final String TRACKS = "analytics-tracks";

    /** Key {@code account/slot}, value {@link HistoryItem}. */
    static final String HISTORY = "analytics-history";

    static final Set<String> ALL = Set.of(CHARTS, TRACKS, HISTORY);

    private ResultTopics() {}
}
