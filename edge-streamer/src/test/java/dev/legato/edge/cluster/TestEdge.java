package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.cluster.Cluster;
import dev.legato.edge.EdgeService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.management.ManagementOperations;
import dev.legato.runtime.management.ManagementServer;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A caching edge with a Vert.x and a cluster member of its own. */
final class TestEdge implements AutoCloseable {
    static final String SECRET = "a secret of test edges";

    private static final String PURGE_KEY = "a key for purges";
    private static final int WAIT_SECONDS = 60;

    final Cluster cluster;
    final Vertx vertx;
    final RunningService service;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer management;

    /**
     * Starts one.
     *
     * @param members ports of members of the cluster, its own first
     * @param folder of its cache
     */
    TestEdge(String name, int[] members, String origin, Path folder, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of(
                "cluster.discovery", "members", "cluster.name", name, "cluster.port", Integer.toString(members[0])));
        StringBuilder list = new StringBuilder();
        for (int port : members) {
            list.append(list.isEmpty() ? "" : ",").append("127.0.0.1:").append(port);
        }
        values.put("cluster.members", list.toString());
        values.put("edge.port", "0");
        values.put("edge.open", "true");
        values.put("edge.mount", "/");
        values.put("edge.eventLoops", "1");
        values.put("edge.drain", "2s");
        values.put("edge.origin.urls", origin);
        values.put("edge.cache.dir", folder.toString());
        values.put("edge.cache.bytes", "64MiB");
        values.put("edge.cache.sliceBytes", "64KiB");
        values.put("edge.cache.purgeKey", PURGE_KEY);
        values.put("edge.cache.name", folder.getFileName().toString());
        values.put("edge.cluster.secret", SECRET);
        values.put("edge.cluster.deadline", "5s"); // a busy machine is not a dead owner
        values.putAll(more);
        Settings settings = Settings.of(values);
        cluster = Cluster.from(settings);
        EdgeService edge = EdgeService.from(settings, cluster);
        settings.rejectUnknown();
        vertx = cluster.build(Vertx.builder()).await(WAIT_SECONDS, TimeUnit.SECONDS);
        ManagementOperations operations = new ManagementOperations();
        management = ManagementServer.listen(
                        vertx,
                        new ManagementSettings("127.0.0.1", 0, Optional.empty()),
                        new Health(),
                        meters,
                        operations)
                .await(WAIT_SECONDS, TimeUnit.SECONDS);
        service = edge.start(new ServiceContext(vertx, new Health(), meters, Clock.systemUTC(), operations))
                .await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    String name() {
        return "127.0.0.1:" + service.port();
    }

    /** How many other edges it can ask. */
    int others() {
        return (int) meters.get("legato.edge.cluster.edges").gauge().value();
    }

    /** Purges all edges through this one; returns how many responses this one had. */
    int purge(HttpClient client, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/cache/purge".formatted(management.actualPort())))
                .header("authorization", "Bearer " + PURGE_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return new JsonObject(response.body()).getInteger("purged");
    }

    /** As it ranks among owners. */
    EdgeNode node() {
        return new EdgeNode(cluster.self().id(), "127.0.0.1", service.port(), false, "", "");
    }

    /** Asks for a range, or for the whole. */
    CompletableFuture<HttpResponse<byte[]>> get(HttpClient client, String key, String range, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://%s/%s".formatted(name(), key)))
                .timeout(Duration.ofSeconds(WAIT_SECONDS));
        if (!range.isEmpty()) {
            request.header("range", range);
        }
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    /** Ends without a word to anyone. */
    void kill() throws TimeoutException {
        leave();
        // Its files, which a process that ends would not keep.
        var _ = service.stop().otherwiseEmpty().await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void leave() throws TimeoutException {
        var _ = vertx.close().await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws TimeoutException {
        var _ = service.stop().await(WAIT_SECONDS, TimeUnit.SECONDS);
        leave();
    }
}
