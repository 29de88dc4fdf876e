package dev.legato.cluster;

import dev.legato.cluster.Cluster.Permit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A permit, counted wherever its cluster counts. The holder counts its time from before it asks, so never too long. */
final class CountedPermit implements Permit {
    private final Counter counter;
    private final String name;
    private final int max;
    private final LongSupplier nanoTime;
    private final String holder = UUID.randomUUID().toString();
    private volatile long heldUntil;
    private volatile boolean held;

    /** Counts permits. */
    @FunctionalInterface
    interface Counter {
        /**
         * Takes or extends a holder's permit, or gives it back.
         *
         * @param life of the permit from now on; zero to give it back
         * @return whether the holder has one then
         */
        Future<Boolean> change(String name, String holder, int max, Duration life);
    }

    private CountedPermit(Counter counter, String name, int max, LongSupplier nanoTime) {
        this.counter = counter;
        this.name = name;
        this.max = max;
        this.nanoTime = nanoTime;
    }

    /** Takes a permit; empty if there is none left. */
    static Future<Optional<Permit>> take(
            Counter counter, String name, int max, Duration duration, LongSupplier nanoTime) {
        CountedPermit permit = new CountedPermit(counter, name, max, nanoTime);
        return permit.extend(duration).map(taken -> taken ? Optional.of(permit) : Optional.empty());
    }

    @Override
    public boolean isHeld() {
        return held && heldUntil - nanoTime.getAsLong() > 0;
    }

    @Override
    public Future<Boolean> extend(Duration duration) {
        Arguments.requireLease(name, duration);
        long asked = nanoTime.getAsLong();
        return counter.change(name, holder, max, duration).onSuccess(taken -> {
            heldUntil = asked + duration.toNanos();
            held = taken;
        });
    }

    @Override
    public Future<Void> release() {
        held = false;
        return counter.change(name, holder, max, Duration.ZERO).mapEmpty();
    }
}
