package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.ImportedTrack;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A running metadata-api on an empty database and an empty Redis, and an HTTP client before it. */
public final class CatalogueUnderTest implements AutoCloseable {
    /** Nothing listens there. */
    static final String NO_KAFKA = "127.0.0.1:1";

    static final String ACCOUNT = "listener-1";

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> values = new HashMap<>();
    private final String listener;
    private final String importer;
    private final String stranger;
    private final Redis inspector;
    private final RunningService service;

    public CatalogueUnderTest(Path folder) throws GeneralSecurityException, IOException {
        this(folder, Map.of());
    }

    CatalogueUnderTest(Path folder, Map<String, String> more) throws GeneralSecurityException, IOException {
        this(SharedBackends.postgres(), SharedBackends.redis(), folder, more);
    }

    CatalogueUnderTest(URI postgres, URI redis, Path folder, Map<String, String> more)
            throws GeneralSecurityException, IOException {
        Tokens tokens = new Tokens(vertx, folder);
        listener = tokens.token(ACCOUNT, "listen");
        importer = tokens.token("importer", "catalogue:write");
        stranger = tokens.token("stranger", "other");
        values.putAll(Map.of(
                "metadata.port",
                "0",
                "postgres.uri",
                postgres.toString(),
                "redis.uri",
                redis.toString(),
                "kafka.bootstrap",
                NO_KAFKA,
                "tokens.jwks",
                tokens.keySet().toString(),
                "links.edgeUrl",
                "https://edge.example.org/",
                "links.keys",
                "k1:" + Base64.getEncoder().encodeToString(new byte[32])));
        values.putAll(more);
        inspector = Redis.createClient(vertx, redis.toString());
        service = startAnother();
    }

    /** One more instance of the service on the same stores. */
    RunningService startAnother() {
        return start(this.health);
    }

    private RunningService start(Health told) {
        return new MetadataService(MetadataSettings.from(Settings.of(values)))
                .start(new ServiceContext(vertx, told, new SimpleMeterRegistry(), Clock.systemUTC()))
                .await();
    }

    int port() {
        return service.port();
    }

    /** The {@code Authorization} header of somebody with this scope. */
    String authorization(String scope) {
        return "Bearer " + (scope.equals("listen") ? listener : importer);
    }

    Health health() {
        return health;
    }

    /** Whether a track's entry stands in Redis; asks for the track, which fills the cache. */
    boolean isCached(String track) {
        assertEquals(200, get("/v1/tracks/" + track).status());
        String entry = inspector
                .send(Request.cmd(Command.GET).arg("legato:metadata:v3:track:" + track))
                .map(String::valueOf)
                .await();
        return entry.startsWith("{");
    }

    Vertx vertx() {
        return vertx;
    }

    public Answer get(String path, String... headers) {
        return send(request(path, listener, headers).GET());
    }

    Answer getAsStranger(String path) {
        return send(request(path, stranger).GET());
    }

    Answer getAsNobody(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer put(String path, byte[] body) {
        return send(request(path, importer).PUT(BodyPublishers.ofByteArray(body)));
    }

    Answer putAsListener(ImportedTrack track) {
        return send(request("/internal/v1/tracks/" + track.id(), listener)
                .PUT(BodyPublishers.ofByteArray(Json.write(track))));
    }

    public Answer put(ImportedTrack track) {
        return put("/internal/v1/tracks/" + track.id(), Json.write(track));
    }

    Answer setAvailable(ImportedTrack track, boolean available) {
        return put(
                "/internal/v1/tracks/%s/availability".formatted(track.id()),
                "{\"available\": %b}".formatted(available).getBytes(StandardCharsets.UTF_8));
    }

    Answer getAsImporter(String path) {
        return send(request(path, importer).GET());
    }

    Answer delete(String path) {
        return send(request(path, importer).DELETE());
    }

    public Answer search(String query, String more) {
        return get("/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    /** An answer, its body JSON. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public JsonObject json() {
            return new JsonObject(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The names of a page's items. */
        public List<String> names() {
            return names(json());
        }

        public static List<String> names(JsonObject page) {
            JsonArray items = page.getJsonArray("items");
            return IntStream.range(0, items.size())
                    .mapToObj(i -> items.getJsonObject(i).getString("name"))
                    .toList();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private HttpRequest.Builder request(String path, String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        service.stop().await();
        vertx.close().await();
    }
}
