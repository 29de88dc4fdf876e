package dev.legato.search.lucene;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how a Lucene index is kept.
 *
 * @param folder of the index; nothing else is in it
 * @param bufferMb how much memory documents take before they are written, in MB
 * @param maxTime after which a search answers with what it has found
 */
public record LuceneSettings(Path folder, int bufferMb, Duration maxTime) {
    private static final int BUFFER_MB = 64;
    private static final Duration MAX_TIME = Duration.ofMillis(500);

    /** Usual settings. */
    public static LuceneSettings in(Path folder) {
        return new LuceneSettings(folder, BUFFER_MB, MAX_TIME);
    }
}
