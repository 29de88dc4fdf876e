package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one origin at an interval for a target that it must answer below 400. Two answers in a row that are none make it down,
 * one makes it up again and closes its circuit. Runs on one context.
 */
final class HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);
    private static final int MAX_MISSES = 2;
    private static final int MIN_ERROR = 400;

    private final Vertx vertx;
    private final Context context;
    private final Origin origin;
    private final OriginRequest request;
    private final OriginTimeouts timeouts;
    private final LongSupplier nanoTime;
    private long timer = -1;
    private int misses;
    private boolean waiting;
    private boolean closed;

    HealthCheck(
            Vertx vertx,
            Context context,
            Origin origin,
            String target,
            OriginTimeouts timeouts,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = context;
        this.origin = origin;
        this.request = OriginRequest.get(target, FieldList.EMPTY);
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
    }

    void start(Duration interval) {
        context.runOnContext(_ -> {
            if (!closed) {
                timer = vertx.setPeriodic(0, interval.toMillis(), _ -> check());
            }
        });
    }

    void close() {
        context.runOnContext(_ -> {
            closed = true;
            vertx.cancelTimer(timer);
        });
    }

    /** One at a time: the time-outs may be longer than the interval. */
    private void check() {
        if (!waiting) {
            waiting = true;
            new Attempt(vertx, context, origin, request, timeouts, nanoTime, new Result()).start();
        }
    }

    private void found(boolean isUp, String what) {
        waiting = false;
        misses = isUp ? 0 : Math.min(misses + 1, MAX_MISSES);
        boolean wasDown = origin.isDown();
        if (isUp || misses == MAX_MISSES) {
            origin.checked(isUp);
        }
        if (wasDown != origin.isDown()) {
            LOG.atWarn()
                    .addKeyValue("origin", origin.name())
                    .log("origin {} is {}: {}", origin.name(), isUp ? "up again" : "down", what);
        }
    }

    private final class Result implements Attempt.Listener {
        @Override
        public void failed(OriginException failure, boolean stale) {
            if (stale) {
                waiting = false; // says nothing; the next check uses a new connection
            } else {
                found(false, String.valueOf(failure.getMessage()));
            }
        }

        @Override
        public void answered(OriginResponse response) {
            found(response.status() < MIN_ERROR, "status " + response.status());
            response.discard();
        }

        @Override
        public void ended(@Nullable OriginException failure) {
            // The head was the answer.
        }
    }
}
