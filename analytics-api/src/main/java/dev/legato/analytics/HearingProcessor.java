package dev.legato.analytics;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what players report to plays that count; each playback counts once. */
final class HearingProcessor extends ContextualProcessor<String, byte[], String, CountedPlay> {
    /** Key {@code listener/session/track}. */
    static final String STORE = "hearings";

    private static final Logger LOG = LoggerFactory.getLogger(HearingProcessor.class);
    private static final Duration SWEEP_EVERY = Duration.ofHours(6);

    /** Ingest takes no event that is older than 30 days, so nothing more can come of such a playback. */
    private static final Duration KEPT = Duration.ofDays(31);

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, Hearing> hearings;
    private @Nullable TimestampedKeyValueStore<String, byte[]> catalogue;

    @Override
    public void init(ProcessorContext<String, CountedPlay> context) {
        super.init(context);
        hearings = context.getStateStore(STORE);
        catalogue = context.getStateStore(Topics.CATALOGUE);
        var _ = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        PlayEvent event = read(record.value());
        if (event == null || hearings == null) {
            return;
        }
        String key = "%s/%s/%s"
                .formatted(event.listener(), event.sessionId(), event.trackId().value());
        Hearing known = hearings.get(key);
        if (known != null && known.heard() == null) {
            return;
        }
        HeardTime heard = known == null || known.heard() == null
                ? HeardTime.of(event)
                : known.heard().with(event);
        boolean counts = PlayRule.isPlay(heard.totalMs(), durationMs(event));
        Instant lastAt = known != null && known.lastAt().isAfter(event.at()) ? known.lastAt() : event.at();
        hearings.put(key, new Hearing(lastAt, counts ? null : heard));
        if (counts) {
            CountedPlay play = new CountedPlay(event.listener(), event.trackId(), heard.startedAt());
            context().forward(record.withKey(event.listener()).withValue(play));
        }
    }

    private void sweep(long nowMs) {
        if (hearings == null) {
            return;
        }
        Instant oldest = Instant.ofEpochMilli(nowMs).minus(KEPT);
        try (KeyValueIterator<String, Hearing> all = hearings.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (entry.value.lastAt().isBefore(oldest)) {
                    hearings.delete(entry.key);
                }
            }
        }
    }

    /** 0 if the catalogue does not know the track, or not yet. */
    private long durationMs(PlayEvent event) {
        var track = catalogue == null ? null : catalogue.get(event.trackId().value());
        if (track == null) {
            return 0;
        }
        try {
            return Json.readEvent(track.value(), CatalogueTrack.class).data().durationMs();
        } catch (IOException e) {
            LOG.warn("track {} is not readable in the catalogue: {}", event.trackId(), e.toString());
            return 0;
        }
    }

    /** Null, and a line in the log, for what is no play event: one bad record must not stop the counting. */
    private @Nullable PlayEvent read(byte @Nullable [] value) {
        try {
            return value == null ? null : Json.readEvent(value, PlayEvent.class).data();
        } catch (IOException e) {
            LOG.warn(
                    "passed over a record of {} that is no play event: {}",
                    context().recordMetadata(),
                    e.toString());
            return null;
        }
    }
}
