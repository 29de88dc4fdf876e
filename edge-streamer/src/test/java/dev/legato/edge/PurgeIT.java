package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Purges of a caching edge, by its management port. */
class PurgeIT {
    private static final String KEY = "0123456789abcdef";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private ServiceProcess process;
    private HttpServer origin;
    private int port;

    @BeforeEach
    void start() throws Exception {
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        origin = process.context()
                .vertx()
                .createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        Settings settings = Settings.of(Map.of(
                "edge.port",
                "0",
                "edge.open",
                "true",
                "edge.origin.urls",
                "http://127.0.0.1:" + origin.actualPort(),
                "edge.cache.dir",
                folder.resolve("cache").toString(),
                "edge.cache.purgeKey",
                KEY));
        port = process.start(EdgeService.from(settings))
                .await(30, TimeUnit.SECONDS)
                .port();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        process.stop().await(30, TimeUnit.SECONDS);
    }

    /** Tracks {@code /t1/…} have the tags {@code t1} and {@code album}. */
    private void answer(HttpServerRequest request) {
        asked.merge(request.path(), 1, Integer::sum);
        String track = request.path().split("/", -1)[1];
        request.response()
                .putHeader("cache-control", "max-age=1000")
                .putHeader("etag", "\"1\"")
                .putHeader("surrogate-key", track + " album");
        if ("\"1\"".equals(request.getHeader("if-none-match"))) {
            var _ = request.response().setStatusCode(304).end();
        } else {
            var _ = request.response().end(request.path());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'urls': ['/audio/t1/a']}                        | 1 | 2 1 1",
                "{'urls': ['/audio/t1/a', '/audio/t2/a']}         | 2 | 2 1 2",
                "{'prefixes': ['/audio/t1/']}                     | 2 | 2 2 1",
                "{'tags': ['t2']}                                 | 1 | 1 1 2",
                "{'tags': ['album']}                              | 3 | 2 2 2",
                "{'tags': ['t1'], 'urls': ['/audio/t1/a']}        | 2 | 2 2 1",
                "{'tags': ['t3'], 'prefixes': ['/audio/t9']}      | 0 | 1 1 1"
            })
    void purge_removesWhatItNames(String what, int purged, String askedAfterwards) throws Exception {
        getAll();
        getAll();
        assertEquals("1 1 1", askedFor());
        var answer = purge(what.replace('\'', '"'));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(purged, new JsonObject(answer.body()).getInteger("purged"));
        getAll();
        assertEquals(askedAfterwards, askedFor());
    }

    @Test
    void softPurge_hasTheOriginAskedWhetherItIsStillValid() throws Exception {
        getAll();
        var purged = purge("{\"tags\": [\"t1\"], \"soft\": true}");
        assertEquals(2, new JsonObject(purged.body()).getInteger("purged"));
        var answer = get("/audio/t1/a");
        assertEquals("/t1/a", answer.body());
        assertTrue(answer.headers().firstValue("cache-status").orElse("").contains("fwd-status=304"));
        assertTrue(get("/audio/t1/a")
                .headers()
                .firstValue("cache-status")
                .orElse("")
                .contains("; hit"));
        assertEquals(2, asked.get("/t1/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer 0123456789abcde", "Bearer 0123456789abcdef0", "Basic 0123456789abcdef"})
    void purge_withoutTheKey_isRefused(String authorization) throws Exception {
        getAll();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri()).POST(BodyPublishers.ofString("{\"tags\": [\"album\"]}"));
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        assertEquals(401, client.send(request.build(), BodyHandlers.ofString()).statusCode());
        getAll();
        assertEquals("1 1 1", askedFor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"tags\": []}",
                "{\"all\": true}",
                "{\"urls\": \"/audio/t1/a\"}",
                "{\"urls\": [\"/video/a\"]}",
                "{\"urls\": [\"/audio/../a\"]}",
                "null"
            })
    void purge_thatIsMalformed_isRefusedWithAReason(String what) throws Exception {
        var answer = purge(what);
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(new JsonObject(answer.body()).getString("detail").length() > 10, answer.body());
    }

    private void getAll() throws Exception {
        for (String path : new String[] {"/t1/a", "/t1/b", "/t2/a"}) {
            assertEquals(path, get("/audio" + path).body());
        }
    }

    private String askedFor() {
        return "%d %d %d".formatted(asked.get("/t1/a"), asked.get("/t1/b"), asked.get("/t2/a"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:%d/cache/purge".formatted(process.managementPort()));
    }

    private HttpResponse<String> purge(String what) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri())
                        .header("authorization", "Bearer " + KEY)
                        .POST(BodyPublishers.ofString(what))
                        .build(),
                BodyHandlers.ofString());
    }
}
