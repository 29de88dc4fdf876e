package dev.legato.analytics;

import java.time.LocalDate;
import java.util.List;

/**
 * The chart of the tracks in one partition. A track's plays are all in one partition, so the first of all partitions'
 * charts together are the first of all tracks.
 *
 * @param day the day it was made on, UTC
 */
record PartialChart(LocalDate day, List<ChartItem> items) implements Result {
    PartialChart {
        items = List.copyOf(items);
    }
}
