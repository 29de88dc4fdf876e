package dev.legato.edge.lane;

/** What a fast lane does with its connection; exactly one of these at any time. */
sealed interface LaneState
        permits LaneState.Idle, LaneState.VertxAnswers, LaneState.HandedOver, LaneState.Closing, FastAnswer {
    /** It waits for the next request. */
    enum Idle implements LaneState {
        IDLE
    }

    /** Vert.x answers the one request that was passed on to it; then the lane is idle again. */
    enum VertxAnswers implements LaneState {
        VERTX_ANSWERS
    }

    /** The connection belongs to Vert.x for good, since the lane no longer knows where the next request begins. */
    enum HandedOver implements LaneState {
        HANDED_OVER
    }

    /** The connection is being closed; whatever still arrives is dropped. */
    enum Closing implements LaneState {
        CLOSING
    }
}
