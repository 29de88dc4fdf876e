package dev.legato.account.avatar;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class PictureThreadTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void submit_moreThanMayWait_isTurnedAway_andTheOthersAreAnswered() throws Exception {
        PictureThread pictures = new PictureThread(1, LONG);
        Future<byte[]> first = pictures.submit(this::slow);
        begun.await();
        Future<byte[]> second = pictures.submit(() -> new byte[2]);
        assertUnavailable(pictures.submit(() -> new byte[3]));
        release.countDown();
        assertEquals(1, first.await(1, TimeUnit.MINUTES).length);
        assertEquals(2, second.await(1, TimeUnit.MINUTES).length);
    }

    @Test
    void submit_thatTakesTooLong_isAnswered_andWhatWaitedInVainIsLeftOut() throws Exception {
        PictureThread pictures = new PictureThread(2, Duration.ofMillis(50));
        Future<byte[]> running = pictures.submit(this::slow);
        begun.await();
        AtomicBoolean done = new AtomicBoolean();
        assertUnavailable(pictures.submit(() -> {
            done.set(true);
            return new byte[2];
        }));
        assertUnavailable(running);
        release.countDown();
        eventually(() -> isDone(pictures.submit(() -> new byte[3])));
        assertFalse(done.get(), "the thread has passed it by now");
    }

    @Test
    void submit_ofWhatFails_failsLikeIt() {
        PictureThread pictures = new PictureThread(1, LONG);
        Future<byte[]> failing = pictures.submit(() -> {
            throw new PictureException("no picture");
        });
        assertThrows(PictureException.class, () -> failing.await(1, TimeUnit.MINUTES));
    }

    private byte[] slow() throws InterruptedException {
        begun.countDown();
        release.await();
        return new byte[1];
    }

    private static boolean isDone(Future<byte[]> answer) throws Exception {
        try {
            return answer.await(1, TimeUnit.MINUTES).length > 0;
        } catch (ProblemException _) {
            return false; // a slow machine
        }
    }

    private static void assertUnavailable(Future<byte[]> answer) {
        var refused = assertThrows(ProblemException.class, () -> answer.await(1, TimeUnit.MINUTES));
        assertEquals(503, refused.problem().status());
    }
}
