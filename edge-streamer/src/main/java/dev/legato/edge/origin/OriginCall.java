package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request under way, over all its tries. It belongs to the context on which it was begun; the response and its body come
 * there.
 */
public final class OriginCall {
    private static final Set<Integer> UNAVAILABLE = Set.of(502, 503, 504);

    private final Origins origins;
    private final OriginRequest request;
    private final Context context;
    private final Promise<OriginResponse> promise = Promise.promise();
    private final Set<Origin> tried = new HashSet<>();
    private @Nullable Attempt current;
    private int retries;
    private boolean over;

    OriginCall(Origins origins, OriginRequest request, Context context) {
        this.origins = origins;
        this.request = request;
        this.context = context;
    }

    /** The response, or an {@link OriginException}. */
    public Future<OriginResponse> response() {
        return promise.future();
    }

    /** Aborts it: without a response it fails as CANCELLED, else the body does. For any thread. */
    public void cancel() {
        if (Vertx.currentContext() == context) {
            cancelHere();
        } else {
            context.runOnContext(_ -> cancelHere());
        }
    }

    private void cancelHere() {
        if (over) {
            OriginResponse response = promise.future().result();
            if (response != null) {
                response.cancel();
            }
            return;
        }
        Attempt running = current;
        if (running != null) {
            running.cancel();
            origins.meters(running.origin()).ended(0, Kind.CANCELLED);
        }
        fail(new OriginException(Kind.CANCELLED, "cancelled", null));
    }

    void start() {
        Origin origin = origins.select(tried);
        if (origin == null) {
            OriginException failure = origins.unavailable();
            origins.metrics().unsent(failure.kind());
            fail(failure);
        } else {
            attempt(origin);
        }
    }

    /** Fails it before anything is sent. */
    void refuse(OriginException failure) {
        origins.metrics().unsent(failure.kind());
        fail(failure);
    }

    private void attempt(Origin origin) {
        tried.add(origin);
        OriginMetrics.Meters meters = origins.meters(origin);
        meters.began();
        Outcome outcome = new Outcome(meters, origins.nanoTime());
        Attempt next = origins.attempt(context, origin, request, outcome);
        outcome.attempt = next;
        current = next;
        next.start();
    }

    private void fail(OriginException failure) {
        over = true;
        promise.fail(failure);
    }

    /** Sends the request once more, if the budget allows. */
    private boolean retry(@Nullable Origin origin) {
        if (origin == null || retries >= origins.maxRetries()) {
            return false;
        }
        boolean isAllowed = origins.budget().withdraw();
        origins.metrics().retry(isAllowed);
        if (isAllowed) {
            retries++;
            attempt(origin);
        }
        return isAllowed;
    }

    /** Where to try again after a failure; null if it would do harm or no good. */
    private @Nullable Origin afterFailure(Attempt failed, Kind kind, boolean stale) {
        boolean isHarmless = request.isRepeatable() || (kind == Kind.CONNECT && failed.isUnsent());
        if (!isHarmless || retries >= origins.maxRetries() || !OriginFailures.isTheOrigins(kind)) {
            return null;
        }
        Origin same = failed.origin();
        if (stale) {
            return same;
        }
        Origin other = origins.select(tried);
        if (other != null) {
            return other;
        }
        // Its name may have other addresses. What is slow, or no HTTP, stays so.
        boolean mayDiffer = kind == Kind.CONNECT || kind == Kind.RESET;
        return mayDiffer && !same.isDown() && same.circuit().allows() ? same : null;
    }

    private final class Outcome implements Attempt.Listener {
        private final OriginMetrics.Meters meters;
        private final long begun;
        private @Nullable Attempt attempt;
        private int status;

        Outcome(OriginMetrics.Meters meters, long begun) {
            this.meters = meters;
            this.begun = begun;
        }

        @Override
        public void failed(OriginException failure, boolean stale) {
            meters.ended(0, failure.kind());
            Attempt failed = attempt;
            if (!over && (failed == null || !retry(afterFailure(failed, failure.kind(), stale)))) {
                fail(failure);
            }
        }

        @Override
        public void answered(OriginResponse response) {
            status = response.status();
            meters.answered(origins.nanoTime() - begun);
            if (origins.retriesOnStatus() && UNAVAILABLE.contains(status) && request.isRepeatable()) {
                Origin other = retries < origins.maxRetries() ? origins.select(tried) : null;
                if (other != null && retry(other)) {
                    response.discard();
                    return;
                }
            }
            over = true;
            promise.complete(response);
        }

        @Override
        public void ended(@Nullable OriginException failure) {
            meters.ended(status, failure == null ? null : failure.kind());
        }
    }
}
