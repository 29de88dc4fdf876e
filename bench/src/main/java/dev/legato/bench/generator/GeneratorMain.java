package dev.legato.bench.generator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.generator.epoll.EpollEngine;
import dev.legato.bench.generator.http.ClientEngine;
import dev.legato.bench.generator.measurement.LoadEngine;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Meter;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Turn;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.GatewayScenario;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A generator process. It does one job after the other, so that its code stays compiled: the controller writes a
 * {@link LoadJob} to its standard input and, once all processes are {@code ready}, one {@link Turn} after the other, each
 * when the last is over, then {@link Turn#END}; lines of JSON come back, each an object with one key:
 *
 * <pre>
 * {"ready": 64}                 connections open
 * {"tick": {…}}                 every second
 * {"report": {…}}               a turn's end, a {@link LoadReport}
 * {"error": "127.0.0.1:…"}      the process's end: why the run means nothing
 * </pre>
 *
 * <p>When its standard input ends, the controller is gone, and the process ends too.
 */
public final class GeneratorMain {
    private static final long STEP = 1_000_000_000L;
    private static final long DRAIN = 10_000_000_000L;

    private final JsonMapper json = JsonMapper.builder().build();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private GeneratorMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        // Standard output belongs to the controller: what a library logs goes to the error log.
        System.setOut(System.err);
        GeneratorMain generator = new GeneratorMain();
        Thread.ofPlatform().daemon().start(generator::readLines);
        try {
            while (true) {
                generator.run();
            }
        } catch (LoadException | IllegalArgumentException | UnsupportedOperationException e) {
            generator.say("error", String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        LoadJob job = json.readValue(lines.take(), LoadJob.class);
        Recorder recorder = new Recorder();
        try (LoadEngine engine = engine(job, recorder)) {
            say("ready", job.scenario().connections());
            for (String line = lines.take(); !line.equals(Turn.END); line = lines.take()) {
                Turn turn = json.readValue(line, Turn.class);
                say("report", measure(turn, job.scenario().takesTurns(), engine, recorder));
            }
        }
    }

    private static LoadEngine engine(LoadJob job, Recorder recorder) throws IOException {
        return switch (job.scenario()) {
            case EdgeScenario edge -> EpollEngine.open(edge, job, recorder);
            case GatewayScenario gateway -> ClientEngine.open(gateway, job, recorder);
        };
    }

    /** @param drained whether nothing may be in flight when the measurement begins */
    private LoadReport measure(Turn turn, boolean drained, LoadEngine engine, Recorder recorder) throws IOException {
        int server = turn.server();
        recorder.clear();
        // Once at least: servers may have closed connections since the last turn.
        engine.run(server, Math.max(turn.start(), System.nanoTime() + 1));
        boolean warm = turn.warmUpSeconds() > 0;
        if (warm) {
            long from = turn.start() + (long) (turn.warmUpSeconds() * 1e9);
            engine.begin(server, turn.start());
            work(engine, server, recorder, turn.start(), from);
            if (drained) {
                end(engine, server, from);
            }
        }
        Meter before = engine.read(turn.serverPids());
        recorder.begin(before.at());
        if (drained || !warm) {
            engine.begin(server, before.at());
        }
        long until = before.at() + (long) (turn.measureSeconds() * 1e9);
        work(engine, server, recorder, before.at(), until);
        end(engine, server, until);
        return recorder.report(
                before, engine.read(turn.serverPids()), !turn.serverPids().isEmpty(), engine.congestionControl());
    }

    /** Waits for what is in flight or due, so that all that the server did belongs to requests that were counted. */
    private static void end(LoadEngine engine, int server, long until) {
        engine.stop(server, until);
        if (!engine.drain(server, System.nanoTime() + DRAIN)) {
            throw new LoadException(
                    "the server fell behind: answers were still due %d s after the end".formatted(DRAIN / STEP));
        }
    }

    private void work(LoadEngine engine, int server, Recorder recorder, long start, long until) throws IOException {
        for (long from = start; from < until && !engine.finished(server); from += STEP) {
            long to = Math.min(from + STEP, until);
            engine.run(server, to);
            long at = engine.finished(server) ? Math.max(from + 1, Math.min(System.nanoTime(), to)) : to;
            say("tick", recorder.tick(at, at - from));
        }
    }

    private void say(String key, Object value) throws IOException {
        out.println(json.writeValueAsString(Map.of(key, value)));
    }

    private void readLines() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException _) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(0);
    }
}
