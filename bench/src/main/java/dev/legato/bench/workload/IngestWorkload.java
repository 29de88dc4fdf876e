package dev.legato.bench.workload;

import dev.legato.bench.load.Connection;
import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Failure;
import dev.legato.bench.load.LoadException;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import dev.legato.bench.os.MessageBuffer;
import dev.legato.bench.scenario.IngestScenario;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * {@link IngestScenario}: batches of events, every id new, each answer held against {@code "accepted":N}. A request is
 * a batch; events a second are in the figures.
 */
final class IngestWorkload implements Workload {
    private static final int MOST_BODY_BYTES = 1 << 16;
    private static final int ID_DIGITS = 32;

    private final IngestScenario scenario;
    private final EventLoop loop;
    private final Recorder recorder;
    private final Arrivals arrivals;
    private final SplittableRandom random;
    private final byte[] head;
    private final byte[] beforeId = ascii("{\"id\":\"");
    private final byte[][] afterId;
    private final byte[] end = ascii("]}");
    private final String accepted;
    private final Histogram latency;
    private final List<Connection> connections = new ArrayList<>();
    private final FreeList free;
    private int outstanding;

    /** @param settings {@code token}, {@code tracks} (ids) and {@code now} (RFC 3339) */
    IngestWorkload(
            IngestScenario scenario,
            ServerAddress gateway,
            Map<String, List<String>> settings,
            long seed,
            EventLoop loop,
            Recorder recorder) {
        this.scenario = scenario;
        this.loop = loop;
        this.recorder = recorder;
        this.arrivals = new Arrivals(scenario.rate() / scenario.batch());
        this.random = new SplittableRandom(seed ^ System.nanoTime());
        // All tracks' ids have the same length, so one Content-Length fits every batch.
        this.afterId = GatewaySettings.all(settings, "tracks").stream()
                .map(track -> ascii(
                        "\",\"type\":\"progress\",\"trackId\":\"%s\",\"positionMs\":31000,\"sessionId\":\"bench-%d\",\"deviceId\":\"legato-bench\",\"at\":\"%s\"}"
                                .formatted(track, seed, GatewaySettings.one(settings, "now"))))
                .toArray(byte[][]::new);
        int batch = scenario.batch();
        int body = ascii("{\"events\":[").length
                + batch * (beforeId.length + ID_DIGITS + afterId[0].length)
                + (batch - 1)
                + end.length;
        this.head = new GatewayRequests(gateway, GatewaySettings.one(settings, "token")).post("/v1/events", "", body);
        this.accepted = "\"accepted\":" + batch;
        this.latency = recorder.named("latency");
        this.free = new FreeList(scenario.connections());
        for (int i = 0; i < scenario.connections(); i++) {
            connections.add(loop.add(gateway));
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
            write(connection.request().clear());
            connection.expectBody(202, MOST_BODY_BYTES);
            loop.send(connection, intended);
        }
        return free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    private void write(MessageBuffer request) {
        request.put(head).put(ascii("{\"events\":["));
        for (int i = 0; i < scenario.batch(); i++) {
            if (i > 0) {
                request.put(',');
            }
            request.put(beforeId)
                    .putHex(random.nextLong())
                    .putHex(random.nextLong())
                    .put(afterId[random.nextInt(afterId.length)]);
        }
        request.put(end);
    }

    @Override
    public void completed(Connection connection, long now) {
        outstanding--;
        String answer = new String(connection.body(), StandardCharsets.UTF_8);
        if (!answer.replace(" ", "").contains(accepted)) {
            throw new LoadException("POST /v1/events: %s (expected: %s)".formatted(answer, accepted));
        }
        if (recorder.counts(connection.intended())) {
            recorder.success(latency, now - connection.intended(), connection.bodyBytes());
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
        recorder.figure("events a request", scenario.batch());
        recorder.figure("events a second asked for", scenario.rate());
    }

    @Override
    public boolean idle() {
        return outstanding == 0 && arrivals.exhausted();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
