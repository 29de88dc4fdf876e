package dev.legato.bench.workload;

import dev.legato.bench.load.Connection;
import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Failure;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import dev.legato.bench.scenario.ApiScenario;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** {@link ApiScenario}: each arrival draws a call by weight, and one of its requests by chance. */
final class ApiWorkload implements Workload {
    private static final int MOST_BODY_BYTES = 1 << 20;

    private final EventLoop loop;
    private final Recorder recorder;
    private final Arrivals arrivals;
    private final SplittableRandom random;
    private final List<ApiCall> calls;
    private final int[] draw;
    private final Histogram latency;
    private final Histogram[] latencies;
    private final List<Connection> connections;
    private final FreeList free;
    private int outstanding;

    /** @param settings {@code token} and what {@link ApiCall#of} needs */
    ApiWorkload(
            ApiScenario scenario,
            ServerAddress gateway,
            Map<String, List<String>> settings,
            long seed,
            EventLoop loop,
            Recorder recorder) {
        this.loop = loop;
        this.recorder = recorder;
        this.arrivals = new Arrivals(scenario.rate());
        this.random = new SplittableRandom(seed);
        GatewayRequests requests = new GatewayRequests(gateway, GatewaySettings.one(settings, "token"));
        this.calls = scenario.mix().keySet().stream()
                .sorted()
                .map(name -> ApiCall.of(name, scenario.queries(), settings, requests))
                .toList();
        this.draw = java.util.stream.IntStream.range(0, calls.size())
                .flatMap(i -> java.util.stream.IntStream.generate(() -> i)
                        .limit(scenario.mix().getOrDefault(calls.get(i).name(), 0)))
                .toArray();
        this.latency = recorder.named("latency");
        this.latencies = calls.stream().map(call -> recorder.named(call.name())).toArray(Histogram[]::new);
        this.connections = java.util.stream.IntStream.range(0, scenario.connections())
                .mapToObj(_ -> loop.add(gateway))
                .toList();
        this.free = new FreeList(connections.size());
    }

    @Override
    public void begin(long now) {
        arrivals.begin(now);
        connections.forEach(free::add);
    }

    @Override
    public long tick(long now) {
        while (!free.isEmpty() && arrivals.next() <= now) {
            Connection connection = free.take();
            long intended = arrivals.next();
            arrivals.take();
            outstanding++;
            int index = draw[random.nextInt(draw.length)];
            ApiCall call = calls.get(index);
            call.write(connection.request().clear(), random);
            connection.tag(index);
            connection.expectBody(call.status(), MOST_BODY_BYTES);
            loop.send(connection, intended);
        }
        return free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        if (recorder.counts(connection.intended())) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
            recorder.record(latencies[connection.tag()], now - connection.intended());
        }
        reopened(connection, now);
    }

    @Override
    public void failed(Connection connection, Failure why, long now) {
        outstanding--;
    }

    @Override
    public void reopened(Connection connection, long now) {
        free.add(connection);
        long unused = tick(now);
    }

    @Override
    public void stop(long now) {
        arrivals.end(now);
    }

    @Override
    public boolean idle() {
        return outstanding == 0 && arrivals.exhausted();
    }
}
