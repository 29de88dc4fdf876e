package dev.legato.analytics;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * The chart of the tracks in one partition. A track's plays are all in one partition, so the first of all partitions'
 * charts together are the first of all tracks.
 *
 * @param day the day it was made on, UTC
 */
record PartialChart(LocalDate day, List<ChartItem> items) implements Result {
    PartialChart {
        Objects.requireNonNull(day);
        items = List.copyOf(items);
    }
}
