package dev.legato.account.avatar;

import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decodes pictures one after the other on a thread of its own: a picture takes up to 64 MiB and seconds, in which the virtual
 * threads that answer requests must not be held up. A few pictures wait, each for a bounded time; further ones are turned away
 * with 503. The thread ends when it has nothing to do, so there is nothing to close.
 */
final class PictureThread {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;
    private final Duration limit;

    /**
     * @param queue how many pictures may wait
     * @param limit how long one may take, with its wait
     */
    PictureThread(int queue, Duration limit) {
        this.limit = limit;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("pictures").daemon(true).factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Does a picture's work; fails with a problem of status 503 if there is no room for it, or it takes too long. */
    Future<byte[]> submit(Callable<byte[]> work) {
        Promise<byte[]> promise = Promise.promise();
        Future<byte[]> answer = promise.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            thread.execute(() -> {
                if (answer.isComplete()) {
                    return; // nobody waits for it any more
                }
                try {
                    promise.complete(work.call());
                } catch (Exception e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException _) {
            return tooMany();
        }
        return answer.recover(
                failure -> failure instanceof TimeoutException ? tooMany() : Future.failedFuture(failure));
    }

    private static Future<byte[]> tooMany() {
        return Future.failedFuture(Problem.unavailable("Many pictures are being taken in; try again soon."));
    }
}
