package dev.legato.recommend;

import dev.legato.contracts.PlayEvent;
import java.time.Instant;
import java.util.Optional;

/** That a listener really heard a track, and when last. */
record Listen(String account, String track, Instant at) {
    /** As long as a play needs to count elsewhere; who leaves before has said nothing good of a track. */
    private static final long ENOUGH_MS = 30_000;

    /** What an event says: something if the track was finished, or played or paused at 30 s or later. */
    static Optional<Listen> of(PlayEvent event) {
        boolean heard =
                switch (event.type()) {
                    case FINISHED -> true;
                    case PROGRESS, PAUSED -> event.positionMs() >= ENOUGH_MS;
                    case STARTED, SEEKED, SKIPPED -> false;
                };
        return heard
                ? Optional.of(new Listen(event.listener(), event.trackId().value(), event.at()))
                : Optional.empty();
    }
}
