package dev.legato.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most played of all tracks offered to it. It is exact although it remembers only {@value #MOST}: counts never
 * fall, so a track that was not among the first then is offered again before it can be. Only a removal makes room for one
 * that is not offered again.
 */
final class TopTracks {
    static final int MOST = 500;

    private final Map<String, Long> plays = new HashMap<>();
    private boolean dropped;

    /** Says how many plays a track has now. */
    void offer(String track, long count) {
        if (count == 0) {
            return;
        }
        plays.put(track, count);
        if (plays.size() > MOST) {
            dropped = true;
            plays.entrySet().stream()
                    .map(entry -> new ChartItem(entry.getKey(), entry.getValue()))
                    .max(ChartItem::compareTo)
                    .ifPresent(last -> plays.remove(last.trackId()));
        }
    }

    /** Takes a track out; returns whether another one, which it does not remember, may belong in its place. */
    boolean remove(String track) {
        return plays.remove(track) != null && dropped;
    }

    /** In the chart's order. */
    List<ChartItem> items() {
        return plays.entrySet().stream()
                .map(entry -> new ChartItem(entry.getKey(), entry.getValue()))
                .sorted()
                .toList();
    }
}
