package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.Scopes;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A running metadata-api on an empty database and an empty Redis, and an HTTP client before it. */
public final class CatalogueUnderTest implements AutoCloseable {
    /** Nothing listens there. */
    static final String NO_KAFKA = "127.0.0.1:1";

    static final String ACCOUNT = "listener-1";

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final Map<String, String> values = new HashMap<>();
    private final String listener;
    private final String importer;
    private final String stranger;
    private final Redis inspector;
    private final RunningService service;
    private final ApiClient http;

    public CatalogueUnderTest() {
        this(Map.of());
    }

    CatalogueUnderTest(Map<String, String> more) {
        this(SharedBackends.postgres(), SharedBackends.redis(), more);
    }

    CatalogueUnderTest(URI postgres, URI redis, Map<String, String> more) {
        listener = authorization(ACCOUNT, "streaming");
        importer = authorization("importer", "catalogue-write");
        stranger = authorization("stranger", "other");
        values.putAll(Map.of(
                "metadata.port",
                "0",
                "postgres.uri",
                postgres.toString(),
                "redis.uri",
                redis.toString(),
                "kafka.bootstrap",
                NO_KAFKA,
                // Closing waits for an attempt to reach it that is under way.
                "kafka.client.default.api.timeout.ms",
                "2000",
                "kafka.client.request.timeout.ms",
                "2000",
                "tokens.jwks",
                issuer.jwks().toString(),
                "links.edgeUrl",
                "https://edge.example.org/",
                "links.keys",
                "k1:" + Base64.getEncoder().encodeToString(new byte[32])));
        values.putAll(more);
        inspector = Redis.createClient(vertx, redis.toString());
        service = startAnother();
        http = new ApiClient(service.port());
    }

    private String authorization(String account, String scope) {
        return issuer.authorization(account, Clock.systemUTC().instant().plusSeconds(3_600), scope);
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
        return scope.equals("catalogue-write") ? importer : listener;
    }

    Health health() {
        return health;
    }

    /** Whether a track's entry stands in Redis; asks for the track, which fills the cache. */
    boolean isCached(String track) {
        assertEquals(200, get("/v1/tracks/" + track).status());
        String entry = inspector
                .send(Request.cmd(Command.GET).arg("legato:metadata:v5:{track:" + track + "}"))
                .map(String::valueOf)
                .await();
        return entry.startsWith("+");
    }

    public Answer get(String path, String... headers) {
        return send(Call.get(path).with(headers), listener);
    }

    /** Asks with a token that has further claims, members of a JSON object each with a comma behind it. */
    Answer getAs(String claims, String path) {
        return send(
                Call.get(path),
                issuer.authorizationWith(
                        claims, ACCOUNT, Clock.systemUTC().instant().plusSeconds(3_600), Scopes.STREAMING));
    }

    Answer getAsStranger(String path) {
        return send(Call.get(path), stranger);
    }

    Answer getAsNobody(String path) {
        return http.send(Call.get(path));
    }

    Answer put(String path, byte[] body) {
        return send(Call.of("PUT", path).json(new String(body, StandardCharsets.UTF_8)), importer);
    }

    Answer putAsListener(ImportedTrack track) {
        return send(Call.of("PUT", "/internal/v1/tracks/" + track.id()).json(json(track)), listener);
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
        return send(Call.get(path), importer);
    }

    Answer delete(String path) {
        return send(Call.delete(path), importer);
    }

    Answer putAsListener(String path, String body) {
        return send(Call.of("PUT", path).json(body), listener);
    }

    private static String json(ImportedTrack track) {
        return new String(Json.write(track), StandardCharsets.UTF_8);
    }

    private Answer send(Call call, String authorization) {
        return http.send(call.with("Authorization", authorization));
    }

    @Override
    public void close() {
        http.close();
        service.stop().await();
        vertx.close().await();
        issuer.close();
    }
}
