package dev.legato.runtime.redis;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How to reach Redis.
 *
 * @param uris {@code redis.uris}, {@code redis://} or {@code rediss://}, several for sentinels or a cluster's nodes, or the
 *     one of {@code redis.uri}; never logged, they may hold a password
 * @param mode {@code redis.mode}, how these servers belong together
 * @param master {@code redis.master}, the name under which sentinels know the master
 * @param poolSize {@code redis.poolSize}, connections a process opens at most, to each server
 * @param tls {@code tls.…}, what it trusts and shows with {@code rediss://}
 */
public record RedisSettings(List<URI> uris, RedisMode mode, String master, int poolSize, ClientTls tls) {
    private static final int MAX_URIS = 100;

    /** How soon a client notices which servers are masters now, in milliseconds. */
    private static final long TOPOLOGY_MS = 1_000;

    public RedisSettings {
        uris = List.copyOf(uris);
    }

    /** @throws SettingsException if a value is refused, or values do not fit one another */
    public static RedisSettings from(Settings settings) {
        RedisMode mode = settings.choice("redis.mode", RedisMode.STANDALONE);
        List<URI> uris = uris(settings);
        if (mode == RedisMode.STANDALONE && uris.size() > 1) {
            throw new SettingsException(
                    "redis.uris: %d servers (expected: one, or redis.mode sentinel or cluster)".formatted(uris.size()));
        }
        return new RedisSettings(
                uris,
                mode,
                settings.text("redis.master", "mymaster"),
                (int) settings.integer("redis.poolSize", 8, 1, 1_000),
                ClientTls.from(settings));
    }

    private static List<URI> uris(Settings settings) {
        URI one = settings.secretUri("redis.uri", URI.create("redis://127.0.0.1:6379"), "redis", "rediss");
        Optional<String> several = settings.secret("redis.uris");
        if (several.isEmpty()) {
            return List.of(one);
        }
        if (settings.secret("redis.uri").isPresent()) {
            throw new SettingsException("redis.uri and redis.uris are both set (expected: one of them)");
        }
        List<URI> uris = Arrays.stream(several.get().split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(RedisSettings::parse)
                .toList();
        long logIns = uris.stream()
                .map(uri -> uri.getScheme() + ' ' + uri.getRawUserInfo())
                .distinct()
                .count();
        if (uris.isEmpty() || uris.size() > MAX_URIS || logIns > 1) {
            throw new SettingsException(
                    "redis.uris: %d servers (expected: 1 to %d, all with the same scheme, user and password)"
                            .formatted(uris.size(), MAX_URIS));
        }
        return uris;
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && List.of("redis", "rediss").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Its message would show the password.
        }
        throw new SettingsException(
                "redis.uris: not all are URIs of the form redis://user:password@host:port, with what is"
                        + " not a letter or digit percent-encoded in the password (the value is not shown, it is a secret)");
    }

    /** A pooled client; it connects when first used, and again after a loss. */
    public Redis connect(Vertx vertx) {
        RedisOptions options = new RedisOptions()
                .setNetClientOptions(tls.applyCurrent(new NetClientOptions().setHostnameVerificationAlgorithm("HTTPS")))
                .setMaxPoolSize(poolSize)
                .setMaxPoolWaiting(poolSize * 16)
                .setMaxWaitingHandlers(2_048);
        if (mode == RedisMode.STANDALONE) {
            return Redis.createClient(
                    vertx, options.setConnectionString(uris.getFirst().toString()));
        }
        // Without user and password, which the client would show in the message of a failure.
        options.setEndpoints(uris.stream().map(RedisSettings::endpoint).toList())
                .setTopologyCacheTTL(TOPOLOGY_MS);
        password().ifPresent(options::setPassword);
        user().ifPresent(options::setUser);
        return Redis.createClient(
                vertx,
                mode == RedisMode.CLUSTER
                        ? options.setType(RedisClientType.CLUSTER)
                        : options.setType(RedisClientType.SENTINEL).setMasterName(master));
    }

    private static String endpoint(URI uri) {
        int port = uri.getPort() < 0 ? 6_379 : uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return "%s://%s:%d%s".formatted(uri.getScheme(), uri.getHost(), port, path);
    }

    private Optional<String> user() {
        return logIn(0).filter(user -> !user.isEmpty());
    }

    private Optional<String> password() {
        return logIn(1);
    }

    private Optional<String> logIn(int part) {
        return Optional.ofNullable(uris.getFirst().getRawUserInfo())
                .map(info -> info.split(":", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> URLDecoder.decode(parts[part].replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return uris.stream()
                .map(uri -> "%s:%d".formatted(uri.getHost(), uri.getPort()))
                .collect(Collectors.joining(","));
    }
}
