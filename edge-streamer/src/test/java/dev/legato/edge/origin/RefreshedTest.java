package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefreshedTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        var _ = OriginFixture.await(vertx.close());
    }

    private String numbered() {
        return "id" + asked.incrementAndGet();
    }

    private String id(Refreshed<String> value) throws Exception {
        return OriginFixture.await(value.get(context));
    }

    @Test
    void get_withinAMinute_isNotAskedForAgain() throws Exception {
        Refreshed<String> value = new Refreshed<>("test", this::numbered, Duration.ofMinutes(1), now::get);
        assertEquals("id1", id(value));
        now.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertEquals("id1", id(value));
        now.incrementAndGet();
        assertEquals("id2", id(value));
    }

    @Test
    void get_whileAnAnswerIsAwaited_sharesIt() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Refreshed<String> value = new Refreshed<>(
                "test",
                () -> {
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return numbered();
                },
                Duration.ofMinutes(1),
                now::get);
        var first = value.get(context);
        var second = value.get(context);
        answer.countDown();
        assertEquals("id1", OriginFixture.await(first));
        assertEquals("id1", OriginFixture.await(second));
        assertEquals(1, asked.get());
    }

    @Test
    void get_afterAFailure_isAskedForAgain() throws Exception {
        Refreshed<String> value = new Refreshed<>(
                "test",
                () -> {
                    if (asked.get() == 0) {
                        asked.incrementAndGet();
                        throw new IllegalStateException("no value");
                    }
                    return numbered();
                },
                Duration.ofMinutes(1),
                now::get);
        assertThrows(ExecutionException.class, () -> id(value));
        assertEquals("id2", id(value));
    }
}
