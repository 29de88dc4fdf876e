package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.circuit.Circuit;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catalogue entries in Redis, cache-aside. While Redis fails, the cache appears empty.
 *
 * <p>After a write an entry is not deleted but marked as just written for {@value #MARK_SECONDS} s, longer than any
 * read of PostgreSQL may take, and filling never overwrites: so a reader that read before the write cannot put the old
 * state back after it. If Redis is away at the write itself, an old entry lives on until its {@value #ENTRY_SECONDS} s
 * are over.
 */
public final class CatalogueCache {
    /** Stored in place of a document: this entry must not be filled yet. */
    static final String JUST_WRITTEN = "-";

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueCache.class);
    private static final int ENTRY_SECONDS = 600;
    private static final int MARK_SECONDS = 10;
    private static final Duration REST = Duration.ofSeconds(2);
    private static final int BATCH = 500;

    private final Redis redis;
    private final Duration patience;
    private final Circuit circuit;

    /** @param patience how long a request waits for Redis before it continues without it */
    public CatalogueCache(Redis redis, Duration patience, LongSupplier nanoTime) {
        this.redis = redis;
        this.patience = patience;
        this.circuit = new Circuit(1, REST, nanoTime);
    }

    /** The entries it has, by id. Blocks its virtual thread, never for long. */
    public <T> Map<String, T> get(Kind<T> kind, Collection<String> ids) {
        List<String> asked = List.copyOf(ids);
        Request request = Request.cmd(Command.MGET);
        asked.forEach(id -> request.arg(RedisKeys.entry(kind, id)));
        Map<String, T> found = HashMap.newHashMap(asked.size());
        var _ = attempt(() -> redis.send(request))
                .onSuccess(answer -> {
                    for (int i = 0; i < asked.size(); i++) {
                        put(found, kind, asked.get(i), answer.get(i));
                    }
                })
                .otherwiseEmpty()
                .await();
        return found;
    }

    /** Adds entries that were just read, without waiting. */
    public <T> void fill(Kind<T> kind, Map<String, T> entries) {
        List<Request> requests = new ArrayList<>(entries.size());
        entries.forEach((id, entry) -> requests.add(Request.cmd(Command.SET)
                .arg(RedisKeys.entry(kind, id))
                .arg(Buffer.buffer(Json.write(entry)))
                .arg("NX")
                .arg("EX")
                .arg(ENTRY_SECONDS)));
        if (!requests.isEmpty()) {
            var _ = attempt(() -> redis.batch(requests));
        }
    }

    /** Evicts entries that were just written; completes when Redis has done so or cannot be reached. */
    public Future<Void> evict(Kind<?> kind, Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        Future<?> done = Future.succeededFuture();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Request> marks = all.subList(from, Math.min(all.size(), from + BATCH)).stream()
                    .map(id -> Request.cmd(Command.SETEX)
                            .arg(RedisKeys.entry(kind, id))
                            .arg(MARK_SECONDS)
                            .arg(JUST_WRITTEN))
                    .toList();
            done = done.compose(_ -> attempt(() -> redis.batch(marks)));
        }
        return done.<Void>mapEmpty().otherwiseEmpty();
    }

    /** Succeeds if Redis answers. */
    public Future<Void> ping() {
        return redis.send(Request.cmd(Command.PING)).mapEmpty();
    }

    private <R> Future<R> attempt(Supplier<Future<R>> call) {
        if (!circuit.allows()) {
            return Future.failedFuture("Redis is not used after a failure");
        }
        return call.get()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(_ -> circuit.succeeded())
                .onFailure(failure -> {
                    if (failure instanceof ConnectionPoolTooBusyException) {
                        return; // too many of us ask at once, which says nothing about Redis
                    }
                    circuit.failed();
                    LOG.warn("Redis is not used for {} s after a failure: {}", REST.toSeconds(), failure.toString());
                });
    }

    private static <T> void put(Map<String, T> found, Kind<T> kind, String id, Response document) {
        if (document == null || document.toString().equals(JUST_WRITTEN)) {
            return;
        }
        try {
            found.put(id, Json.read(document.toBytes(), kind.type()));
        } catch (IOException e) {
            LOG.warn("an entry in Redis cannot be read and is passed over: {} {}: {}", kind.name(), id, e.toString());
        }
    }
}
