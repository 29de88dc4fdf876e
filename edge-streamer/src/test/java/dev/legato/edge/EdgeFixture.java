package dev.legato.edge;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.file.FileWorkers;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real edge on a free port, over a folder of the test's. */
final class EdgeFixture implements AutoCloseable {
    static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Vertx vertx;
    final RunningService service;

    private EdgeFixture(
            @Nullable Path root,
            boolean nativeTransport,
            Map<String, String> more,
            Function<EdgeSettings, EdgeService> make)
            throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        Map<String, String> values = new HashMap<>(Map.of(
                "edge.port", "0",
                "edge.eventLoops", "1",
                "edge.trust", "100ms",
                "links.keys", "k1:" + SECRET));
        if (root != null) {
            values.put("edge.root", root.toString());
        }
        values.putAll(more);
        Settings settings = Settings.of(values);
        EdgeService edge = make.apply(EdgeSettings.from(settings));
        settings.rejectUnknown();
        service = edge.start(new ServiceContext(vertx, new Health(), meters, Clock.systemUTC()))
                .await(20, TimeUnit.SECONDS);
    }

    static EdgeFixture start(Path root, Map<String, String> more) throws Exception {
        return new EdgeFixture(root, true, more, EdgeService::new);
    }

    /** One that reads from disks by these workers. */
    static EdgeFixture start(Path root, Map<String, String> more, FileWorkers workers) throws Exception {
        return new EdgeFixture(root, true, more, settings -> new EdgeService(settings, workers));
    }

    /** An open one that caches what origins answer, in slices of 64 KiB. */
    static EdgeFixture startCache(String origins, Path cache, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of(
                "edge.open", "true",
                "edge.origin.urls", origins,
                "edge.cache.dir", cache.toString(),
                "edge.cache.bytes", "64MiB",
                "edge.cache.sliceBytes", "64KiB",
                "edge.cache.readAhead", "0",
                "edge.drain", "1s"));
        values.putAll(more);
        return new EdgeFixture(null, true, values, EdgeService::new);
    }

    static EdgeFixture startOnNio(Path root, Map<String, String> more) throws Exception {
        return new EdgeFixture(root, false, more, EdgeService::new);
    }

    /**
     * Open edges over one folder, by the way they send: {@code fast}, {@code slow}, {@code nio}, {@code tls}, {@code slow
     * tls}.
     *
     * @param keys a folder for a certificate
     */
    static Map<String, EdgeFixture> everyWay(Path root, Path keys) throws Exception {
        Map<String, String> open = Map.of("edge.open", "true");
        Map<String, String> slow = Map.of("edge.open", "true", "edge.fastLane", "off");
        Map<String, String> secured = new HashMap<>(TestCertificate.create(keys).settings());
        secured.putAll(open);
        Map<String, String> slowSecured = new HashMap<>(secured);
        slowSecured.putAll(slow);
        return Map.of(
                "fast", start(root, open),
                "slow", start(root, slow),
                "nio", startOnNio(root, open),
                "tls", start(root, secured),
                "slow tls", start(root, slowSecured));
    }

    /** The target of a key, signed for ten minutes with all that is in the same first folder. */
    static String signed(String key) {
        String prefix = key.substring(0, key.indexOf('/') + 1);
        Instant expires = Clock.systemUTC().instant().plus(Duration.ofMinutes(10));
        String token = new SignedPath("k1", expires, "alice", prefix)
                .token(Base64.getDecoder().decode(SECRET));
        return "/audio/~" + token + "/" + key;
    }

    int port() {
        return service.port();
    }

    @Override
    public void close() throws java.util.concurrent.TimeoutException {
        service.stop().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
    }
}
