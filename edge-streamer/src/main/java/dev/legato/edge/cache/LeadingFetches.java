package dev.legato.edge.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fetches under way of what was not known to be stored, by name. Whoever wants the same waits for the first, within a
 * bound: until the head of its response has arrived, not its body.
 */
final class LeadingFetches {
    private final Vertx vertx;
    private final Duration maxWait;
    private final ConcurrentHashMap<String, Future<Void>> underWay = new ConcurrentHashMap<>();

    LeadingFetches(Vertx vertx, Duration maxWait) {
        this.vertx = vertx;
        this.maxWait = maxWait;
    }

    /**
     * Begins a fetch unless one of the same name is under way. All who wait for it are released, whatever comes of it.
     *
     * @return null if one is under way
     */
    <T> @Nullable Future<T> lead(String name, Supplier<Future<T>> fetch) {
        Promise<Void> mine = Promise.promise();
        if (underWay.putIfAbsent(name, mine.future()) != null) {
            return null;
        }
        Future<T> fetched;
        try {
            fetched = fetch.get();
        } catch (RuntimeException e) {
            fetched = Future.failedFuture(e);
        }
        return fetched.onComplete(_ -> {
            boolean _ = underWay.remove(name, mine.future());
            boolean _ = mine.tryComplete();
        });
    }

    /** Returns the fetch of a name; null if none is under way. */
    @Nullable
    Future<Void> find(String name) {
        return underWay.get(name);
    }

    /** Completes on the caller's context when no fetch of the name is under way, or when the wait has been too long. */
    Future<Void> await(String name) {
        Future<Void> leading = underWay.get(name);
        if (leading == null) {
            return Future.succeededFuture();
        }
        Context context = vertx.getOrCreateContext();
        Promise<Void> waited = Promise.promise();
        long timer = vertx.setTimer(maxWait.toMillis(), _ -> waited.tryComplete());
        var _ = leading.onComplete(_ -> context.runOnContext(_ -> {
            vertx.cancelTimer(timer);
            boolean _ = waited.tryComplete();
        }));
        return waited.future();
    }
}
