package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Arrivals;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.RangeScenario;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * {@link RangeScenario}: closed loop, or open loop when it names a rate. Each time it begins it asks for other ranges,
 * but workloads of the same seed ask for the same ones at their first time, at their second, and so on: in a round all
 * servers are asked the same.
 */
final class RangeWorkload implements Workload {
    private final EventLoop loop;
    private final Recorder recorder;
    private final Histogram latency;
    private final Histogram service;
    private final SplittableRandom seeds;
    private final RangeRequests requests;
    private final boolean keepAlive;
    private final @Nullable Arrivals arrivals;
    private final FreeList free;
    private SplittableRandom random;
    private int warmUpLeft;
    private boolean stopped = true;
    private int outstanding;

    /** @param warmsUp whether it fetches every file once before anything else, for a cache to have them all */
    RangeWorkload(
            RangeScenario scenario,
            RangeRequests requests,
            boolean warmsUp,
            ServerAddress server,
            long seed,
            EventLoop loop,
            Recorder recorder) {
        this.loop = loop;
        this.recorder = recorder;
        this.latency = recorder.named("latency");
        this.service = recorder.named("service");
        this.seeds = new SplittableRandom(seed);
        this.random = seeds;
        this.requests = requests;
        this.warmUpLeft = warmsUp ? requests.count() : 0;
        this.keepAlive = scenario.keepAlive();
        this.arrivals = scenario.rate() > 0 ? new Arrivals(scenario.rate()) : null;
        this.free = new FreeList(scenario.connections());
        for (int i = 0; i < scenario.connections(); i++) {
            free.add(loop.add(server, this));
        }
    }

    @Override
    public void begin(long now) {
        random = seeds.split();
        stopped = false;
        if (arrivals != null) {
            arrivals.begin(now);
            return;
        }
        while (!free.isEmpty()) {
            ask(free.take(), now);
        }
    }

    @Override
    public long tick(long now) {
        if (arrivals == null) {
            return Long.MAX_VALUE;
        }
        while (!free.isEmpty() && arrivals.next() <= now) {
            ask(free.take(), arrivals.next());
            arrivals.take();
        }
        return free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        if (recorder.counts(connection.intended())) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
            recorder.record(service, now - connection.sent());
        }
        release(connection, now);
    }

    @Override
    public void failed(Connection connection, Failure why, long now) {
        outstanding--;
    }

    @Override
    public void reopened(Connection connection, long now) {
        release(connection, now);
    }

    @Override
    public void stop(long now) {
        stopped = true;
        if (arrivals != null) {
            arrivals.end(now);
        }
    }

    @Override
    public boolean idle() {
        return outstanding == 0 && (arrivals == null || arrivals.exhausted());
    }

    private void release(Connection connection, long now) {
        if (arrivals == null && (!stopped || warmUpLeft > 0)) {
            ask(connection, now);
        } else {
            free.add(connection);
            long unused = tick(now);
        }
    }

    private void ask(Connection connection, long intended) {
        if (warmUpLeft > 0) {
            requests.whole(connection, --warmUpLeft);
        } else {
            requests.draw(connection, random);
        }
        outstanding++;
        if (keepAlive) {
            loop.send(connection, intended);
        } else {
            loop.sendAnew(connection, intended);
        }
    }
}
