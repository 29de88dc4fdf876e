package dev.legato.runtime.redis;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.RedisServers;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands about many keys on real servers: one, one that sentinels watch, and a cluster. */
final class RedisModesIT {
    /** From the death of a master until writes go through again; the servers notice it after a second. */
    private static final Duration FAIL_OVER = Duration.ofSeconds(20);

    private static final List<String> KEYS =
            IntStream.range(0, 200).mapToObj(number -> "key-" + number).toList();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void standalone_answersInOrder() throws Exception {
        KeyedRedis redis = connect(Map.of("redis.uri", SharedBackends.redis().toString()));
        writeAndRead(redis, "one");
    }

    @Test
    void sentinel_masterKilled_writesAreBackWithinTheBound() throws Exception {
        try (RedisServers servers = RedisServers.sentinel()) {
            KeyedRedis redis = connect(Map.of("redis.mode", "sentinel", "redis.uris", servers.uris()));
            writeAndRead(redis, "before");
            servers.killMaster();
            assertTrue(eventually(FAIL_OVER, () -> isWritten(redis, "after"), written -> written));
            writeAndRead(redis, "long after");
        }
    }

    @Test
    void cluster_masterKilled_otherSlotsGoOnAndAllAreBackWithinTheBound() throws Exception {
        try (RedisServers servers = RedisServers.cluster()) {
            KeyedRedis redis = connect(Map.of("redis.mode", "cluster", "redis.uris", servers.uris()));
            writeAndRead(redis, "before");
            assertEquals(
                    "1",
                    String.valueOf(await(redis.send(Request.cmd(Command.EVAL)
                            .arg("return redis.call('SET', KEYS[1], redis.call('GET', KEYS[2])) and 1")
                            .arg(2)
                            .arg("{key-7}:copy")
                            .arg("key-7")))));
            servers.killMaster();
            assertTrue(eventually(FAIL_OVER, () -> isWritten(redis, "after"), written -> written));
            writeAndRead(redis, "long after");
        }
    }

    @Test
    void failure_ofASentinelOrNode_showsNoPassword() {
        for (String mode : List.of("sentinel", "cluster")) {
            KeyedRedis redis = connect(Map.of("redis.mode", mode, "redis.uris", "redis://u:hunter2@127.0.0.1:1"));
            Throwable failure = null;
            try {
                await(redis.values(KEYS));
            } catch (Throwable e) { // the client's failures are not all Exceptions
                failure = e;
            }
            assertFalse(Objects.requireNonNull(failure).toString().contains("hunter2"), failure.toString());
        }
    }

    private KeyedRedis connect(Map<String, String> settings) {
        RedisSettings given = RedisSettings.from(Settings.of(settings));
        Redis client = given.connect(vertx);
        return new KeyedRedis(client, given.mode());
    }

    private static void writeAndRead(KeyedRedis redis, String value) throws Exception {
        assertTrue(isWritten(redis, value));
        List<String> asked = new ArrayList<>(KEYS.reversed());
        asked.add(3, "unknown");
        List<Buffer> values = await(redis.values(asked));
        for (int i = 0; i < asked.size(); i++) {
            String expected = asked.get(i).equals("unknown") ? "null" : asked.get(i) + value;
            assertEquals(expected, String.valueOf(values.get(i)));
        }
    }

    private static boolean isWritten(KeyedRedis redis, String value) {
        try {
            return await(redis.all(KEYS.stream()
                            .map(key -> Request.cmd(Command.SET).arg(key).arg(key + value))
                            .toList()))
                    .stream()
                    .allMatch(answer -> String.valueOf(answer).equals("OK"));
        } catch (Throwable _) { // what the client fails with while a master is away is no Exception
            return false;
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
