package dev.legato.edge.origin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A value whose source waits for files or for the network: it is asked on a virtual thread, and its answer is kept for a
 * while. For any thread.
 */
final class Refreshed<T> {
    private static final int MAX_WAIT_SECONDS = 10;

    private final String name;
    private final Callable<T> source;
    private final long freshNanos;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<T> answer;
    private long askedAt;

    /**
     * @param name of the threads
     * @param fresh how long an answer is used
     */
    Refreshed(String name, Callable<T> source, Duration fresh, LongSupplier nanoTime) {
        this.name = name;
        this.source = source;
        this.freshNanos = fresh.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The value of now, on a context; fails as the source does, or after {@value #MAX_WAIT_SECONDS} s. */
    Future<T> get(Context context) {
        CompletableFuture<T> shared = current();
        return shared.isDone() && !shared.isCompletedExceptionally()
                ? Future.succeededFuture(shared.join())
                : Future.fromCompletionStage(shared, context);
    }

    /** Whoever asks while an answer is awaited shares it; a failed one is asked for again. */
    private synchronized CompletableFuture<T> current() {
        long now = nanoTime.getAsLong();
        CompletableFuture<T> last = answer;
        if (last != null && (!last.isDone() || (!last.isCompletedExceptionally() && now - askedAt < freshNanos))) {
            return last;
        }
        askedAt = now;
        CompletableFuture<T> next = CompletableFuture.supplyAsync(this::ask, task -> {
                    var _ = Thread.ofVirtual().name(name).start(task);
                })
                .orTimeout(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        answer = next;
        return next;
    }

    private T ask() {
        try {
            return source.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
