package dev.legato.analytics;

import dev.legato.contracts.Topics;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The results of all instances, as read into this one's stores. */
final class PlayResults {
    private static final Comparator<HistoryItem> NEWEST_FIRST = Comparator.comparing(HistoryItem::playedAt)
            .thenComparing(HistoryItem::number)
            .reversed();

    private final PlayStreams streams;
    private final Clock clock;

    PlayResults(PlayStreams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * The chart's tracks in order, without those that cannot be played now.
     *
     * @param after the last one not to return, if any
     * @param limit how many at most; a chart has {@link TopTracks#MOST}
     */
    List<ChartItem> chart(ChartWindow window, Optional<ChartItem> after, int limit) {
        ReadOnlyKeyValueStore<String, byte[]> catalogue = streams.whole(Topics.CATALOGUE);
        return ranked(window).stream()
                .filter(item -> after.map(last -> last.compareTo(item) < 0).orElse(true))
                .filter(item -> CatalogueRecords.isShown(catalogue.get(item.trackId())))
                .limit(limit)
                .toList();
    }

    /** All partitions' charts as one. */
    private List<ChartItem> ranked(ChartWindow window) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<ChartItem> items = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> parts =
                streams.whole(ResultTopics.CHARTS).all()) {
            while (parts.hasNext()) {
                var part = parts.next();
                if (part.key.endsWith("/" + window.wire())) {
                    PartialChart chart = JsonSerde.read(part.value, PartialChart.class);
                    // Yesterday's chart of the day says nothing of today; its writer is about to replace it.
                    if (chart != null
                            && (window != ChartWindow.DAY || chart.day().equals(today))) {
                        items.addAll(chart.items());
                    }
                }
            }
        }
        return items.stream().sorted().limit(TopTracks.MOST).toList();
    }

    /** All zero for a track without plays; empty for one that is not in the catalogue. */
    Optional<TrackStats> stats(String trackId) {
        return CatalogueRecords.read(streams.whole(Topics.CATALOGUE).get(trackId))
                .map(_ -> {
                    byte[] json = streams.whole(ResultTopics.TRACKS).get(trackId);
                    CountedTrack counted = json == null ? null : JsonSerde.read(json, CountedTrack.class);
                    return counted == null ? new TrackStats(trackId, 0, 0) : counted.stats();
                });
    }

    /** A listener's plays, the newest first, at most {@link HistoryProcessor#SLOTS}. */
    List<HistoryItem> history(String listener) {
        List<HistoryItem> items = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> slots = streams.whole(ResultTopics.HISTORY)
                .prefixScan(HistoryProcessor.prefix(listener), new StringSerializer())) {
            slots.forEachRemaining(slot -> Optional.ofNullable(JsonSerde.read(slot.value, HistoryItem.class))
                    .ifPresent(items::add));
        }
        items.sort(NEWEST_FIRST);
        return items;
    }
}
