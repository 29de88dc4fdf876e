package dev.legato.edge;

import dev.legato.edge.RawClient.Reply;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** A caching edge that serves at the root, before an origin of the test's. */
record CacheFixture(TestOrigin origin, EdgeFixture edge) implements AutoCloseable {
    static final int SLICE = 64 << 10;

    /** @param settings names and values */
    static CacheFixture start(Path folder, TestOrigin.Script script, String... settings) throws Exception {
        TestOrigin origin = new TestOrigin(script);
        try {
            return new CacheFixture(origin, startEdge(origin.url(), folder, settings));
        } catch (Exception e) {
            origin.close();
            throw e;
        }
    }

    static EdgeFixture startEdge(String origins, Path folder, String... settings) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of("edge.mount", "/"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return EdgeFixture.startCache(origins, folder, values);
    }

    /** Bytes that differ from slice to slice. */
    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    RawClient connect() throws IOException {
        return RawClient.connect(edge.port());
    }

    Reply get(String target, String... lines) throws IOException {
        return request("GET", target, lines);
    }

    /** Sends a request on a connection of its own. */
    Reply request(String method, String target, String... lines) throws IOException {
        try (RawClient client = connect()) {
            return client.request(method, target, lines);
        }
    }

    /** Answers so far with content from this tier: {@code open}, {@code stored}, {@code origin}. */
    double answers(String tier) {
        return edge.meters.find("legato.edge.requests").tag("tier", tier).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Does the same many times at once, each in a thread of its own. */
    static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = threads.invokeAll(Collections.nCopies(count, work));
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Override
    public void close() throws IOException, TimeoutException {
        try (origin) {
            edge.close();
        }
    }
}
