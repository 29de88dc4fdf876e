package dev.legato.allinone;

import static dev.legato.allinone.Api.eventually;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener's way through the whole system, over real sockets. */
class ListeningIT {
    @TempDir
    private static Path folder;

    private static Path music;
    private static RunningStack legato;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        music = Tones.create(folder.resolve("music"));
        client = HttpClient.newHttpClient();
        legato = RunningStack.start(folder.resolve("data"));
        var report = legato.importFolder(music);
        assertEquals(3, report.imported().size(), () -> report.lines().toString());
    }

    @AfterAll
    static void stop() {
        legato.close();
        client.close();
    }

    @Test
    void import_secondTime_changesNothing() throws Exception {
        assertEquals(3, legato.importFolder(music).unchanged().size());
    }

    @Test
    void removedFile_isShownButNotPlayedUntilItIsBackWithItsWords() throws Exception {
        Api guest = anonymousGuest();
        String track = "/v1/tracks/" + trackId(guest, "Middle C");
        Path file = music.resolve("2.flac");
        Path aside = Files.move(file, folder.resolve("aside.flac"));
        assertEquals(1, legato.importFolder(music).gone().size());
        assertEquals(false, expect(200, guest.get(track)).getBoolean("available"));
        JsonObject refused = expect(404, guest.get(track + "/playback"));
        assertTrue(refused.getString("detail").contains("is not available now"), refused::encode);
        assertEquals(404, guest.get(track + "/lyrics").statusCode());
        Files.writeString(music.resolve("2.lrc"), "[00:01.50]Ah");
        Files.move(aside, file);
        assertEquals(1, legato.importFolder(music).imported().size());
        assertEquals(true, expect(200, guest.get(track)).getBoolean("available"));
        expect(200, guest.get(track + "/playback"));
        JsonObject line =
                expect(200, guest.get(track + "/lyrics")).getJsonArray("lines").getJsonObject(0);
        assertEquals(new JsonObject().put("startMs", 1500).put("text", "Ah"), line);
    }

    @Test
    void search_typo_findsTheTrack() throws Exception {
        assertEquals(
                "Concert Pitch",
                anonymousGuest().firstFound("concrt pitch", "track").getString("name"));
    }

    @Test
    void playback_range_isTheFilesExactBytes() throws Exception {
        Api guest = anonymousGuest();
        JsonObject playback = expect(200, guest.get("/v1/tracks/" + trackId(guest, "Concert Pitch") + "/playback"));
        URI original = playback.getJsonArray("files").stream()
                .map(JsonObject.class::cast)
                .filter(file -> file.getString("rendition").equals("original"))
                .map(file -> URI.create(file.getString("url")))
                .findFirst()
                .orElseThrow();

        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(original).header("Range", "bytes=0-99").build(), BodyHandlers.ofByteArray());

        assertEquals(206, answer.statusCode());
        byte[] file = Files.readAllBytes(music.resolve("1.flac"));
        assertEquals(
                "bytes 0-99/" + file.length,
                answer.headers().firstValue("Content-Range").orElse(""));
        assertArrayEquals(Arrays.copyOf(file, 100), answer.body());
    }

    @Test
    void playback_tamperedLink_is403Problem() throws Exception {
        Api guest = anonymousGuest();
        JsonObject playback = expect(200, guest.get("/v1/tracks/" + trackId(guest, "Middle C") + "/playback"));
        String url = playback.getJsonArray("files").getJsonObject(0).getString("url");
        String tampered = url.replaceFirst("/~([^/]*)./", "/~$1_/");
        var answer = client.send(HttpRequest.newBuilder(URI.create(tampered)).build(), BodyHandlers.ofString());
        assertEquals(403, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void events_halfTheTrackHeard_countInChartHistoryAndStats() throws Exception {
        Api listener = anonymous().signedUp("ada@example.org");
        String track = trackId(listener, "Perfect Fifth");
        JsonObject sent = expect(202, listener.post("/v1/events", Heard.wholly(track)));
        assertEquals(3, sent.getInteger("accepted"));

        Optional<JsonObject> charted = eventually(
                () -> items(expect(200, listener.get("/v1/charts/tracks?window=day")))
                        .filter(item -> item.getString("trackId").equals(track))
                        .findFirst(),
                Optional::isPresent);
        assertEquals(1, charted.orElseThrow().getInteger("plays"));

        JsonObject history =
                eventually(() -> expect(200, listener.get("/v1/me/history")), answer -> !answer.getJsonArray("items")
                        .isEmpty());
        assertEquals(track, first(history).getString("trackId"));
        JsonObject stats = expect(200, listener.get("/v1/tracks/" + track + "/stats"));
        assertEquals(1, stats.getInteger("plays"));
    }

    @Test
    void similar_twoListenersHeardBoth_namesTheOther() throws Exception {
        String[] tracks = new String[2];
        for (String email : new String[] {"bob@example.org", "eve@example.org"}) {
            Api listener = anonymous().signedUp(email);
            tracks[0] = trackId(listener, "Concert Pitch");
            tracks[1] = trackId(listener, "Middle C");
            expect(202, listener.post("/v1/events", Heard.wholly(tracks[0])));
            expect(202, listener.post("/v1/events", Heard.wholly(tracks[1])));
        }
        Api guest = anonymousGuest();
        JsonObject similar = eventually(
                () -> expect(200, guest.get("/v1/tracks/" + tracks[0] + "/similar")),
                answer -> answer.getJsonArray("items").stream()
                        .anyMatch(
                                item -> ((JsonObject) item).getString("trackId").equals(tracks[1])));
        assertEquals(tracks[1], first(similar).getString("trackId"));
    }

    @Test
    void playlist_addAndRename_keepsVersions() throws Exception {
        Api listener = anonymous().signedUp("grace@example.org");
        var created = listener.post("/v1/playlists", new JsonObject().put("name", "Tuning"));
        String id = expect(201, created).getString("id");
        JsonObject items = new JsonObject().put("trackIds", new JsonArray().add(trackId(listener, "Middle C")));
        var added = listener.post("/v1/playlists/" + id + "/items", items);
        expect(201, added);
        String tag = added.headers().firstValue("ETag").orElse("");
        String first = created.headers().firstValue("ETag").orElse("");
        assertEquals(412, rename(listener, id, first).statusCode());
        assertEquals(200, rename(listener, id, tag).statusCode());
    }

    @Test
    void documentation_joinsEveryService() throws Exception {
        JsonObject paths = expect(200, anonymous().get("/openapi.json")).getJsonObject("paths");
        for (String path : new String[] {
            "/v1/accounts", "/v1/search", "/v1/playlists", "/v1/events", "/v1/charts/tracks", "/v1/tracks/{id}/similar"
        }) {
            assertTrue(paths.containsKey(path), path);
        }
        assertTrue(paths.fieldNames().stream().noneMatch(path -> path.startsWith("/internal")));
        assertEquals(200, anonymous().get("/docs/").statusCode());
    }

    @Test
    void internalDoor_fromOutside_is404() throws Exception {
        assertEquals(404, anonymous().get("/internal/v1/tracks/x").statusCode());
    }

    @Test
    void player_atTheRoot_loadsItsModuleThroughTheGateway() throws Exception {
        var page = anonymous().get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<script type=\"module\" src=\"/js/main.js\">"), page.body());
        var module = anonymous().get("/js/main.js");
        assertEquals(200, module.statusCode());
        assertEquals(
                "text/javascript; charset=utf-8",
                module.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void ready_allPartsUp_saysSo() throws Exception {
        URI ready = URI.create("http://127.0.0.1:" + legato.stack().managementPort() + "/health/ready");
        var answer = eventually(
                () -> client.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString()),
                seen -> !seen.body().contains("down"));
        assertEquals(200, answer.statusCode(), answer.body());
        JsonObject dependencies = new JsonObject(answer.body()).getJsonObject("dependencies");
        for (String part : List.of(
                "account.postgres",
                "metadata.postgres",
                "metadata.redis",
                "playlist.postgres",
                "recommend.postgres",
                "search.index")) {
            assertTrue(dependencies.containsKey(part), answer.body());
        }
        dependencies.forEach(part -> assertEquals("up", part.getValue(), part.getKey()));
    }

    private static HttpResponse<String> rename(Api listener, String id, String tag) throws Exception {
        String body = new JsonObject().put("name", "In tune").encode();
        return listener.send(listener.request("/v1/playlists/" + id)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("If-Match", tag));
    }

    private static String trackId(Api api, String title) throws Exception {
        return api.firstFound(title, "track").getString("id");
    }

    private static Stream<JsonObject> items(JsonObject list) {
        return list.getJsonArray("items").stream().map(JsonObject.class::cast);
    }

    private static JsonObject first(JsonObject list) {
        return items(list).findFirst().orElseThrow();
    }

    private static Api anonymous() {
        return Api.anonymous(client, legato.gateway());
    }

    private static Api anonymousGuest() throws Exception {
        JsonObject session = expect(200, anonymous().post("/v1/sessions/guest", new JsonObject()));
        return anonymous().with(session.getString("accessToken"));
    }
}
