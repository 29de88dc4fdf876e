package dev.legato.bench.generator.http;

import dev.legato.bench.generator.http.Visit.Visited;
import dev.legato.bench.generator.measurement.Arrivals;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.LoadEngine;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Meter;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.GatewayScenario;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.StartScenario;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Load on a gateway by the HTTP client of Vert.x. The calling thread starts the visits when they are due, whatever the
 * server does, and records those that have ended; the client's event loop does the rest and notes when each ended.
 *
 * <p>A visit that finds all connections in use waits in the client's queue, and its latency counts from when it was due.
 */
public final class ClientEngine implements LoadEngine {
    private final Vertx vertx;
    private final Context context;
    private final Visit visit;
    private final Arrivals arrivals;
    private final Recorder recorder;
    private final Histogram latency;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int outstanding;

    /** @param failure null when it went well, as visited is when not */
    private record Ended(
            long intended,
            long at,
            @Nullable Visited visited,
            @Nullable Throwable failure) {}

    private ClientEngine(Vertx vertx, Visit visit, double visitsPerSecond, Recorder recorder) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.visit = visit;
        this.arrivals = new Arrivals(visitsPerSecond);
        this.recorder = recorder;
        this.latency = recorder.named("latency");
    }

    /** Makes ready; connections are opened as they are needed, {@code connections} at most to each server. */
    public static ClientEngine open(GatewayScenario scenario, LoadJob job, Recorder recorder) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        // The bench makes no claim about certificates; a system under test often signs its own.
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(scenario.connections()));
        long timeoutMillis = (long) (job.timeoutSeconds() * 1000);
        ApiClient gateway = new ApiClient(client, job.servers().getFirst(), timeoutMillis);
        return switch (scenario) {
            case StartScenario start -> {
                ApiClient edge = new ApiClient(
                        client, ServerAddress.of(GatewaySettings.one(job.settings(), "edge")), timeoutMillis);
                yield new ClientEngine(
                        vertx,
                        new StartVisit(start, gateway, edge, job.settings(), job.seed()),
                        start.rate(),
                        recorder);
            }
            case ApiScenario api ->
                new ClientEngine(vertx, new ApiVisit(api, gateway, job.settings(), job.seed()), api.rate(), recorder);
            case IngestScenario ingest ->
                new ClientEngine(
                        vertx,
                        new IngestVisit(ingest, gateway, job.settings(), job.seed()),
                        ingest.rate() / ingest.batch(),
                        recorder);
        };
    }

    @Override
    public void begin(int server, long now) {
        arrivals.begin(now);
    }

    @Override
    public void run(int server, long until) {
        for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
            step(now, until);
        }
    }

    @Override
    public void stop(int server, long now) {
        arrivals.end(now);
    }

    @Override
    public boolean drain(int server, long until) {
        for (long now = System.nanoTime(); !isIdle() && now < until; now = System.nanoTime()) {
            step(now, until);
        }
        return isIdle();
    }

    private boolean isIdle() {
        return outstanding == 0 && arrivals.exhausted();
    }

    private void step(long now, long until) {
        while (arrivals.next() <= now) {
            start(arrivals.next());
            arrivals.take();
        }
        try {
            long wait = Math.min(arrivals.next(), until) - System.nanoTime();
            for (Ended one = ended.poll(wait, TimeUnit.NANOSECONDS); one != null; one = ended.poll()) {
                outstanding--;
                record(one);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LoadException("the generator was interrupted");
        }
    }

    /** Starts a visit on the event loop: elsewhere, an answer could pass before anyone listens for its body. */
    private void start(long intended) {
        outstanding++;
        context.runOnContext(_ -> visit.start()
                .onComplete(
                        result -> ended.add(new Ended(intended, System.nanoTime(), result.result(), result.cause()))));
    }

    private void record(Ended one) {
        Visited visited = one.visited;
        if (visited == null) {
            fail(one.failure);
        } else if (recorder.counts(one.intended)) {
            long nanos = one.at - one.intended;
            recorder.success(latency, nanos, visited.bytes());
            if (!visited.kind().isEmpty()) {
                recorder.record(recorder.named(visited.kind()), nanos);
            }
            visited.steps().forEach((name, step) -> recorder.record(recorder.named(name), step));
        }
    }

    private void fail(@Nullable Throwable cause) {
        Failure why = cause instanceof CallException call ? call.failure() : Failure.PROTOCOL;
        String message = cause instanceof CallException ? String.valueOf(cause.getMessage()) : String.valueOf(cause);
        recorder.failure(why, message);
        if (why.fatal() || recorder.errors() > MAX_ERRORS) {
            throw new LoadException(message);
        }
    }

    @Override
    public Meter read(List<Long> serverPids) {
        return Meter.ofThisProcess(serverPids);
    }

    @Override
    public String congestionControl() {
        return "unknown";
    }

    @Override
    public void close() {
        // Nothing waits for it: the next job has a client of its own.
        var unused = vertx.close();
    }
}
