package dev.legato.bench.generator.http;

import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.scenario.IngestScenario;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** {@link IngestScenario}: batches of events, every id new; an answer must accept all of its batch. */
final class IngestVisit implements Visit {
    private static final String PATH = "/v1/events";

    private final int batch;
    private final ApiClient gateway;
    private final SplittableRandom random;
    private final MultiMap headers;
    private final List<String> tracks;
    private final String session;
    private final String at;

    /**
     * @param settings {@code token}, {@code tracks} (ids) and {@code now} (RFC 3339)
     * @param seed of this process's choices; ids are new in every run all the same
     */
    IngestVisit(IngestScenario scenario, ApiClient gateway, Map<String, List<String>> settings, long seed) {
        this.batch = scenario.batch();
        this.gateway = gateway;
        this.random = new SplittableRandom(seed ^ System.nanoTime());
        this.headers = MultiMap.caseInsensitiveMultiMap()
                .add("Accept", "application/json")
                .add("Content-Type", "application/json")
                .add("Authorization", GatewaySettings.authorization(settings));
        this.tracks = GatewaySettings.all(settings, "tracks");
        this.session = "bench-" + seed;
        this.at = GatewaySettings.one(settings, "now");
    }

    @Override
    public Future<Visited> start() {
        JsonArray events = new JsonArray();
        for (int i = 0; i < batch; i++) {
            events.add(event());
        }
        return gateway.call(
                        HttpMethod.POST,
                        PATH,
                        headers,
                        new JsonObject().put("events", events).toBuffer(),
                        202)
                .map(this::accepted);
    }

    private JsonObject event() {
        return new JsonObject()
                .put("id", new UUID(random.nextLong(), random.nextLong()).toString())
                .put("type", "progress")
                .put("trackId", tracks.get(random.nextInt(tracks.size())))
                .put("positionMs", 31_000)
                .put("sessionId", session)
                .put("deviceId", "legato-bench")
                .put("at", at);
    }

    private Visited accepted(Answer answer) {
        JsonObject json = answer.json();
        if (json.getInteger("accepted", 0) != batch) {
            throw new CallException(
                    Failure.WRONG_BODY, "POST %s: %s (expected: \"accepted\":%d)".formatted(PATH, json, batch));
        }
        return new Visited(answer.body().length(), "", Map.of());
    }
}
