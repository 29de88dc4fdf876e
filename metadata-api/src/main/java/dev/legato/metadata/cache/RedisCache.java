package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.circuit.Circuit;
import dev.legato.runtime.redis.KeyedRedis;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catalogue entries in Redis, with the leases under which they are filled. Every wait is bounded; while Redis fails, calls
 * fail at once.
 *
 * <p>Leases are those of R. Nishtala et al., <em>Scaling Memcache at Facebook</em> (NSDI 2013): of all readers that find an
 * entry absent one gets a token, and only who holds it may fill the entry. After a write an entry is not deleted but marked
 * as just written for {@value #MARK_SECONDS} s, and a mark is never filled. A lease ends after {@value #LEASE_MILLIS} ms,
 * sooner than a mark: so a reader that read before the write cannot put the old state back after it, however slow it is.
 */
final class RedisCache {
    static final int LEASE_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);
    private static final int MARK_SECONDS = 10;
    private static final Duration REST = Duration.ofMillis(500);
    private static final int BATCH = 500;

    /**
     * Gives the lease KEYS[2] of the entry KEYS[1] to the token ARGV[1] for ARGV[2] ms, unless somebody has it. If ARGV[3] is
     * {@code absent}, the entry must still be so: another reader may have filled it since.
     */
    private static final String LEASE = """
            if ARGV[3] == 'absent' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
            return 0""";

    /** Fills KEYS[1] with ARGV[2] for ARGV[3] ms if ARGV[1] is the token in KEYS[2], and ends the lease. */
    private static final String FILL = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[2])
            if redis.call('GET', KEYS[1]) == '-' then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private final KeyedRedis redis;
    private final CacheSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final Circuit circuit;

    /** Of its own: a call about entries that fails must not silence the messages, without which memory is not trusted. */
    private final Circuit messages;

    RedisCache(KeyedRedis redis, CacheSettings settings, Clock clock, LongSupplier nanoTime, RandomGenerator random) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.circuit = new Circuit(1, REST, nanoTime);
        this.messages = new Circuit(1, REST, nanoTime);
    }

    /** What stands under each id. An entry that cannot be read counts as just written, so that nobody fills it. */
    <T> Future<Map<String, Stored<T>>> read(Kind<T> kind, List<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return attempt(() -> redis.values(ids.stream()
                        .map(id -> RedisKeys.entry(EntryKey.of(kind, id)))
                        .toList()))
                .map(values -> {
                    Map<String, Stored<T>> stored = HashMap.newHashMap(ids.size());
                    for (int i = 0; i < ids.size(); i++) {
                        stored.put(ids.get(i), read(kind, ids.get(i), values.get(i)));
                    }
                    return stored;
                });
    }

    /**
     * Asks for leases, and completes with the tokens of those that were granted, by id.
     *
     * @param stale the ids whose entries were found stale; the others were found absent
     */
    Future<Map<String, String>> lease(Kind<?> kind, List<String> ids, Set<String> stale) {
        List<String> tokens =
                ids.stream().map(_ -> Long.toHexString(random.nextLong())).toList();
        List<Request> requests = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            EntryKey key = EntryKey.of(kind, ids.get(i));
            requests.add(Request.cmd(Command.EVAL)
                    .arg(LEASE)
                    .arg(2)
                    .arg(RedisKeys.entry(key))
                    .arg(RedisKeys.lease(key))
                    .arg(tokens.get(i))
                    .arg(LEASE_MILLIS)
                    .arg(stale.contains(ids.get(i)) ? "stale" : "absent"));
        }
        return attempt(() -> redis.all(requests)).map(answers -> {
            Map<String, String> granted = HashMap.newHashMap(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                if (answers.get(i).toInteger() == 1) {
                    granted.put(ids.get(i), tokens.get(i));
                }
            }
            return granted;
        });
    }

    /**
     * Fills entries under the leases that were granted for them, without waiting.
     *
     * @param tokens by id
     * @param documents by id, null if there is no such entry
     */
    void fill(Kind<?> kind, Map<String, String> tokens, Map<String, byte @Nullable []> documents) {
        long now = clock.millis();
        List<Request> requests = new ArrayList<>(tokens.size());
        tokens.forEach((id, token) -> {
            byte @Nullable [] document = documents.get(id);
            // Filled at once, they should not all expire at once.
            long fresh = jittered(document == null ? settings.missing() : settings.fresh());
            long kept = document == null ? fresh : fresh + settings.stale().toMillis();
            EntryKey key = EntryKey.of(kind, id);
            requests.add(Request.cmd(Command.EVAL)
                    .arg(FILL)
                    .arg(2)
                    .arg(RedisKeys.entry(key))
                    .arg(RedisKeys.lease(key))
                    .arg(token)
                    .arg(Stored.write(document, now + fresh, now + kept))
                    .arg(kept));
        });
        var _ = attempt(() -> redis.all(requests));
    }

    /** Ends leases whose holder has nothing to fill in, without waiting. */
    void release(Kind<?> kind, Map<String, String> tokens) {
        List<Request> requests = new ArrayList<>(tokens.size());
        tokens.forEach((id, token) -> requests.add(Request.cmd(Command.EVAL)
                .arg(RELEASE)
                .arg(1)
                .arg(RedisKeys.lease(EntryKey.of(kind, id)))
                .arg(token)));
        var _ = attempt(() -> redis.all(requests));
    }

    /** Marks entries as just written; fails if Redis did not take all marks. */
    Future<Void> mark(Collection<EntryKey> keys) {
        List<EntryKey> all = List.copyOf(keys);
        Future<?> done = Future.succeededFuture();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Request> marks = all.subList(from, Math.min(all.size(), from + BATCH)).stream()
                    .map(key -> Request.cmd(Command.SETEX)
                            .arg(RedisKeys.entry(key))
                            .arg(MARK_SECONDS)
                            .arg(Stored.JUST_WRITTEN))
                    .toList();
            done = done.compose(_ -> attempt(() -> redis.all(marks)));
        }
        return done.mapEmpty();
    }

    /** Sends a text to whoever subscribes to the channel, also while calls about entries fail. */
    Future<Void> publish(String channel, String text) {
        return attempt(
                        messages,
                        () -> redis.send(
                                Request.cmd(Command.PUBLISH).arg(channel).arg(text)))
                .mapEmpty();
    }

    /** Succeeds if Redis answers. */
    Future<Void> ping() {
        return redis.send(Request.cmd(Command.PING)).mapEmpty();
    }

    /** Up to a fifth less. */
    private long jittered(Duration duration) {
        long millis = duration.toMillis();
        return millis - random.nextLong(millis / 5 + 1);
    }

    private <R> Future<R> attempt(Supplier<Future<R>> call) {
        return attempt(circuit, call);
    }

    private <R> Future<R> attempt(Circuit circuit, Supplier<Future<R>> call) {
        if (!circuit.allows()) {
            return Future.failedFuture("Redis is not used after a failure");
        }
        return call.get()
                .timeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(_ -> circuit.succeeded())
                .onFailure(failure -> {
                    if (failure instanceof ConnectionPoolTooBusyException) {
                        return; // too many of us ask at once, which says nothing about Redis
                    }
                    circuit.failed();
                    LOG.warn("Redis is not used for {} ms after a failure: {}", REST.toMillis(), failure.toString());
                });
    }

    private static <T> Stored<T> read(Kind<T> kind, String id, @Nullable Buffer value) {
        try {
            return Stored.read(value, kind.type());
        } catch (IOException e) {
            LOG.warn("an entry in Redis cannot be read and is passed over: {} {}: {}", kind.name(), id, e.toString());
            return new Stored.JustWritten<>();
        }
    }
}
