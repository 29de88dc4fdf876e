package dev.legato.runtime.postgres;

import java.time.Duration;

/**
 * What a server is good for now.
 *
 * @param position up to where it has replayed, in bytes
 * @param lagNanos how long it is behind
 */
record Standing(State state, long position, long lagNanos) {
    static final Standing UNKNOWN = new Standing(State.DOWN, 0, 0);

    /** What a server is used for, or why it is not. */
    enum State {
        PRIMARY,
        IN_USE,
        LAGGING,
        /** A replica whose log is not the primary's: it follows a former primary, or cannot follow the present one. */
        ASTRAY,
        DOWN,
        UNUSED
    }

    /**
     * Judges a server that is not the primary.
     *
     * @param seen what the last look saw
     * @param readable whether it serves reads as a replica
     * @param isStale whether that look is so old that it may be anywhere by now
     * @param timeline the primary's
     */
    static Standing of(
            ServerLook seen, boolean readable, boolean isStale, long timeline, long lagNanos, Duration maxLag) {
        State state =
                switch (seen.role()) {
                    case DOWN -> State.DOWN;
                    case PRIMARY -> State.UNUSED;
                    case REPLICA -> {
                        if (!readable) {
                            yield State.UNUSED;
                        }
                        if (isStale) {
                            yield State.DOWN;
                        }
                        if (seen.timeline() != timeline) {
                            yield State.ASTRAY;
                        }
                        yield lagNanos > maxLag.toNanos() ? State.LAGGING : State.IN_USE;
                    }
                };
        return new Standing(state, seen.position(), lagNanos);
    }
}
