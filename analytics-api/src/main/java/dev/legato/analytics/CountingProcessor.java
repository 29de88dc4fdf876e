package dev.legato.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Counts plays by track. A track's figures go out with each play, charts a few times a second while they change. */
final class CountingProcessor extends ContextualProcessor<String, CountedPlay, String, Result> {
    /** Key track id. */
    static final String COUNTS = "track-counts";

    /** Key {@code track/listener}, for each pair that has counted. */
    static final String LISTENERS = "track-listeners";

    private static final Duration PUBLISH_EVERY = Duration.ofMillis(300);
    private static final byte[] PRESENT = {1};

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, TrackCounts> counts;
    private @Nullable KeyValueStore<String, byte[]> listeners;

    private final Map<ChartWindow, TopTracks> charts = new EnumMap<>(ChartWindow.class);
    private LocalDate today = LocalDate.EPOCH;
    private boolean changed;

    @Override
    public void init(ProcessorContext<String, Result> context) {
        super.init(context);
        counts = context.getStateStore(COUNTS);
        listeners = context.getStateStore(LISTENERS);
        begin(day(context.currentSystemTimeMs()));
        var _ = context.schedule(PUBLISH_EVERY, PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void process(Record<String, CountedPlay> record) {
        if (counts == null || listeners == null) {
            return;
        }
        String track = record.key();
        CountedPlay play = record.value();
        boolean newListener = listeners.putIfAbsent(track + "/" + play.listener(), PRESENT) == null;
        TrackCounts before = counts.get(track);
        TrackCounts after = (before == null ? TrackCounts.NONE : before)
                .plus(LocalDate.ofInstant(play.playedAt(), ZoneOffset.UTC), newListener);
        counts.put(track, after);
        offer(track, after);
        changed = true;
        // The event's own time may lie before that of the last figures, which readers of a table would wonder at.
        context()
                .forward(record.withValue(new TrackStats(track, after.plays(), after.listeners()))
                        .withTimestamp(context().currentSystemTimeMs()));
    }

    private void publish(long nowMs) {
        if (!day(nowMs).equals(today)) {
            begin(day(nowMs));
        }
        if (changed) {
            changed = false;
            int partition = context().taskId().partition();
            charts.forEach((window, tracks) -> context()
                    .forward(new Record<>(
                            partition + "/" + window.wire(), new PartialChart(today, tracks.items()), nowMs)));
        }
    }

    /** Charts of a new day: the one time that counts fall, so they are made anew from all tracks. */
    private void begin(LocalDate day) {
        today = day;
        for (ChartWindow window : ChartWindow.values()) {
            charts.put(window, new TopTracks());
        }
        if (counts != null) {
            try (KeyValueIterator<String, TrackCounts> all = counts.all()) {
                all.forEachRemaining(entry -> offer(entry.key, entry.value));
            }
        }
        changed = true;
    }

    private void offer(String track, TrackCounts figures) {
        charts.forEach((window, tracks) -> tracks.offer(track, figures.playsIn(window, today)));
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
