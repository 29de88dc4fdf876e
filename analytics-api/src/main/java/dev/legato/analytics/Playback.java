package dev.legato.analytics;

import dev.legato.contracts.PlayEvent;
import java.util.Arrays;
import java.util.List;

/** One playback: a listener's session of one track. */
record Playback(String listener, String sessionId, String track) {
    private static final int PARTS = 3;

    static Playback of(PlayEvent event) {
        return new Playback(event.listener(), event.sessionId(), event.trackId().value());
    }

    /** What {@link #key} has made. */
    static Playback parse(String key) {
        List<String> parts = Arrays.asList(key.split("/", PARTS));
        return new Playback(parts.get(0), parts.get(1), parts.get(2));
    }

    /** Its key in stores, {@code listener/session/track}; none of the three holds a slash. */
    String key() {
        return "%s/%s/%s".formatted(listener, sessionId, track);
    }
}
