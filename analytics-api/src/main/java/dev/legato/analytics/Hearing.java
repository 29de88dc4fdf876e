package dev.legato.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one playback: a listener, a session and a track.
 *
 * @param lastAt the latest report's time
 * @param heard null once it has counted; nothing can change it then
 */
record Hearing(Instant lastAt, @Nullable HeardTime heard) {}
