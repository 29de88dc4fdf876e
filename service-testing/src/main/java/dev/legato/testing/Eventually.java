package dev.legato.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what a test can only ask about. */
public final class Eventually {
    /** Far above what anything takes, so that a slow machine fails no test. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Asking without a pause would take the processor from whom it asks. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /** Asks until the answer is yes, for at most two minutes. */
    public static void eventually(Callable<Boolean> question) throws Exception {
        var _ = eventually(question, yes -> yes);
    }

    /**
     * Asks until the answer is as wished, for at most two minutes, and returns it.
     *
     * @throws AssertionError with the last answer, if none was
     */
    public static <T> T eventually(Callable<T> question, Predicate<? super T> wished) throws Exception {
        return eventually(BOUND, question, wished);
    }

    /** The same within another bound. */
    public static <T> T eventually(Duration bound, Callable<T> question, Predicate<? super T> wished) throws Exception {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            T answer = question.call();
            if (wished.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("after %s the answer is still %s".formatted(bound, answer));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
