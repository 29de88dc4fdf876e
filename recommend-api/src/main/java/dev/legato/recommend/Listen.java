package dev.legato.recommend;

import dev.legato.contracts.HeardPlay;
import java.time.Instant;

/**
 * A listener heard a track.
 *
 * @param at when, or when last
 */
record Listen(String account, String track, Instant at) implements Lesson {
    static Listen of(HeardPlay play) {
        return new Listen(play.listener(), play.trackId().value(), play.startedAt());
    }
}
