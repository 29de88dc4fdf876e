package dev.legato.account;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has expired, a portion per statement. */
final class Sweeper {
    /** How often it is worth sweeping. */
    static final Duration EVERY = Duration.ofHours(1);

    /** Rows that a statement removes, so that it keeps within its time-out. */
    static final int PORTION = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final List<IntFunction<Future<Integer>>> removals;

    /** @param removals in their order; each removes up to so many rows of its own and says how many it removed */
    Sweeper(List<IntFunction<Future<Integer>>> removals) {
        this.removals = List.copyOf(removals);
    }

    /** Sweeps once; what fails is left for the next time. */
    Future<Void> sweep() {
        Future<Void> swept = Future.succeededFuture();
        for (IntFunction<Future<Integer>> removal : removals) {
            swept = swept.compose(_ -> remove(removal));
        }
        return swept;
    }

    private static Future<Void> remove(IntFunction<Future<Integer>> removal) {
        Promise<Void> done = Promise.promise();
        removeOn(removal, done);
        return done.future().recover(failure -> {
            LOG.warn("sweeping is put off: {}", failure.toString());
            return Future.succeededFuture();
        });
    }

    private static void removeOn(IntFunction<Future<Integer>> removal, Promise<Void> done) {
        var _ = removal.apply(PORTION)
                .onSuccess(removed -> {
                    if (removed < PORTION) {
                        done.complete();
                    } else {
                        removeOn(removal, done);
                    }
                })
                .onFailure(done::fail);
    }
}
