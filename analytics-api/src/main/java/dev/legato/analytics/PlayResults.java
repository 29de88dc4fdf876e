package dev.legato.analytics;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;

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

    /** The chart's tracks in order, at most {@link TopTracks#MOST}. */
    List<ChartItem> chart(ChartWindow window) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
        List<ChartItem> items = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> parts =
                streams.whole(ResultTopics.CHARTS).all()) {
            while (parts.hasNext()) {
                var part = parts.next();
                if (part.key.endsWith("/" + window.wire())) {
                    PartialChart chart = JsonSerde.read(part.value, PartialChart.class);
                    // Yesterday's chart of the day says nothing of today; its writer is about to replace it.
                    if (window != ChartWindow.DAY || chart.day().equals(today)) {
                        items.addAll(chart.items());
                    }
                }
            }
        }
        return items.stream().sorted().limit(TopTracks.MOST).toList();
    }

    /** All zero for a track nobody has played. */
    TrackStats stats(String trackId) {
        byte[] json = streams.whole(ResultTopics.TRACKS).get(trackId);
        return json == null ? new TrackStats(trackId, 0, 0) : JsonSerde.read(json, TrackStats.class);
    }

    /** A listener's plays, the newest first, at most {@link HistoryProcessor#SLOTS}. */
    List<HistoryItem> history(String listener) {
        List<HistoryItem> items = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> slots = streams.whole(ResultTopics.HISTORY)
                .prefixScan(HistoryProcessor.prefix(listener), new StringSerializer())) {
            slots.forEachRemaining(slot -> items.add(JsonSerde.read(slot.value, HistoryItem.class)));
        }
        items.sort(NEWEST_FIRST);
        return items;
    }
}
