package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.RangeScenario;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Ranges asked for by clients who know nothing of each other: on each connection the gaps between requests are
 * exponentially distributed, so that all together are a Poisson process. A request that is due while its connection waits
 * for an answer is sent after it, and its latency counts from when it was due.
 */
final class IndependentWorkload implements Workload {
    private final EventLoop loop;
    private final Recorder recorder;
    private final Histogram latency;
    private final Histogram service;
    private final SplittableRandom seeds;
    private final RangeRequests requests;
    private final double gapNanos;
    private final Connection[] connections;
    private final long[] due;
    private final int firstNumber;
    private TimerHeap waiting;
    private SplittableRandom random;
    private long end = Long.MIN_VALUE;
    private int outstanding;

    /** @param rate requests per second on all connections together */
    IndependentWorkload(
            RangeScenario scenario,
            RangeRequests requests,
            double rate,
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
        int count = scenario.connections();
        this.gapNanos = count * 1e9 / rate;
        this.connections = new Connection[count];
        this.due = new long[count];
        this.waiting = new TimerHeap(count);
        for (int i = 0; i < count; i++) {
            connections[i] = loop.add(server, this);
        }
        this.firstNumber = connections[0].number();
    }

    @Override
    public void begin(long now) {
        random = seeds.split();
        end = Long.MAX_VALUE;
        waiting = new TimerHeap(connections.length);
        for (int i = 0; i < connections.length; i++) {
            due[i] = now + gap();
            waiting.add(due[i], i);
        }
    }

    @Override
    public long tick(long now) {
        while (waiting.next() <= now && waiting.next() < end) {
            ask(waiting.take());
        }
        return waiting.next() < end ? waiting.next() : Long.MAX_VALUE;
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        if (recorder.counts(connection.intended())) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
            recorder.record(service, now - connection.sent());
        }
        release(connection.number() - firstNumber, now);
    }

    @Override
    public void failed(Connection connection, Failure why, long now) {
        outstanding--;
    }

    @Override
    public void reopened(Connection connection, long now) {
        release(connection.number() - firstNumber, now);
    }

    @Override
    public void stop(long now) {
        end = now;
    }

    @Override
    public boolean idle() {
        return outstanding == 0 && waiting.next() >= end;
    }

    private void release(int index, long now) {
        if (due[index] <= now && due[index] < end) {
            ask(index);
        } else {
            waiting.add(due[index], index);
        }
    }

    private void ask(int index) {
        long intended = due[index];
        due[index] = intended + gap();
        requests.draw(connections[index], random);
        outstanding++;
        loop.send(connections[index], intended);
    }

    private long gap() {
        return (long) (-Math.log(1 - random.nextDouble()) * gapNanos);
    }
}
