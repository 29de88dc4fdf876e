package dev.legato.edge.cluster;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/**
 * Tells an edge that asks that its request is being worked on: an interim response 103 each {@value #INTERVAL_MS} ms until
 * the head of the answer is written. An origin may be slow; an owner that is dead or stopped must be found out soon.
 */
public final class Heartbeat {
    private static final long INTERVAL_MS = 100;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final long timer;

    private Heartbeat(Vertx vertx, HttpServerResponse response) {
        this.vertx = vertx;
        this.response = response;
        this.timer = vertx.setPeriodic(INTERVAL_MS, _ -> beat());
    }

    /** Begins, on the event loop of the request. */
    public static void begin(Vertx vertx, HttpServerResponse response) {
        new Heartbeat(vertx, response).beat();
    }

    private void beat() {
        if (response.headWritten() || response.ended() || response.closed()) {
            boolean _ = vertx.cancelTimer(timer);
        } else {
            var _ = response.writeEarlyHints(MultiMap.caseInsensitiveMultiMap().add(HopMarker.FIELD, "wait"));
        }
    }
}
