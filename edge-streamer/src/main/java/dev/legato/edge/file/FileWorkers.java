package dev.legato.edge.file;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that may wait for a disk. Threads and waiting tasks are bounded and further tasks are rejected, so a dead
 * disk fails the requests for its files and nothing else.
 */
public final class FileWorkers implements Executor, AutoCloseable {
    private static final int QUEUE = 4096;

    private final ThreadPoolExecutor pool;

    /** @param threads how many tasks may wait for disks at once */
    public FileWorkers(int threads) {
        ThreadFactory factory =
                Thread.ofPlatform().daemon().name("legato-edge-file-", 0).factory();
        this.pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if all threads are busy and the queue is full, or after {@link #close} */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Runs a task that may wait; fails as the task does, or with a {@link RejectedExecutionException}. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            execute(() -> {
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

    /** Tasks that wait for a thread. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** Tasks under way. */
    public int active() {
        return pool.getActiveCount();
    }

    /** Takes no more tasks, and finishes those it has. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
