package dev.legato.bench.workload;

import dev.legato.bench.load.Connection;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.scenario.ApiScenario;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** {@link ApiScenario}: each arrival draws a call by weight, and one of its requests by chance. */
final class ApiCalls implements CallsWorkload.Calls {
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final Recorder recorder;
    private final SplittableRandom random;
    private final List<ApiCall> calls;
    private final int[] draw;
    private final Histogram[] latencies;

    /** @param settings {@code token} and what {@link ApiCall#of} needs */
    ApiCalls(
            ApiScenario scenario,
            ServerAddress gateway,
            Map<String, List<String>> settings,
            long seed,
            Recorder recorder) {
        this.recorder = recorder;
        this.random = new SplittableRandom(seed);
        GatewayRequests requests = new GatewayRequests(gateway, GatewaySettings.one(settings, "token"));
        this.calls = scenario.mix().keySet().stream()
                .sorted()
                .map(name -> ApiCall.of(name, scenario.queries(), settings, requests))
                .toList();
        this.draw = IntStream.range(0, calls.size())
                .flatMap(i -> IntStream.generate(() -> i)
                        .limit(scenario.mix().getOrDefault(calls.get(i).name(), 0)))
                .toArray();
        this.latencies = calls.stream().map(call -> recorder.named(call.name())).toArray(Histogram[]::new);
    }

    @Override
    public void next(Connection connection) {
        int index = draw[random.nextInt(draw.length)];
        ApiCall call = calls.get(index);
        call.write(connection.request().clear(), random);
        connection.tag(index);
        connection.expectBody(call.status(), MAX_BODY_BYTES);
    }

    @Override
    public void answered(Connection connection, long nanos) {
        if (nanos >= 0) {
            recorder.record(latencies[connection.tag()], nanos);
        }
    }
}
