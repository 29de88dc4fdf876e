package dev.legato.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most played of all tracks offered to it. It is exact although it remembers only {@value #MOST}: counts never
 * fall, so a track that was not among the first then is offered again before it can be.
 */
final class TopTracks {
    static final int MOST = 500;

    private final Map<String, Long> plays = new HashMap<>();

    /** Says how many plays a track has now. */
    void offer(String track, long count) {
        if (count == 0) {
            return;
        }
        plays.put(track, count);
        if (plays.size() > MOST) {
            plays.entrySet().stream()
                    .map(entry -> new ChartItem(entry.getKey(), entry.getValue()))
                    .max(ChartItem::compareTo)
                    .ifPresent(last -> plays.remove(last.trackId()));
        }
    }

    /** In the chart's order. */
    List<ChartItem> items() {
        return plays.entrySet().stream()
                .map(entry -> new ChartItem(entry.getKey(), entry.getValue()))
                .sorted()
                .toList();
    }
}
