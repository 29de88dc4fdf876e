package dev.legato.edge.file;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that may wait for a disk. Bounded in threads and in waiting tasks; what exceeds both is rejected, so that
 * a dead disk costs the requests for its files and nothing else.
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

    /**
     * Reads bytes into a buffer, behind those it has.
     *
     * <p>If the file has changed they are read when it is known that they are the same.
     *
     * @return how many, at least 1; or an IOException if they are not, a RejectedExecutionException as from {@link
     *     #execute}
     */
    public CompletionStage<Integer> read(OpenFile file, ByteBuf into, long offset, int length) {
        return task(() -> file.read(into, offset, length))
                .thenCompose(count -> count > 0
                        ? CompletableFuture.completedFuture(count)
                        : file.verify().thenCompose(_ -> read(file, into, offset, length)));
    }

    /**
     * Reads bytes into the page cache, after the file is verified if it has changed.
     *
     * @return fails as {@link #read} does
     */
    public CompletionStage<Void> readAhead(OpenFile file, long offset, long length) {
        return task(file::isUnchanged)
                .thenCompose(stayed -> stayed ? CompletableFuture.completedFuture(null) : file.verify())
                .thenCompose(_ -> task(() -> {
                    file.readAhead(offset, length);
                    return null;
                }));
    }

    private <T extends @Nullable Object> CompletableFuture<T> task(Callable<T> work) {
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

    /** Takes no more tasks; those it has it finishes. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
