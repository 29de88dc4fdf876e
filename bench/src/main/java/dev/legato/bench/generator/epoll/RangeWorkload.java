package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
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
    private final CorpusFile[] files;
    private final AudioRequests requests;
    private final long length;
    private final int compareOneIn;
    private final boolean keepAlive;
    private final @Nullable Arrivals arrivals;
    private final FreeList free;
    private SplittableRandom random;
    private boolean stopped = true;
    private int outstanding;

    /** @param length of each range in bytes; 0: whole files */
    RangeWorkload(
            RangeScenario scenario,
            long length,
            Corpus corpus,
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
        this.files = corpus.files().toArray(CorpusFile[]::new);
        this.requests = new AudioRequests(corpus, server);
        this.length = length;
        this.compareOneIn = scenario.compareOneIn();
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
        if (arrivals == null && !stopped) {
            ask(connection, now);
        } else {
            free.add(connection);
            long unused = tick(now);
        }
    }

    private void ask(Connection connection, long intended) {
        int index = random.nextInt(files.length);
        CorpusFile file = files[index];
        boolean compare = random.nextInt(compareOneIn) == 0;
        if (length == 0) {
            requests.whole(connection, index, compare);
        } else {
            long first = random.nextLong(file.size() - length + 1);
            requests.range(connection, index, first, first + length - 1, compare);
        }
        outstanding++;
        if (keepAlive) {
            loop.send(connection, intended);
        } else {
            loop.sendAnew(connection, intended);
        }
    }
}
