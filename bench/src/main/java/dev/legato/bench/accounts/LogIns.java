package dev.legato.bench.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.os.ProcessUse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Log-ins by password and refreshes, by a few listeners in a closed loop, against a running gateway. */
public final class LogIns {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private final List<Long> pids;

    /**
     * A figure.
     *
     * @param cpuMillis of the server's processor time for one; 0 if its process is not known
     */
    public record Figure(String what, int count, double perSecond, double cpuMillis) {
        /** A line of the report. */
        @Override
        public String toString() {
            String core = cpuMillis > 0
                    ? "%.2f ms of processor each, %.0f per second and core".formatted(cpuMillis, 1e3 / cpuMillis)
                    : "the server's processor time needs --pid";
            return "%-20s %6d in all, %.1f per second; %s".formatted(what, count, perSecond, core);
        }
    }

    @FunctionalInterface
    private interface Listener {
        void act() throws IOException, InterruptedException;
    }

    /**
     * A bench of a system.
     *
     * @param gateway without a slash at the end
     * @param pids the processes whose processor time counts
     */
    public LogIns(String gateway, List<Long> pids) {
        this.url = gateway;
        this.pids = List.copyOf(pids);
    }

    /**
     * Measures both; the accounts it makes stay.
     *
     * @param listeners how many at the same time
     */
    public List<Figure> run(int listeners, Duration each) throws IOException, InterruptedException, ExecutionException {
        List<String> credentials = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            String body = "\"email\":\"bench-%s@example.org\",\"password\":\"%s\""
                    .formatted(UUID.randomUUID(), UUID.randomUUID());
            var _ = post("/v1/accounts", "{%s,\"name\":\"legato-bench\"}".formatted(body));
            credentials.add("{" + body + "}");
        }
        List<Listener> loggingIn = new ArrayList<>();
        List<Listener> refreshing = new ArrayList<>();
        for (String body : credentials) {
            loggingIn.add(() -> {
                var _ = post("/v1/sessions", body);
            });
            refreshing.add(new Refreshing(
                    post("/v1/sessions", body).path("refreshToken").asText()));
        }
        return List.of(measure("log-ins", loggingIn, each), measure("tokens by refresh", refreshing, each));
    }

    private Figure measure(String what, List<Listener> listeners, Duration each)
            throws InterruptedException, ExecutionException {
        double cpu = ProcessUse.of(pids).cpuSeconds();
        long start = System.nanoTime();
        int count = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (Listener listener : listeners) {
                counts.add(threads.submit(() -> {
                    int done = 0;
                    while (System.nanoTime() - start < each.toNanos()) {
                        listener.act();
                        done++;
                    }
                    return done;
                }));
            }
            for (Future<Integer> done : counts) {
                count += done.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMillis = (ProcessUse.of(pids).cpuSeconds() - cpu) * 1e3 / count;
        return new Figure(what, count, count / seconds, cpuMillis);
    }

    /** Uses up one refresh token after the other. */
    private final class Refreshing implements Listener {
        private String token;

        Refreshing(String token) {
            this.token = token;
        }

        @Override
        public void act() throws IOException, InterruptedException {
            token = post("/v1/sessions/refresh", "{\"refreshToken\":\"%s\"}".formatted(token))
                    .path("refreshToken")
                    .asText();
        }
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("%s: status %d (expected: 2xx)".formatted(request.uri(), response.statusCode()));
        }
        return json.readTree(response.body());
    }
}
