package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.StartupException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {
    private final Lifecycle lifecycle = new Lifecycle();
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void stop_stopsTheLastFirst_andOnce() {
        List.of("first", "second", "third").forEach(this::start);
        lifecycle.stop();
        lifecycle.stop();
        assertEquals(List.of("third", "second", "first"), stopped);
    }

    @Test
    void stop_goesOnAfterAPartThatFails() {
        start("first");
        var _ = lifecycle.start("second", () -> "second", _ -> {
            throw new IllegalStateException();
        });
        lifecycle.stop();
        assertEquals(List.of("first"), stopped);
    }

    @Test
    void step_afterStop_doesNotBegin() {
        lifecycle.stop();
        assertThrows(Lifecycle.StoppingException.class, () -> start("late"));
        assertThrows(Lifecycle.StoppingException.class, () -> lifecycle.interruptibly(() -> 0));
    }

    @Test
    void stop_waitsForAStartUnderWay_andStopsThatToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> start = threads.submit(() -> lifecycle.start(
                    "slow",
                    () -> {
                        begun.countDown();
                        goOn.await();
                        return "slow";
                    },
                    stopped::add));
            begun.await();
            Future<?> stop = threads.submit(lifecycle::stop);
            assertThrows(java.util.concurrent.TimeoutException.class, () -> stop.get(100, TimeUnit.MILLISECONDS));
            assertEquals(List.of(), stopped);
            goOn.countDown();
            assertEquals("slow", start.get());
            assertEquals(null, stop.get());
        }
        assertEquals(List.of("slow"), stopped);
    }

    @Test
    void stop_interruptsWhatMayBeInterrupted_butNotItsCleaningUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> work = threads.submit(() -> {
                assertThrows(
                        InterruptedException.class,
                        () -> lifecycle.interruptibly(() -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                            return 0;
                        }));
                return Thread.currentThread().isInterrupted();
            });
            begun.await();
            lifecycle.stop();
            assertFalse(work.get());
        }
    }

    @Test
    void run_thatFails_stopsWhatItStarted_andSaysWhy() {
        StartupException failure = assertThrows(
                StartupException.class,
                () -> lifecycle.run(() -> {
                    start("first");
                    return lifecycle.step("The second", () -> {
                        throw new IllegalStateException();
                    });
                }));
        assertEquals("The second did not start: java.lang.IllegalStateException", failure.getMessage());
        assertEquals(List.of("first"), stopped);
    }

    @Test
    void run_thatFailsBecauseEverythingStops_hasNotFailed() throws Exception {
        assertEquals(0, lifecycle.run(() -> {
            lifecycle.stop();
            throw new IllegalStateException("the database is gone");
        }));
        assertTrue(stopped.isEmpty());
    }

    private void start(String name) {
        var _ = lifecycle.start(name, () -> name, stopped::add);
    }
}
