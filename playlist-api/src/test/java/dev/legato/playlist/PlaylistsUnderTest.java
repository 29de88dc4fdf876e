package dev.legato.playlist;

import dev.legato.contracts.ContentId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running playlist-api on a database of its own, and an HTTP client before it. */
final class PlaylistsUnderTest implements AutoCloseable {
    static final String CLARA = "clara";
    static final String ROBERT = "robert";

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final RunningService service;
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(7);

    PlaylistsUnderTest(String kafka) throws Exception {
        this(SharedBackends.postgres(), kafka);
    }

    PlaylistsUnderTest(URI postgres, String kafka) throws Exception {
        Settings settings = Settings.of(Map.of(
                "playlist.port",
                "0",
                "postgres.uri",
                postgres.toString(),
                "kafka.bootstrap",
                kafka,
                "tokens.jwks",
                issuer.jwks().toString()));
        service = new PlaylistService(PlaylistSettings.from(settings))
                .start(new ServiceContext(vertx, health, new SimpleMeterRegistry(), clock))
                .await(120, TimeUnit.SECONDS);
    }

    Health health() {
        return health;
    }

    Vertx vertx() {
        return vertx;
    }

    /** A track id nobody has seen. */
    String track() {
        return ContentId.random(random);
    }

    List<String> tracks(int count) {
        List<String> tracks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tracks.add(track());
        }
        return tracks;
    }

    /** A call yet to be sent. */
    record Call(String method, String path, @Nullable String body, Map<String, String> headers) {
        Call with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Call(method, path, body, more);
        }
    }

    static Call get(String path) {
        return new Call("GET", path, null, Map.of());
    }

    static Call post(String path, JsonObject body) {
        return new Call("POST", path, body.encode(), Map.of());
    }

    static Call patch(String path, JsonObject body, String tag) {
        return new Call("PATCH", path, body.encode(), Map.of("If-Match", tag));
    }

    static Call delete(String path, String tag) {
        return new Call("DELETE", path, null, Map.of("If-Match", tag));
    }

    /** An answer, its body JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonObject json() {
            return new JsonObject(response.body());
        }

        String text(String member) {
            return json().getString(member);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String tag() {
            return header("ETag");
        }
    }

    Answer send(Call call) {
        return sendAs(CLARA, call);
    }

    Answer sendAs(String account, Call call) {
        return start(call.with("Authorization", bearer(account, "listen", "library")))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    Answer sendAsGuest(Call call) {
        return start(call.with("Authorization", bearer("guest", "listen"))).join();
    }

    int port() {
        return service.port();
    }

    String bearer(String account, String... scopes) {
        return issuer.authorization(account, clock.instant().plusSeconds(900), scopes);
    }

    Answer sendAsNobody(Call call) {
        return start(call).join();
    }

    /** Sends all at the same time. */
    List<Answer> sendAtOnce(List<Call> calls) {
        String bearer = bearer(CLARA, "listen", "library");
        List<CompletableFuture<Answer>> answers = calls.stream()
                .map(call -> start(call.with("Authorization", bearer)))
                .toList();
        return answers.stream()
                .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    /** A new playlist of Clara's; its path. */
    String playlist() {
        Answer answer = send(post("/v1/playlists", new JsonObject().put("name", "Sunday")));
        return answer.header("Location");
    }

    static JsonObject items(List<String> tracks) {
        return new JsonObject().put("trackIds", new JsonArray(tracks));
    }

    /** Adds tracks at the end; their entry ids. */
    List<String> add(String playlist, List<String> tracks) {
        return entries(send(post(playlist + "/items", items(tracks))), "entries", "entryId");
    }

    String tag(String playlist) {
        return send(get(playlist)).tag();
    }

    /** One member of all the playlist's entries in order, read page by page. */
    List<String> all(String playlist, String member, int limit) {
        List<String> all = new ArrayList<>();
        String next = playlist + "/items?limit=" + limit;
        while (next != null) {
            Answer page = send(get(next));
            all.addAll(entries(page, "items", member));
            next = page.text("next");
        }
        return all;
    }

    static List<String> entries(Answer answer, String list, String member) {
        List<String> values = new ArrayList<>();
        JsonArray items = answer.json().getJsonArray(list);
        for (int i = 0; i < items.size(); i++) {
            values.add(items.getJsonObject(i).getString(member));
        }
        return values;
    }

    private CompletableFuture<Answer> start(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.port() + call.path()))
                .timeout(Duration.ofSeconds(30))
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()))
                .header("Content-Type", "application/json");
        call.headers().forEach(request::header);
        return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::new);
    }

    @Override
    public void close() throws TimeoutException {
        http.close();
        service.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(120, TimeUnit.SECONDS);
        issuer.close();
    }
}
