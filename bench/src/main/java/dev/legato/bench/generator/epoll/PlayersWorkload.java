package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.PlayersScenario;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * {@link PlayersScenario}. Listener i owns connection i. Between two requests it has one timer: the earliest of the
 * moment its buffer has room, its next seek and its next skip. A seek or skip that falls due while a request is in
 * flight waits for it, and its latency counts from when the listener wanted it.
 */
final class PlayersWorkload implements Workload {
    private final PlayersScenario scenario;
    private final EventLoop loop;
    private final Recorder recorder;
    private final SplittableRandom random;
    private final CorpusFile[] files;
    private final AudioRequests requests;
    private final Connection[] connections;
    private final Listener[] listeners;
    private final TimerHeap timers;
    private final Histogram latency;
    private final Histogram start;
    private final Histogram seek;
    private final double nanosPerByte;
    private final long bufferNanos;
    private long rebuffers;
    private long silence;
    private long measuredFrom;
    private int outstanding;
    private boolean stopped;

    PlayersWorkload(
            PlayersScenario scenario,
            Corpus corpus,
            ServerAddress server,
            long seed,
            EventLoop loop,
            Recorder recorder) {
        this.scenario = scenario;
        this.loop = loop;
        this.recorder = recorder;
        this.random = new SplittableRandom(seed);
        this.files = corpus.files().toArray(CorpusFile[]::new);
        this.requests = new AudioRequests(corpus, server);
        this.connections = new Connection[scenario.listeners()];
        this.listeners = new Listener[scenario.listeners()];
        this.timers = new TimerHeap(scenario.listeners());
        this.latency = recorder.named("latency");
        this.start = recorder.named("first-audio");
        this.seek = recorder.named("seek");
        this.nanosPerByte = 1e9 / scenario.bytesPerSecond();
        this.bufferNanos = (long) (scenario.bufferSeconds() * 1e9);
        for (int i = 0; i < connections.length; i++) {
            connections[i] = loop.add(server, this);
            listeners[i] = new Listener();
        }
    }

    @Override
    public void begin(long now) {
        double gap = scenario.rampSeconds() * 1e9 / listeners.length;
        for (int i = 0; i < listeners.length; i++) {
            Listener listener = listeners[i];
            // The first track begins anywhere, as if the listener had been there before: else all would end together.
            listener.file = random.nextInt(files.length);
            listener.position = random.nextLong(
                    Math.max(1, files[listener.file].size() - scenario.head().bytes()));
            listener.nextSkip = now + (long) (gap * i);
            listener.nextSeek = Long.MAX_VALUE;
            listener.playableUntil = Long.MAX_VALUE;
            wake(i, listener.nextSkip);
        }
    }

    @Override
    public long tick(long now) {
        if (recorder.measuring() && measuredFrom == 0) {
            measuredFrom = now;
        }
        while (!stopped && timers.next() <= now) {
            int number = timers.take();
            listeners[number].timed = false;
            // Else its connection is being made anew; reopened() goes on from there.
            if (connections[number].free()) {
                act(number, now);
            }
        }
        return stopped ? Long.MAX_VALUE : timers.next();
    }

    /** Does the earliest thing that is due; the listener is not waiting for an answer. */
    private void act(int number, long now) {
        Listener listener = listeners[number];
        boolean skip = listener.nextSkip <= listener.nextSeek;
        long wanted = Math.min(listener.nextSkip, listener.nextSeek);
        long room = listener.playing ? listener.roomAt(bufferNanos, chunkNanos()) : Long.MAX_VALUE;
        if (wanted <= now) {
            boolean first = !listener.started;
            listener.started = true;
            listener.playing = false;
            if (skip && !first) {
                listener.file = random.nextInt(files.length);
                listener.position = 0;
            } else if (!skip) {
                listener.position = random.nextLong(Math.max(
                        1, files[listener.file].size() - scenario.head().bytes()));
            }
            listener.wish = skip ? Listener.Purpose.START : Listener.Purpose.SEEK;
            listener.nextSkip = first || skip ? now + exponential(scenario.skipEverySeconds()) : listener.nextSkip;
            listener.nextSeek = now + exponential(scenario.seekEverySeconds());
            ask(number, scenario.head().bytes(), wanted);
        } else if (room <= now) {
            listener.wish = Listener.Purpose.MORE;
            // A buffer that has yet to fill has had room before the listener could ask.
            ask(number, scenario.chunk().bytes(), Math.max(room, listener.freeSince));
        } else {
            wake(number, Math.min(room, wanted));
        }
    }

    private void wake(int number, long at) {
        listeners[number].timed = true;
        timers.add(at, number);
    }

    private void ask(int number, long bytes, long intended) {
        Listener listener = listeners[number];
        if (listener.position >= files[listener.file].size()) {
            // The track's end: the next one follows without a gap.
            listener.file = random.nextInt(files.length);
            listener.position = 0;
        }
        long last = Math.min(listener.position + bytes, files[listener.file].size()) - 1;
        boolean compare = random.nextInt(scenario.compareOneIn()) == 0;
        requests.range(connections[number], listener.file, listener.position, last, compare);
        outstanding++;
        listener.waiting = true;
        loop.send(connections[number], intended);
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        Listener listener = listeners[connection.number()];
        listener.waiting = false;
        listener.freeSince = now;
        long audio = (long) (connection.bodyBytes() * nanosPerByte);
        listener.position += connection.bodyBytes();
        boolean counts = recorder.counts(connection.intended());
        if (counts) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
        }
        switch (listener.wish) {
            case START, SEEK -> {
                listener.playFrom(now, audio);
                if (counts) {
                    recorder.record(listener.wish == Listener.Purpose.SEEK ? seek : start, now - connection.intended());
                }
            }
            case MORE -> silent(listener.arrived(now, audio), now);
        }
        if (!stopped) {
            act(connection.number(), now);
        }
    }

    /** Silence before the measurement does not count, nor the part of one that began before. */
    private void silent(long nanos, long now) {
        if (nanos > 0 && measuredFrom > 0 && !stopped) {
            rebuffers++;
            silence += Math.min(nanos, now - measuredFrom);
        }
    }

    @Override
    public void failed(Connection connection, Failure why, long now) {
        outstanding--;
    }

    @Override
    public void reopened(Connection connection, long now) {
        Listener listener = listeners[connection.number()];
        if (stopped || listener.timed) {
            return;
        }
        if (listener.waiting && listener.wish != Listener.Purpose.MORE) {
            ask(connection.number(), scenario.head().bytes(), connection.intended());
        } else {
            act(connection.number(), now);
        }
    }

    @Override
    public void stop(long now) {
        for (Listener listener : listeners) {
            if (listener.playing) {
                silent(now - listener.playableUntil, now);
            }
        }
        stopped = true;
        double listened = (double) listeners.length * (now - measuredFrom) / 1e9;
        recorder.figure("listeners", listeners.length);
        recorder.figure("listened seconds", listened);
        recorder.figure("rebuffers", rebuffers);
        recorder.figure("silent seconds", silence / 1e9);
        recorder.figure("starts", start.getTotalCount());
        recorder.figure("seeks", seek.getTotalCount());
    }

    @Override
    public boolean idle() {
        return outstanding == 0;
    }

    private long chunkNanos() {
        return (long) (scenario.chunk().bytes() * nanosPerByte);
    }

    private long exponential(double meanSeconds) {
        return (long) (-Math.log(1 - random.nextDouble()) * meanSeconds * 1e9);
    }
}
