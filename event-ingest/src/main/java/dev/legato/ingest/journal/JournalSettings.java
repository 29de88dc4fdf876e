package dev.legato.ingest.journal;

import dev.legato.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where events wait for Kafka.
 *
 * @param folder {@code ingest.journalFolder}, this instance's own; no other process may use it at the same time
 * @param maxBytes {@code ingest.journalMaxBytes}, what its files may take together; beyond it 503
 */
public record JournalSettings(Path folder, long maxBytes) {
    private static final long MIN_BYTES = 16L << 20;
    private static final long MAX_SEGMENT_BYTES = 64L << 20;

    /** Space is given back by whole segments, so that a journal of few would be full before it is. */
    private static final int SEGMENTS = 8;

    /**
     * Reads the settings; empty if {@code ingest.journalEnabled} is false.
     *
     * @throws dev.legato.runtime.settings.SettingsException if one is bad
     */
    public static Optional<JournalSettings> from(Settings settings) {
        boolean enabled = settings.flag("ingest.journalEnabled", true);
        JournalSettings journal = new JournalSettings(
                settings.path("ingest.journalFolder", Path.of("data/ingest-journal")),
                settings.bytes("ingest.journalMaxBytes", 1L << 30, MIN_BYTES, 1L << 40));
        return enabled ? Optional.of(journal) : Optional.empty();
    }

    /** After so many bytes the next segment is begun. */
    long segmentBytes() {
        return Math.min(MAX_SEGMENT_BYTES, maxBytes / SEGMENTS);
    }
}
