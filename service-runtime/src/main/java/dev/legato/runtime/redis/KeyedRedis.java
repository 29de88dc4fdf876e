package dev.legato.runtime.redis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands about many keys at once, whichever servers hold them: in one go to a single server, and to a cluster in one
 * go for each node, since a cluster refuses a command whose keys lie in different hash slots. For use by any thread.
 *
 * <p>Failures are Exceptions. The client's own for an error that a server answers, or for a connection lost under a batch, are
 * bare Throwables, which would pass by whoever catches exceptions to try again.
 */
public final class KeyedRedis {
    private final Redis redis;
    private final RedisMode mode;

    /** @param redis a client that was made for {@code mode} */
    public KeyedRedis(Redis redis, RedisMode mode) {
        this.redis = redis;
        this.mode = mode;
    }

    /** The values of keys, in their order: null for one that is not set. Fails if any server fails. */
    public Future<List<@Nullable Buffer>> values(List<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (mode == RedisMode.CLUSTER && keys.size() > 1) {
            return all(keys.stream()
                            .map(key -> Request.cmd(Command.GET).arg(key))
                            .toList())
                    .map(answers -> answers.stream().map(KeyedRedis::buffer).toList());
        }
        Request request = Request.cmd(Command.MGET);
        keys.forEach(request::arg);
        return send(request).map(answers -> {
            List<@Nullable Buffer> values = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                values.add(buffer(answers.get(i)));
            }
            return values;
        });
    }

    /**
     * Sends commands, each about keys of one hash slot, and completes with their answers in the same order. Fails if any of
     * them fails; those for other nodes of a cluster may then have been executed.
     */
    public Future<List<@Nullable Response>> all(List<Request> requests) {
        if (requests.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return (mode == RedisMode.CLUSTER ? byNode(requests) : redis.batch(requests)).recover(KeyedRedis::failed);
    }

    /** Sends one command about keys of one hash slot, or about none. */
    public Future<@Nullable Response> send(Request request) {
        return redis.send(request).recover(KeyedRedis::failed);
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(
                failure instanceof Exception
                        ? failure
                        : new IOException("Redis failed: " + failure.getMessage(), failure));
    }

    private Future<List<@Nullable Response>> byNode(List<Request> requests) {
        Map<Request, @Nullable Response> answers = Collections.synchronizedMap(new IdentityHashMap<>());
        return RedisCluster.create(redis)
                .groupByNodes(requests)
                .compose(groups -> {
                    List<Future<?>> sent = new ArrayList<>();
                    for (List<Request> group : groups.getKeyed()) {
                        sent.add(redis.batch(group).onSuccess(replies -> {
                            for (int i = 0; i < group.size(); i++) {
                                answers.put(group.get(i), replies.get(i));
                            }
                        }));
                    }
                    for (Request request : groups.getUnkeyed()) {
                        sent.add(redis.send(request).onSuccess(reply -> answers.put(request, reply)));
                    }
                    return Future.join(sent);
                })
                .map(_ -> {
                    List<@Nullable Response> ordered = new ArrayList<>(requests.size());
                    requests.forEach(request -> ordered.add(answers.get(request)));
                    return ordered;
                });
    }

    private static @Nullable Buffer buffer(@Nullable Response response) {
        return response == null ? null : response.toBuffer();
    }
}
