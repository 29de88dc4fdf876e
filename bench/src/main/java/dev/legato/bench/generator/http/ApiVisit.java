package dev.legato.bench.generator.http;

import dev.legato.bench.scenario.ApiScenario;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** {@link ApiScenario}: each arrival draws a call by weight, and one of its paths by chance. */
final class ApiVisit implements Visit {
    private final ApiClient gateway;
    private final String authorization;
    private final SplittableRandom random;
    private final List<ApiCall> calls;
    private final int[] draw;

    /** @param settings {@code token} and what {@link ApiCall#of} needs */
    ApiVisit(ApiScenario scenario, ApiClient gateway, Map<String, List<String>> settings, long seed) {
        this.gateway = gateway;
        this.authorization = GatewaySettings.authorization(settings);
        this.random = new SplittableRandom(seed);
        this.calls = scenario.mix().keySet().stream()
                .sorted()
                .map(name -> ApiCall.of(name, scenario.queries(), settings))
                .toList();
        this.draw = IntStream.range(0, calls.size())
                .flatMap(i -> IntStream.generate(() -> i)
                        .limit(scenario.mix().getOrDefault(calls.get(i).name(), 0)))
                .toArray();
    }

    @Override
    public Future<Visited> start() {
        ApiCall call = calls.get(draw[random.nextInt(draw.length)]);
        MultiMap headers =
                call.headers(random).add("Accept", "application/json").add("Authorization", authorization);
        return gateway.call(call.method(), call.path(random), headers, call.body(), call.status())
                .map(answer -> new Visited(answer.body().length(), call.name(), Map.of()));
    }
}
