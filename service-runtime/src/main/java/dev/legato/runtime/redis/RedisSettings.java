package dev.legato.runtime.redis;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;

/**
 * How to reach Redis.
 *
 * @param uri {@code redis.uri}, {@code redis://} or {@code rediss://}; never logged, it may hold a password
 * @param poolSize {@code redis.poolSize}, connections a process opens at most
 * @param tls {@code tls.…}, what it trusts and shows with {@code rediss://}
 */
public record RedisSettings(URI uri, int poolSize, ClientTls tls) {
    public static RedisSettings from(Settings settings) {
        return new RedisSettings(
                settings.secretUri("redis.uri", URI.create("redis://127.0.0.1:6379"), "redis", "rediss"),
                (int) settings.integer("redis.poolSize", 8, 1, 1_000),
                ClientTls.from(settings));
    }

    /** A pooled client; it connects when first used, and again after a loss. */
    public Redis connect(Vertx vertx) {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setNetClientOptions(
                                tls.applyCurrent(new NetClientOptions().setHostnameVerificationAlgorithm("HTTPS")))
                        .setConnectionString(uri.toString())
                        .setMaxPoolSize(poolSize)
                        .setMaxPoolWaiting(poolSize * 16)
                        .setMaxWaitingHandlers(2_048));
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "%s:%d".formatted(uri.getHost(), uri.getPort());
    }
}
