package dev.legato.bench.generator.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One kind of call in the {@code api} mix.
 *
 * @param name as in the scenario's mix
 * @param status the right answer's
 * @param paths to draw from, with their queries, percent-encoded
 * @param body of a write; empty for a read
 */
record ApiCall(String name, HttpMethod method, int status, List<String> paths, Buffer body) {
    /**
     * @param settings {@code tracks}, {@code albums}, {@code artists} and {@code playlist}: ids
     * @throws IllegalArgumentException when no call is named so
     */
    static ApiCall of(String name, List<String> queries, Map<String, List<String>> settings) {
        return switch (name) {
            case "search" -> reads(name, searches(queries));
            case "searchPrefix" -> reads(name, searches(TypedQueries.prefixes(queries)));
            case "searchTypo" -> reads(name, searches(TypedQueries.typos(queries)));
            case "suggest" ->
                reads(
                        name,
                        TypedQueries.prefixes(queries).stream()
                                .map(query -> "/v1/search/suggest?q=" + encoded(query))
                                .toList());
            case "track" -> reads(name, each("/v1/tracks/%s", GatewaySettings.all(settings, "tracks")));
            case "tracks" ->
                reads(
                        name,
                        List.of("/v1/tracks?ids="
                                + String.join(
                                        ",",
                                        GatewaySettings.all(settings, "tracks").stream()
                                                .limit(20)
                                                .toList())));
            case "album" -> reads(name, each("/v1/albums/%s", GatewaySettings.all(settings, "albums")));
            case "albumTracks" -> reads(name, each("/v1/albums/%s/tracks", GatewaySettings.all(settings, "albums")));
            case "albums" -> reads(name, List.of("/v1/albums?limit=20"));
            case "artist" -> reads(name, each("/v1/artists/%s", GatewaySettings.all(settings, "artists")));
            case "playlists" -> reads(name, List.of("/v1/me/playlists"));
            case "playlist" -> reads(name, each("/v1/playlists/%s/items", GatewaySettings.all(settings, "playlist")));
            case "addToPlaylist" ->
                new ApiCall(
                        name,
                        HttpMethod.POST,
                        201,
                        each("/v1/playlists/%s/items", GatewaySettings.all(settings, "playlist")),
                        new JsonObject()
                                .put("trackIds", JsonArray.of(GatewaySettings.one(settings, "tracks")))
                                .toBuffer());
            default ->
                throw new IllegalArgumentException(
                        "mix: '%s' (expected: one of search, searchPrefix, searchTypo, suggest, track, tracks, album, albumTracks, albums, artist, playlists, playlist, addToPlaylist)"
                                .formatted(name));
        };
    }

    /** Draws one of the paths. */
    String path(SplittableRandom random) {
        return paths.get(random.nextInt(paths.size()));
    }

    /** The fields this call adds: a write may come only once, whoever sends it again. */
    MultiMap headers(SplittableRandom random) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        return body.length() == 0
                ? headers
                : headers.add("Content-Type", "application/json")
                        .add("Idempotency-Key", new UUID(random.nextLong(), random.nextLong()).toString());
    }

    private static List<String> searches(List<String> queries) {
        return queries.stream()
                .map(query -> "/v1/search?types=track,album,artist&limit=10&q=" + encoded(query))
                .toList();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static ApiCall reads(String name, List<String> paths) {
        return new ApiCall(name, HttpMethod.GET, 200, paths, Buffer.buffer());
    }

    private static List<String> each(String path, List<String> ids) {
        return ids.stream().map(path::formatted).toList();
    }
}
