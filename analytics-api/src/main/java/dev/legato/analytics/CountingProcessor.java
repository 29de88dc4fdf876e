package dev.legato.analytics;

import dev.legato.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts plays by track. A track's figures go out with each play, charts a few times a second while they change. Charts are of
 * the tracks that can be played now: one that goes makes room for the next, one that comes back takes its place again.
 */
final class CountingProcessor extends ContextualProcessor<String, CountedPlay, String, Result> {
    /** Key track id. */
    static final String COUNTS = "track-counts";

    /** Key {@code track/listener}, for each pair that has counted. */
    static final String LISTENERS = "track-listeners";

    private static final Duration PUBLISH_EVERY = Duration.ofMillis(300);

    /** Rebuilding the charts reads all tracks, which must not happen once per track when many are purged. */
    private static final Duration REMAKE_EVERY = Duration.ofSeconds(5);

    private static final byte[] PRESENT = {1};

    private final CatalogueChanges changes;

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, TrackCounts> counts;
    private @Nullable KeyValueStore<String, byte[]> listeners;
    private @Nullable TimestampedKeyValueStore<String, byte[]> catalogue;
    private CatalogueChanges.@Nullable Watch watch;

    private PartitionCharts charts = new PartitionCharts(LocalDate.EPOCH);
    private Instant made = Instant.EPOCH;
    private boolean incomplete;
    private boolean changed;

    CountingProcessor(CatalogueChanges changes) {
        this.changes = changes;
    }

    @Override
    public void init(ProcessorContext<String, Result> context) {
        super.init(context);
        counts = context.getStateStore(COUNTS);
        listeners = context.getStateStore(LISTENERS);
        catalogue = context.getStateStore(Topics.CATALOGUE);
        watch = changes.watch();
        make(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        var _ = context.schedule(PUBLISH_EVERY, PunctuationType.WALL_CLOCK_TIME, this::publish);
    }

    @Override
    public void close() {
        if (watch != null) {
            changes.unwatch(watch);
        }
    }

    @Override
    public void process(Record<String, CountedPlay> record) {
        CountedPlay play = record.value();
        if (counts == null || listeners == null || play == null) {
            return;
        }
        String track = record.key();
        boolean newListener = listeners.putIfAbsent(track + "/" + play.listener(), PRESENT) == null;
        TrackCounts before = counts.get(track);
        TrackCounts after = (before == null ? TrackCounts.NONE : before)
                .plus(LocalDate.ofInstant(play.playedAt(), ZoneOffset.UTC), newListener);
        counts.put(track, after);
        offer(track, after);
        // The event's own time may lie before that of the last figures, and a table should not go back in time.
        context()
                .forward(record.withValue(new CountedTrack(after.published(track)))
                        .withTimestamp(context().currentSystemTimeMs()));
    }

    private void publish(long nowMs) {
        Instant now = Instant.ofEpochMilli(nowMs);
        if (watch != null) {
            watch.drain().forEach(this::look);
        }
        boolean anew = incomplete && !now.isBefore(made.plus(REMAKE_EVERY));
        if (anew || !day(now).equals(charts.day())) {
            make(now);
        }
        if (changed) {
            changed = false;
            int partition = context().taskId().partition();
            charts.forEach(
                    (window, chart) -> context().forward(new Record<>(partition + "/" + window.wire(), chart, nowMs)));
        }
    }

    /** Rebuilds the charts from all tracks: for a new day, when counts fall, or when places are free. */
    private void make(Instant now) {
        charts = new PartitionCharts(day(now));
        made = now;
        incomplete = false;
        changed = true;
        if (counts != null) {
            try (KeyValueIterator<String, TrackCounts> all = counts.all()) {
                all.forEachRemaining(entry -> offer(entry.key, entry.value));
            }
        }
    }

    /** Brings a track's place up to date with what the catalogue says of it now. */
    private void look(String track) {
        TrackCounts figures = counts == null ? null : counts.get(track);
        if (figures != null) {
            changed = true;
            if (isShown(track)) {
                charts.offer(track, figures);
            } else {
                incomplete |= charts.remove(track);
            }
        }
    }

    private void offer(String track, @Nullable TrackCounts figures) {
        if (figures != null && isShown(track)) {
            charts.offer(track, figures);
            changed = true;
        }
    }

    private boolean isShown(String track) {
        var known = catalogue == null ? null : catalogue.get(track);
        return CatalogueRecords.isShown(known == null ? null : known.value());
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
