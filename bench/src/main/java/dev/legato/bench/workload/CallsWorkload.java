package dev.legato.bench.workload;

import dev.legato.bench.load.Connection;
import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Failure;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Open loop: independent calls at a rate, each over whichever connection is free. */
final class CallsWorkload implements Workload {
    /** What is called, and whether the answer is right. */
    interface Calls {
        /** Writes the next request and says what answer it expects. */
        void next(Connection connection);

        /**
         * Looks at an answer whose status was right.
         *
         * @param nanos since the intended moment; negative when it does not count
         */
        void answered(Connection connection, long nanos);
    }

    private final Calls calls;
    private final EventLoop loop;
    private final Recorder recorder;
    private final Arrivals arrivals;
    private final Histogram latency;
    private final List<Connection> connections = new ArrayList<>();
    private final FreeList free;
    private int outstanding;

    /** @param rate calls a second */
    CallsWorkload(Calls calls, double rate, int connections, ServerAddress server, EventLoop loop, Recorder recorder) {
        this.calls = calls;
        this.loop = loop;
        this.recorder = recorder;
        this.arrivals = new Arrivals(rate);
        this.latency = recorder.named("latency");
        this.free = new FreeList(connections);
        for (int i = 0; i < connections; i++) {
            this.connections.add(loop.add(server, this));
        }
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
            calls.next(connection);
            loop.send(connection, intended);
        }
        return free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        long nanos = recorder.counts(connection.intended()) ? now - connection.intended() : -1;
        if (nanos >= 0) {
            recorder.success(latency, nanos, connection.bodyBytes());
        }
        calls.answered(connection, nanos);
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
