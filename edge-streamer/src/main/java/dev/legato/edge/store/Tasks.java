package dev.legato.edge.store;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs work that may wait elsewhere. */
final class Tasks {
    private Tasks() {}

    /** Fails as the work does, or with a {@link RejectedExecutionException}. */
    static <T> CompletableFuture<T> submit(Executor workers, Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }
}
