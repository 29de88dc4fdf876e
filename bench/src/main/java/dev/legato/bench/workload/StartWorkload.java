package dev.legato.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.load.Connection;
import dev.legato.bench.load.EventLoop;
import dev.legato.bench.load.Failure;
import dev.legato.bench.load.LoadException;
import dev.legato.bench.load.Recorder;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.load.Workload;
import dev.legato.bench.scenario.StartScenario;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * {@link StartScenario}: each tap goes through search, playback link and the head of the audio, on a pair of
 * connections of its own. The whole counts from when the tap should have come, each step from when it was sent.
 */
final class StartWorkload implements Workload {
    private static final int MAX_JSON_BYTES = 1 << 20;

    private final JsonMapper json = JsonMapper.builder().build();
    private final StartScenario scenario;
    private final EventLoop loop;
    private final Recorder recorder;
    private final Arrivals arrivals;
    private final SplittableRandom random;
    private final GatewayRequests requests;
    private final List<byte[]> searches = new ArrayList<>();
    private final List<Tap> taps = new ArrayList<>();
    private final Deque<Tap> free = new ArrayDeque<>();
    private final ServerAddress edge;
    private final Histogram latency;
    private final Histogram search;
    private final Histogram playback;
    private final Histogram audio;
    private int outstanding;

    /** A listener's pair of connections. */
    private static final class Tap {
        final Connection gateway;
        final Connection edge;
        long intended;
        boolean busy;

        Tap(Connection gateway, Connection edge) {
            this.gateway = gateway;
            this.edge = edge;
        }
    }

    /** @param settings {@code token}, {@code edge} (a URL) and {@code queries} that find something */
    StartWorkload(
            StartScenario scenario,
            ServerAddress gateway,
            Map<String, List<String>> settings,
            long seed,
            EventLoop loop,
            Recorder recorder) {
        this.scenario = scenario;
        this.loop = loop;
        this.recorder = recorder;
        this.arrivals = new Arrivals(scenario.rate());
        this.random = new SplittableRandom(seed);
        this.requests = new GatewayRequests(gateway, GatewaySettings.one(settings, "token"));
        this.edge = ServerAddress.of(GatewaySettings.one(settings, "edge"));
        for (String query : GatewaySettings.all(settings, "queries")) {
            searches.add(requests.get(
                    "/v1/search?types=track&limit=10&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        }
        this.latency = recorder.named("latency");
        this.search = recorder.named("search");
        this.playback = recorder.named("playback");
        this.audio = recorder.named("audio");
        for (int i = 0; i < scenario.connections(); i++) {
            Tap tap = new Tap(loop.add(gateway, this), loop.add(edge, this));
            tap.gateway.tag(i);
            tap.edge.tag(i);
            taps.add(tap);
        }
    }

    @Override
    public void begin(long now) {
        arrivals.begin(now);
        free.addAll(taps);
    }

    @Override
    public long tick(long now) {
        while (!free.isEmpty() && arrivals.next() <= now) {
            Tap tap = free.pop();
            tap.intended = arrivals.next();
            tap.busy = true;
            arrivals.take();
            outstanding++;
            tap.gateway.request().clear().put(searches.get(random.nextInt(searches.size())));
            tap.gateway.expectBody(200, MAX_JSON_BYTES);
            loop.send(tap.gateway, tap.intended);
        }
        return free.isEmpty() ? Long.MAX_VALUE : arrivals.next();
    }

    @Override
    public void completed(Connection connection, long now) {
        Tap tap = taps.get(connection.tag());
        boolean counts = recorder.counts(tap.intended);
        if (connection == tap.edge) {
            step(audio, connection, counts, now);
            if (counts) {
                recorder.success(latency, now - tap.intended, connection.bodyBytes());
            }
            outstanding--;
            release(tap, now);
            return;
        }
        JsonNode answer = read(connection);
        if (answer.has("tracks")) {
            step(search, connection, counts, now);
            askForLink(tap, answer.path("tracks").path("items"), now);
        } else {
            step(playback, connection, counts, now);
            askForAudio(tap, answer.path("files"), now);
        }
    }

    private void askForLink(Tap tap, JsonNode items, long now) {
        if (items.isEmpty()) {
            throw new LoadException("search found nothing (expected: a track; it found some before the run)");
        }
        String id = items.get(random.nextInt(items.size())).path("id").asText();
        tap.gateway.request().clear().put(requests.get("/v1/tracks/" + id + "/playback"));
        tap.gateway.expectBody(200, MAX_JSON_BYTES);
        loop.send(tap.gateway, now);
    }

    private void askForAudio(Tap tap, JsonNode files, long now) {
        if (files.isEmpty()) {
            throw new LoadException("a playback answer without files (expected: at least one)");
        }
        JsonNode file = files.get(files.size() - 1);
        URI url = URI.create(file.path("url").asText());
        long bytes = Math.min(scenario.head().bytes(), file.path("bytes").asLong(Long.MAX_VALUE));
        tap.edge
                .request()
                .clear()
                .put(GatewayRequests.ascii(
                        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: legato-bench\r\nAccept: */*\r\nRange: bytes=0-%d\r\n\r\n"
                                .formatted(url.getRawPath(), edge.authority(), bytes - 1)));
        tap.edge.expectLength(206, bytes);
        loop.send(tap.edge, now);
    }

    private void step(Histogram histogram, Connection connection, boolean counts, long now) {
        if (counts) {
            recorder.record(histogram, now - connection.sent());
        }
    }

    private JsonNode read(Connection connection) {
        try {
            return json.readTree(connection.body());
        } catch (IOException e) {
            throw new LoadException("the gateway's answer is no JSON: " + e.getMessage());
        }
    }

    private void release(Tap tap, long now) {
        tap.busy = false;
        if (tap.gateway.free() && tap.edge.free() && !free.contains(tap)) {
            free.push(tap);
            long unused = tick(now);
        }
    }

    @Override
    public void failed(Connection connection, Failure why, long now) {
        outstanding--;
        taps.get(connection.tag()).busy = false;
    }

    @Override
    public void reopened(Connection connection, long now) {
        Tap tap = taps.get(connection.tag());
        if (!tap.busy) {
            release(tap, now);
        }
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
