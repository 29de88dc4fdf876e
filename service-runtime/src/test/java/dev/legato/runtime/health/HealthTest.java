package dev.legato.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void readiness_floodOfProbes_asksADependencyOnceASecond() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Health health = new Health(now::get);
        health.requires("postgres", () -> {
            var _ = asked.incrementAndGet();
            return Future.succeededFuture();
        });
        health.enter(Health.State.RUNNING);
        for (int probe = 0; probe < 100; probe++) {
            assertTrue(health.readiness().await(30, TimeUnit.SECONDS).ready());
        }
        assertEquals(1, asked.get());
        var _ = now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertTrue(health.readiness().await(30, TimeUnit.SECONDS).ready());
        assertEquals(2, asked.get());
    }
}
