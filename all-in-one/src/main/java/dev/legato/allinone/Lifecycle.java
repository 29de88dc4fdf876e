package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a command has started, stopped once, the last first, whatever ends the command: its own end, a failure, or
 * SIGINT, SIGTERM or SIGHUP.
 *
 * <p>A signal runs the stop on a thread of its own, which is never interrupted. From then on no further step begins; steps
 * under way are interrupted if they said that they may be, and waited for within a bound, since a part that is half
 * started cannot be stopped. A second signal changes nothing.
 */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** How long a stop waits for steps under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Set<Thread> interruptible = new HashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int underWay;
    private boolean stopping;

    private record Part(String name, Runnable stop) {}

    /** Thrown by a step that would begin while everything stops. */
    static final class StoppingException extends RuntimeException {
        StoppingException() {
            super("stopping");
        }
    }

    /**
     * The life of this process: a signal stops it.
     *
     * @param afterSignal runs when a signal has stopped everything
     */
    static Lifecycle ofProcess(Runnable afterSignal) {
        Lifecycle lifecycle = new Lifecycle();
        Thread hook = new Thread(
                () -> {
                    if (lifecycle.stopped.getCount() > 0) {
                        lifecycle.stop();
                        afterSignal.run();
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return lifecycle;
    }

    /** Runs a command, then stops what it has started; a failure that comes of a signal is none. */
    int run(Callable<Integer> command) throws Exception {
        try {
            return command.call();
        } catch (Exception e) {
            if (isStopping()) {
                return 0;
            }
            throw e;
        } finally {
            stop();
        }
    }

    /**
     * Starts a part and keeps it to be stopped.
     *
     * @throws StartupException naming the part
     */
    <T> T start(String name, Callable<T> start, Consumer<T> stop) {
        return step(name, start, stop, /* mayInterrupt= */ false);
    }

    /** The same with a start that can be interrupted and then leaves nothing behind. */
    <T> T startInterruptibly(String name, Callable<T> start, Consumer<T> stop) {
        return step(name, start, stop, /* mayInterrupt= */ true);
    }

    /** A step of a start with nothing to stop. */
    <T> T step(String name, Callable<T> step) {
        return step(name, step, null, /* mayInterrupt= */ false);
    }

    /** Work that an interrupt ends. */
    <T> T interruptibly(Callable<T> work) throws Exception {
        begin(/* mayInterrupt= */ true);
        try {
            return work.call();
        } finally {
            end();
        }
    }

    /** Waits for the end of this process. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private <T> T step(String name, Callable<T> step, @Nullable Consumer<T> stop, boolean mayInterrupt) {
        begin(mayInterrupt);
        try {
            T part = step.call();
            if (stop != null) {
                keep(new Part(name, () -> stop.accept(part)));
            }
            return part;
        } catch (StartupException | SettingsException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("{} did not start", name, e);
            throw new StartupException("%s did not start: %s".formatted(name, FailureReport.reason(e)), e);
        } finally {
            end();
        }
    }

    private synchronized void begin(boolean mayInterrupt) {
        if (stopping) {
            throw new StoppingException();
        }
        underWay++;
        if (mayInterrupt) {
            interruptible.add(Thread.currentThread());
        }
    }

    private synchronized void end() {
        underWay--;
        if (interruptible.remove(Thread.currentThread())) {
            // What follows is cleaning up, or an answer to the caller: an interrupt that came too late is not for it.
            var _ = Thread.interrupted();
        }
        notifyAll();
    }

    private void keep(Part part) {
        synchronized (this) {
            if (stopped.getCount() > 0) {
                parts.push(part);
                return;
            }
        }
        stop(part);
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Stops everything; returns when it is stopped, also if another thread does it. */
    void stop() {
        if (!enterStopping()) {
            awaitStopped();
            return;
        }
        awaitSteps();
        for (Part part = next(); part != null; part = next()) {
            stop(part);
        }
    }

    private synchronized boolean enterStopping() {
        if (stopping) {
            return false;
        }
        stopping = true;
        interruptible.forEach(Thread::interrupt);
        return true;
    }

    private synchronized void awaitSteps() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (long left = PATIENCE.toMillis();
                    underWay > 0 && left > 0;
                    left = Duration.ofNanos(deadline - System.nanoTime()).toMillis()) {
                wait(left);
            }
        } catch (InterruptedException _) {
            LOG.debug("interrupted while a start was under way; stopping what there is");
        }
    }

    private synchronized @Nullable Part next() {
        if (parts.isEmpty()) {
            stopped.countDown();
            return null;
        }
        return parts.pop();
    }

    private static void stop(Part part) {
        try {
            part.stop().run();
        } catch (RuntimeException e) {
            LOG.warn("{} did not stop cleanly: {}", part.name(), FailureReport.reason(e));
        }
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
