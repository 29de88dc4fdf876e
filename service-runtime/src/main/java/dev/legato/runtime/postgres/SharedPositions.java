package dev.legato.runtime.postgres;

import dev.legato.runtime.circuit.Circuit;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write positions in Redis, by which one instance of a service knows what a caller wrote through another. While Redis fails,
 * each instance knows of its own writes alone.
 *
 * <pre>legato:position:{schema}:{account}  the position in bytes, for as long as it matters</pre>
 */
final class SharedPositions {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPositions.class);
    private static final String PREFIX = "legato:position:";
    private static final Duration REST = Duration.ofSeconds(2);
    private static final long PATIENCE_MS = 100;

    /** A position never goes back: of two instances' writes the later may be told first. Doubles are exact to 9 petabytes. */
    private static final String RAISE = """
            if (tonumber(redis.call('GET', KEYS[1])) or -1) <= tonumber(ARGV[1]) then
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            end
            return 1""";

    private final Redis redis;
    private final String schema;
    private final long keptMs;
    private final Circuit circuit;

    /** @param kept how long a position is remembered */
    SharedPositions(Redis redis, String schema, Duration kept, LongSupplier nanoTime) {
        this.redis = redis;
        this.schema = schema;
        this.keptMs = kept.toMillis();
        this.circuit = new Circuit(1, REST, nanoTime);
    }

    /** Tells other instances; completes when they can know, or after {@value #PATIENCE_MS} ms. */
    Future<Void> remember(String account, long position) {
        return attempt(() -> redis.send(Request.cmd(Command.EVAL)
                        .arg(RAISE)
                        .arg(1)
                        .arg(key(account))
                        .arg(position)
                        .arg(keptMs)))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** What is known of a caller's writes, or 0. */
    Future<Long> position(String account) {
        return attempt(() -> redis.send(Request.cmd(Command.GET).arg(key(account))))
                .map(answer -> answer == null ? 0L : answer.toLong())
                .otherwise(0L);
    }

    Future<Void> close() {
        return redis.close();
    }

    private String key(String account) {
        return PREFIX + schema + ':' + account;
    }

    private <R> Future<R> attempt(Supplier<Future<R>> call) {
        if (!circuit.allows()) {
            return Future.failedFuture("Redis is not used after a failure");
        }
        return call.get()
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onSuccess(_ -> circuit.succeeded())
                .onFailure(failure -> {
                    circuit.failed();
                    LOG.warn("write positions are not shared: {}", failure.toString());
                });
    }
}
