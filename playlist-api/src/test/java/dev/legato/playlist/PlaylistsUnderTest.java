package dev.legato.playlist;

import dev.legato.contracts.ContentId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running playlist-api on a database of its own, and an HTTP client before it. */
final class PlaylistsUnderTest implements AutoCloseable {
    private static final String[] SCOPES = {"playlist-read-private", "playlist-modify-private"};

    static final String CLARA = "clara";
    static final String ROBERT = "robert";

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final RunningService service;
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final ApiClient http;
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
                // Closing waits for an attempt to reach it that is under way.
                "kafka.client.default.api.timeout.ms",
                "2000",
                "kafka.client.request.timeout.ms",
                "2000",
                "tokens.jwks",
                issuer.jwks().toString()));
        service = new PlaylistService(PlaylistSettings.from(settings))
                .start(new ServiceContext(vertx, health, new SimpleMeterRegistry(), clock))
                .await(120, TimeUnit.SECONDS);
        http = new ApiClient(service.port());
    }

    Health health() {
        return health;
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

    static Call patch(String path, JsonObject body, String tag) {
        return Call.patch(path, body).with("If-Match", tag);
    }

    static Call delete(String path, String tag) {
        return Call.delete(path).with("If-Match", tag);
    }

    Answer send(Call call) {
        return sendAs(CLARA, call);
    }

    Answer sendAs(String account, Call call) {
        return http.send(call.with("Authorization", bearer(account, SCOPES)));
    }

    Answer sendAsGuest(Call call) {
        return http.send(call.with("Authorization", bearer("guest", "streaming")));
    }

    int port() {
        return service.port();
    }

    String bearer(String account, String... scopes) {
        return issuer.authorization(account, clock.instant().plusSeconds(900), scopes);
    }

    Answer sendAsNobody(Call call) {
        return http.send(call);
    }

    /** Sends all at the same time. */
    List<Answer> sendAtOnce(List<Call> calls) {
        String bearer = bearer(CLARA, SCOPES);
        return http.sendAtOnce(
                calls.stream().map(call -> call.with("Authorization", bearer)).toList());
    }

    /** A new playlist of Clara's; its path. */
    String playlist() {
        Answer answer = send(Call.post("/v1/playlists", new JsonObject().put("name", "Sunday")));
        return answer.header("Location");
    }

    static JsonObject items(List<String> tracks) {
        return new JsonObject().put("trackIds", new JsonArray(tracks));
    }

    /** Adds tracks at the end; their entry ids. */
    List<String> add(String playlist, List<String> tracks) {
        return entries(send(Call.post(playlist + "/items", items(tracks))), "entries", "entryId");
    }

    String tag(String playlist) {
        return send(Call.get(playlist)).header("ETag");
    }

    /** One member of all the playlist's entries in order, read page by page. */
    List<String> all(String playlist, String member, int limit) {
        List<String> all = new ArrayList<>();
        String next = playlist + "/items?limit=" + limit;
        while (next != null) {
            Answer page = send(Call.get(next));
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

    @Override
    public void close() throws TimeoutException {
        http.close();
        service.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(120, TimeUnit.SECONDS);
        issuer.close();
    }
}
