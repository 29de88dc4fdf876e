package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Arrivals;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.CacheScenario;
import dev.legato.bench.scenario.CacheScenario.Load;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * {@link CacheScenario}'s loads of so many requests: misses and mix in a closed loop, a start in an open one. Each server
 * is asked for the same tracks in the same order, under names that no job before has used.
 */
final class CacheWorkload implements Workload {
    /** As measured of songs' popularity on streaming services: between 0.7 and 1.1. */
    private static final double POPULARITY = 0.9;

    private static final double START_SECONDS = 1;

    private final CacheScenario scenario;
    private final long length;
    private final EventLoop loop;
    private final Recorder recorder;
    private final Histogram latency;
    private final Histogram firstByte;
    private final VirtualTracks tracks;
    private final SplittableRandom seeds;
    private final Zipf popularity;
    private final @Nullable Arrivals arrivals;
    private final FreeList free;
    private SplittableRandom random;
    private long nextCold;
    private int turns;
    private int left;
    private int outstanding;

    CacheWorkload(
            CacheScenario scenario, long length, LoadJob job, ServerAddress server, EventLoop loop, Recorder recorder) {
        this.scenario = scenario;
        this.length = length;
        this.loop = loop;
        this.recorder = recorder;
        this.latency = recorder.named("latency");
        this.firstByte = recorder.named("first byte");
        this.tracks = new VirtualTracks(scenario.files().corpus(), server, group(scenario, job));
        this.seeds = new SplittableRandom(job.seed());
        this.random = seeds;
        this.popularity = new Zipf(scenario.tracks(), POPULARITY);
        this.arrivals = scenario.load() == Load.START ? new Arrivals(scenario.requests() / START_SECONDS) : null;
        this.free = new FreeList(scenario.connections());
        for (int i = 0; i < scenario.connections(); i++) {
            free.add(loop.add(server, this));
        }
    }

    /** Cold tracks differ from process to process; of the others all processes ask for the same. */
    private static String group(CacheScenario scenario, LoadJob job) {
        String number = job.settings()
                .getOrDefault(LoadJob.NUMBER, java.util.List.of("0"))
                .getFirst();
        return scenario.load() == Load.MISSES ? number + '-' + job.share() : number;
    }

    @Override
    public void begin(long now) {
        random = seeds.split();
        left = scenario.requests();
        turns++;
        if (arrivals != null) {
            arrivals.begin(now);
            return;
        }
        while (!free.isEmpty() && left > 0) {
            ask(free.take(), now);
        }
    }

    @Override
    public long tick(long now) {
        if (arrivals == null || left == 0) {
            return Long.MAX_VALUE;
        }
        while (left > 0 && !free.isEmpty() && arrivals.next() <= now) {
            long due = arrivals.next();
            arrivals.take();
            ask(free.take(), due);
        }
        return left == 0 || free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        if (recorder.counts(connection.intended())) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
            recorder.record(firstByte, connection.answered() - connection.intended());
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

    /** Requests that the turn's time did not suffice for are never made. */
    @Override
    public void stop(long now) {
        left = 0;
    }

    @Override
    public boolean finished() {
        return left == 0 && outstanding == 0;
    }

    @Override
    public boolean idle() {
        return outstanding == 0;
    }

    private void release(Connection connection, long now) {
        if (arrivals == null && left > 0) {
            ask(connection, now);
        } else {
            free.add(connection);
        }
    }

    private void ask(Connection connection, long intended) {
        long track =
                switch (scenario.load()) {
                    case MISSES -> nextCold++;
                    case MIX -> popularity.draw(random);
                    case START, HITS -> turns - 1L;
                };
        long size = tracks.size(track);
        long bytes = length > 0 ? length : size;
        if (scenario.load() == Load.MIX && random.nextBoolean()) {
            bytes = 1 + random.nextLong(size);
        }
        boolean compare = random.nextInt(scenario.compareOneIn()) == 0;
        tracks.range(connection, track, 0, bytes - 1, compare);
        left--;
        outstanding++;
        loop.send(connection, intended);
    }
}
