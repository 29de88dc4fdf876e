package dev.legato.bench.workload;

import dev.legato.bench.os.MessageBuffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One kind of call in the {@code api} mix, its requests made beforehand.
 *
 * @param name as in the scenario's mix
 * @param status the right answer's
 * @param requests to draw from; of a write, what stands before the idempotency key
 * @param afterKey of a write, the one text that stands after the key; empty for a read
 */
record ApiCall(String name, int status, List<byte[]> requests, List<byte[]> afterKey) {
    /**
     * @param settings {@code tracks}, {@code albums}, {@code artists} and {@code playlist}: ids
     * @throws IllegalArgumentException when no call is named so
     */
    static ApiCall of(String name, List<String> queries, Map<String, List<String>> settings, GatewayRequests requests) {
        return switch (name) {
            case "search" ->
                reads(
                        name,
                        queries,
                        query -> "/v1/search?types=track,album,artist&limit=10&q="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8),
                        requests);
            case "track" -> reads(name, GatewaySettings.all(settings, "tracks"), id -> "/v1/tracks/" + id, requests);
            case "tracks" ->
                reads(
                        name,
                        List.of(String.join(
                                ",",
                                GatewaySettings.all(settings, "tracks").stream()
                                        .limit(20)
                                        .toList())),
                        ids -> "/v1/tracks?ids=" + ids,
                        requests);
            case "album" -> reads(name, GatewaySettings.all(settings, "albums"), id -> "/v1/albums/" + id, requests);
            case "albumTracks" ->
                reads(name, GatewaySettings.all(settings, "albums"), id -> "/v1/albums/" + id + "/tracks", requests);
            case "albums" -> reads(name, List.of("/v1/albums?limit=20"), path -> path, requests);
            case "artist" -> reads(name, GatewaySettings.all(settings, "artists"), id -> "/v1/artists/" + id, requests);
            case "playlists" -> reads(name, List.of("/v1/me/playlists"), path -> path, requests);
            case "playlist" ->
                reads(
                        name,
                        GatewaySettings.all(settings, "playlist"),
                        id -> "/v1/playlists/" + id + "/items",
                        requests);
            case "addToPlaylist" -> add(name, settings, requests);
            default ->
                throw new IllegalArgumentException(
                        "mix: '%s' (expected: one of search, track, tracks, album, albumTracks, albums, artist, playlists, playlist, addToPlaylist)"
                                .formatted(name));
        };
    }

    void write(MessageBuffer request, SplittableRandom random) {
        request.put(requests.get(random.nextInt(requests.size())));
        for (byte[] after : afterKey) {
            request.putHex(random.nextLong()).put(after);
        }
    }

    private static ApiCall reads(
            String name, List<String> values, Function<String, String> path, GatewayRequests requests) {
        return new ApiCall(
                name, 200, values.stream().map(path).map(requests::get).toList(), List.of());
    }

    private static ApiCall add(String name, Map<String, List<String>> settings, GatewayRequests requests) {
        String body = "{\"trackIds\":[\"%s\"]}"
                .formatted(GatewaySettings.all(settings, "tracks").getFirst());
        String path = "/v1/playlists/%s/items".formatted(GatewaySettings.one(settings, "playlist"));
        String head = requests.head("POST", path)
                + "Content-Type: application/json\r\nContent-Length: %d\r\nIdempotency-Key: ".formatted(body.length());
        return new ApiCall(
                name, 201, List.of(GatewayRequests.ascii(head)), List.of(GatewayRequests.ascii("\r\n\r\n" + body)));
    }
}
