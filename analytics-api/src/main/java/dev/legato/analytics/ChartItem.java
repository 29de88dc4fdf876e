package dev.legato.analytics;

import java.util.Comparator;
import java.util.Objects;

/** A track's place in a chart. */
record ChartItem(String trackId, long plays) implements Comparable<ChartItem> {
    /** Most plays first; of as many, by id. */
    private static final Comparator<ChartItem> ORDER =
            Comparator.comparingLong(ChartItem::plays).reversed().thenComparing(ChartItem::trackId);

    ChartItem {
        Objects.requireNonNull(trackId);
    }

    @Override
    public int compareTo(ChartItem other) {
        return ORDER.compare(this, other);
    }
}
