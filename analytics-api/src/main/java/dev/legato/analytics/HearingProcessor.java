package dev.legato.analytics;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Turns players' reports into plays; each playback of a track of the catalogue counts once. */
final class HearingProcessor extends ContextualProcessor<byte[], byte[], String, HeardPlay> {
    /** Key {@code listener/session/track}. */
    static final String STORE = "hearings";

    private static final Duration SWEEP_EVERY = Duration.ofHours(6);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Ingest takes no event that is older than 30 days, so nothing more can come of such a playback. */
    private static final Duration KEPT = Duration.ofDays(31);

    // Set by init, which Kafka Streams calls before anything else.
    private @Nullable KeyValueStore<String, Hearing> hearings;
    private @Nullable TimestampedKeyValueStore<String, byte[]> catalogue;
    private @Nullable WaitingPlaybacks waiting;

    @Override
    public void init(ProcessorContext<String, HeardPlay> context) {
        super.init(context);
        hearings = context.getStateStore(STORE);
        catalogue = context.getStateStore(Topics.CATALOGUE);
        waiting = new WaitingPlaybacks(context.getStateStore(WaitingPlaybacks.STORE));
        var _ = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweep);
        var _ = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::judgeWaiting);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (hearings == null) {
            return;
        }
        PlayEvent event;
        try {
            event = PlayRecords.read(record.key(), record.value(), now());
        } catch (IOException | RuntimeException e) {
            throw new UnusableRecordException(e);
        }
        Playback playback = Playback.of(event);
        Hearing known = hearings.get(playback.key());
        if (known == null || known.heard() != null) {
            judge(playback, Hearing.with(known, event), record.timestamp());
        }
    }

    private void judge(Playback playback, Hearing hearing, long timestamp) {
        HeardTime heard = hearing.heard();
        if (hearings == null || waiting == null || heard == null) {
            return;
        }
        Optional<CatalogueTrack> track = track(playback);
        if (track.isEmpty()) {
            hearings.put(playback.key(), hearing);
            waiting.add(playback, now());
            return;
        }
        waiting.remove(playback);
        boolean counts = PlayRule.isPlay(heard.totalMs(), track.get().durationMs());
        hearings.put(playback.key(), counts ? new Hearing(hearing.lastAt(), null) : hearing);
        if (counts) {
            HeardPlay play = new HeardPlay(
                    playback.listener(),
                    new TrackId(playback.track()),
                    playback.sessionId(),
                    heard.startedAt(),
                    heard.totalMs());
            context().forward(new Record<>(playback.listener(), play, timestamp));
        }
    }

    /** Judges playbacks whose tracks have come meanwhile. */
    private void judgeWaiting(long nowMs) {
        if (hearings == null || waiting == null) {
            return;
        }
        Map<String, Boolean> present = new HashMap<>();
        for (Playback playback : waiting.all(Instant.ofEpochMilli(nowMs))) {
            if (present.computeIfAbsent(playback.track(), _ -> track(playback).isPresent())) {
                Hearing hearing = hearings.get(playback.key());
                if (hearing == null || hearing.heard() == null) {
                    waiting.remove(playback);
                } else {
                    judge(playback, hearing, nowMs);
                }
            }
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
                if (entry.value == null || entry.value.lastAt().isBefore(oldest)) {
                    hearings.delete(entry.key);
                }
            }
        }
    }

    private Optional<CatalogueTrack> track(Playback playback) {
        var track = catalogue == null ? null : catalogue.get(playback.track());
        return CatalogueRecords.read(track == null ? null : track.value());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
