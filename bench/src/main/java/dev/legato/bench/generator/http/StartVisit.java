package dev.legato.bench.generator.http;

import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.scenario.StartScenario;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** {@link StartScenario}: each tap goes through search, playback link and the head of the audio. */
final class StartVisit implements Visit {
    private final long headBytes;
    private final ApiClient gateway;
    private final ApiClient edge;
    private final MultiMap headers;
    private final SplittableRandom random;
    private final List<String> searches;

    /** @param settings {@code token}, and {@code queries} that find something */
    StartVisit(
            StartScenario scenario, ApiClient gateway, ApiClient edge, Map<String, List<String>> settings, long seed) {
        this.headBytes = scenario.head().bytes();
        this.gateway = gateway;
        this.edge = edge;
        this.headers = MultiMap.caseInsensitiveMultiMap()
                .add("Accept", "application/json")
                .add("Authorization", GatewaySettings.authorization(settings));
        this.random = new SplittableRandom(seed);
        this.searches = GatewaySettings.all(settings, "queries").stream()
                .map(query -> "/v1/search?types=track&limit=10&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Future<Visited> start() {
        return get(searches.get(random.nextInt(searches.size())))
                .compose(found -> get("/v1/tracks/" + track(found.json()) + "/playback")
                        .compose(link -> audio(link.json())
                                .map(sound -> new Visited(
                                        sound.body().length(),
                                        "",
                                        Map.of(
                                                "search", found.nanos(),
                                                "playback", link.nanos(),
                                                "audio", sound.nanos())))));
    }

    private Future<Answer> get(String path) {
        return gateway.call(HttpMethod.GET, path, headers, Buffer.buffer(), 200);
    }

    private static String track(JsonObject found) {
        JsonArray items = found.getJsonObject("tracks", new JsonObject()).getJsonArray("items", new JsonArray());
        if (items.isEmpty()) {
            throw new CallException(
                    Failure.WRONG_BODY, "search found nothing (expected: a track; it found some before the run)");
        }
        return items.getJsonObject(drawn(items.size())).getString("id");
    }

    /** Belongs to the client's thread, unlike {@link #random}. */
    private static int drawn(int size) {
        return ThreadLocalRandom.current().nextInt(size);
    }

    private Future<Answer> audio(JsonObject link) {
        JsonArray files = link.getJsonArray("files", new JsonArray());
        if (files.isEmpty()) {
            throw new CallException(Failure.WRONG_BODY, "a playback answer without files (expected: at least one)");
        }
        JsonObject file = files.getJsonObject(files.size() - 1);
        long bytes = Math.min(headBytes, file.getLong("bytes", Long.MAX_VALUE));
        MultiMap range = MultiMap.caseInsensitiveMultiMap().add("Accept", "*/*").add("Range", "bytes=0-" + (bytes - 1));
        return edge.call(HttpMethod.GET, URI.create(file.getString("url")).getRawPath(), range, Buffer.buffer(), 206)
                .map(answer -> {
                    if (answer.body().length() != bytes) {
                        throw new CallException(
                                Failure.WRONG_LENGTH,
                                "%d bytes of audio (expected: %d)"
                                        .formatted(answer.body().length(), bytes));
                    }
                    return answer;
                });
    }
}
