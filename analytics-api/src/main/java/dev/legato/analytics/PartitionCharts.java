package dev.legato.analytics;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** One partition's charts of a day: of each window the tracks that are played most. */
final class PartitionCharts {
    private final LocalDate day;
    private final Map<ChartWindow, TopTracks> tracks = new EnumMap<>(ChartWindow.class);

    PartitionCharts(LocalDate day) {
        this.day = day;
        for (ChartWindow window : ChartWindow.values()) {
            tracks.put(window, new TopTracks());
        }
    }

    LocalDate day() {
        return day;
    }

    void offer(String track, TrackCounts counts) {
        tracks.forEach((window, top) -> top.offer(track, counts.playsIn(window, day)));
    }

    /** Removes a track; returns whether the charts have to be rebuilt to fill its place. */
    boolean remove(String track) {
        boolean incomplete = false;
        for (TopTracks top : tracks.values()) {
            incomplete |= top.remove(track);
        }
        return incomplete;
    }

    void forEach(BiConsumer<ChartWindow, PartialChart> use) {
        tracks.forEach((window, top) -> use.accept(window, new PartialChart(day, top.items())));
    }
}
