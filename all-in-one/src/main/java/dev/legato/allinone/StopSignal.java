package dev.legato.allinone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns SIGINT and SIGTERM into an interrupt of the main thread, and keeps the JVM until that has cleaned up. */
final class StopSignal {
    private static final int LONGEST_SECONDS = 90;

    private final CountDownLatch cleanedUp = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal interrupting(Thread main) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.interrupt(main), "stop"));
        return signal;
    }

    /** Waits for the signal; always ends with the interrupt. */
    void await() throws InterruptedException {
        cleanedUp.await();
    }

    /** Says that the main thread has cleaned up. */
    void done() {
        cleanedUp.countDown();
    }

    private void interrupt(Thread main) {
        if (cleanedUp.getCount() == 0) {
            return;
        }
        main.interrupt();
        try {
            var _ = cleanedUp.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
