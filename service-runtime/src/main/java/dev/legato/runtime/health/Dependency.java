package dev.legato.runtime.health;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing a process depends on. Whoever asks while a check is under way, or just after it, shares its answer. */
final class Dependency {
    static final String UP = "up";

    private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);
    private static final long WAIT_SECONDS = 2;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final boolean required;
    private final Supplier<Future<Void>> check;
    private final LongSupplier nanoTime;
    private @Nullable Checked last;
    private String said = UP;

    private record Checked(long startedAt, Future<String> state) {}

    Dependency(String name, boolean required, Supplier<Future<Void>> check, LongSupplier nanoTime) {
        this.name = name;
        this.required = required;
        this.check = check;
        this.nanoTime = nanoTime;
    }

    boolean isRequired() {
        return required;
    }

    /** {@value #UP}, or {@code down:} and why; within {@value #WAIT_SECONDS} s. */
    synchronized Future<String> state() {
        Checked before = last;
        long now = nanoTime.getAsLong();
        if (before != null && (!before.state().isComplete() || now - before.startedAt() < FRESH_NANOS)) {
            return before.state();
        }
        last = new Checked(now, ask());
        return last.state();
    }

    private Future<String> ask() {
        return Future.<Void>succeededFuture()
                .compose(_ -> check.get())
                .timeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .transform(checked -> {
                    String state = checked.succeeded() ? UP : "down: " + Reason.of(checked.cause());
                    log(state, checked.cause());
                    return Future.succeededFuture(state);
                });
    }

    /** Says once what has changed; probes come every few seconds. */
    private synchronized void log(String state, @Nullable Throwable failure) {
        if (!state.equals(said)) {
            said = state;
            if (failure == null) {
                LOG.info("{} is {}", name, state);
            } else {
                LOG.warn("{} is {} ({})", name, state, failure.getMessage());
            }
        }
    }
}
