package dev.legato.bench.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.scenario.StartScenario;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A running system, as its gateway shows it: logs in once, as a guest where that will do, and learns what a scenario's requests name. */
public final class Gateway {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Set<String> LIBRARY = Set.of("playlists", "playlist", "addToPlaylist");

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private String token = "";

    /** @param url without a slash at the end, such as {@code http://127.0.0.1:8080} */
    public Gateway(String url) {
        this.url = url.replaceAll("/+$", "");
    }

    /**
     * What generators need to know, by name; empty for scenarios that need no gateway.
     *
     * @throws RunException when nobody listens there, or the system lacks what the scenario asks for
     */
    public Map<String, List<String>> learn(Scenario scenario, Clock clock) throws RunException, InterruptedException {
        Map<String, List<String>> settings = new HashMap<>();
        switch (scenario) {
            case StartScenario start -> {
                logIn(settings, guest());
                List<String> queries = new ArrayList<>();
                List<String> tracks = new ArrayList<>();
                search(start.queries(), queries, tracks);
                settings.put("queries", queries);
                settings.put("edge", List.of(edge(tracks.getFirst())));
            }
            case ApiScenario api -> {
                boolean library = api.mix().keySet().stream().anyMatch(LIBRARY::contains);
                logIn(settings, library ? signUp() : guest());
                List<String> tracks = new ArrayList<>();
                search(api.queries(), new ArrayList<>(), tracks);
                settings.put("tracks", tracks);
                JsonNode albums = get("/v1/albums?limit=50").path("items");
                settings.put("albums", ids(albums, "/v1/albums"));
                List<String> artists = new ArrayList<>();
                get("/v1/tracks/" + tracks.getFirst())
                        .path("artists")
                        .forEach(artist -> artists.add(artist.path("id").asText()));
                settings.put("artists", artists);
                if (library) {
                    settings.put("playlist", List.of(playlist(tracks)));
                }
            }
            case IngestScenario ingest -> {
                logIn(settings, guest());
                List<String> tracks = new ArrayList<>();
                search(List.of("a", "e", "bach", "sonata"), new ArrayList<>(), tracks);
                settings.put("tracks", tracks);
                settings.put(
                        "now",
                        List.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
            }
            default -> {}
        }
        return settings;
    }

    private JsonNode guest() throws RunException, InterruptedException {
        return post("/v1/sessions/guest", "{}");
    }

    /** Guests have no playlists, so an account is made; it stays, with the playlist, in the system measured. */
    private JsonNode signUp() throws RunException, InterruptedException {
        String credentials = "\"email\":\"bench-%s@example.org\",\"password\":\"%s\""
                .formatted(UUID.randomUUID(), UUID.randomUUID());
        JsonNode unused = post("/v1/accounts", "{%s,\"name\":\"legato-bench\"}".formatted(credentials));
        return post("/v1/sessions", "{%s}".formatted(credentials));
    }

    private void logIn(Map<String, List<String>> settings, JsonNode session) throws RunException {
        token = session.path("accessToken").asText();
        if (token.isEmpty()) {
            throw new RunException(ExitCode.SERVER, url + "/v1/sessions: no accessToken in the answer");
        }
        settings.put("token", List.of(token));
    }

    /** Keeps the queries that find a track, and the tracks they find. */
    private void search(List<String> asked, List<String> queries, List<String> tracks)
            throws RunException, InterruptedException {
        for (String query : asked) {
            JsonNode items = get("/v1/search?types=track&limit=50&q="
                            + URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .path("tracks")
                    .path("items");
            if (!items.isEmpty()) {
                queries.add(query);
                items.forEach(item -> {
                    if (!tracks.contains(item.path("id").asText())) {
                        tracks.add(item.path("id").asText());
                    }
                });
            }
        }
        if (queries.isEmpty()) {
            throw new RunException(
                    ExitCode.SERVER,
                    "%s: no query of the scenario finds a track (expected: a catalogue with music in it)"
                            .formatted(url));
        }
    }

    private String edge(String track) throws RunException, InterruptedException {
        String file = get("/v1/tracks/" + track + "/playback")
                .path("files")
                .path(0)
                .path("url")
                .asText();
        if (file.isEmpty()) {
            throw new RunException(ExitCode.SERVER, "%s: track %s has no file to play".formatted(url, track));
        }
        URI uri = URI.create(file);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private String playlist(List<String> tracks) throws RunException, InterruptedException {
        String id =
                post("/v1/playlists", "{\"name\":\"legato-bench\"}").path("id").asText();
        String items = String.join("\",\"", tracks.stream().limit(20).toList());
        JsonNode unused = post("/v1/playlists/" + id + "/items", "{\"trackIds\":[\"" + items + "\"]}");
        return id;
    }

    private List<String> ids(JsonNode items, String what) throws RunException {
        List<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.path("id").asText()));
        if (ids.isEmpty()) {
            throw new RunException(
                    ExitCode.SERVER, "%s%s: nothing there (expected: at least one)".formatted(url, what));
        }
        return ids;
    }

    private JsonNode get(String path) throws RunException, InterruptedException {
        return send(request(path).GET().build());
    }

    private JsonNode post(String path, String body) throws RunException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws RunException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return json.readTree(response.body());
            }
        } catch (IOException e) {
            throw new RunException(
                    ExitCode.SERVER,
                    "%s: %s (expected: a running system; start one with ./legato up)".formatted(request.uri(), e),
                    e);
        }
        throw new RunException(
                ExitCode.SERVER,
                "%s %s: status %d (expected: 2xx): %s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
}
