package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.circuit.Circuit;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls OpenSearch's REST API. Each call is bounded in time and in the size of its answer. While OpenSearch does not answer,
 * calls fail at once with a problem of status 503 that says when to try again. Blocks; for use by any thread.
 */
final class OpenSearchClient implements Closeable {
    private static final int MAX_ANSWER_BYTES = 32 << 20;
    private static final int MAX_REASON = 300;
    private static final int MAX_FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(1);

    /** A bulk request takes longer than a search, and nobody waits for it. */
    private static final Duration BULK = Duration.ofSeconds(60);

    private static final int BULK_TRIES = 6;
    private static final long FIRST_PAUSE_MS = 200;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    private final URI base;
    private final String authorization;
    private final Duration timeout;
    private final HttpClient http;
    private final Circuit circuit;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    OpenSearchClient(OpenSearchSettings settings, LongSupplier nanoTime) {
        this.base = settings.uri();
        this.timeout = settings.timeout();
        this.authorization = settings.user().isEmpty()
                ? ""
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (settings.user() + ':' + settings.password()).getBytes(StandardCharsets.UTF_8));
        this.http = HttpClient.newBuilder()
                .sslContext(settings.tls().context())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
        this.circuit = new Circuit(MAX_FAILURES, REST, nanoTime);
    }

    /**
     * Sends a request and returns the answer's body.
     *
     * @param path behind the URI, from its slash on
     * @param body to be written as JSON, or null for none
     * @throws OpenSearchException if OpenSearch refuses
     * @throws dev.legato.runtime.problem.ProblemException 503 if it does not answer
     */
    JsonNode call(String method, String path, @Nullable Object body) throws IOException {
        byte @Nullable [] content = body == null ? null : Json.write(body);
        return answer(send(method, path, "application/json", content, timeout));
    }

    /** Sends a bulk request, again and ever later while OpenSearch is too busy for it, and returns the answer. */
    JsonNode bulk(String path, byte[] lines) throws IOException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<byte[]> response = send("POST", path, "application/x-ndjson", lines, BULK);
            if (!BUSY.contains(response.statusCode()) || attempt == BULK_TRIES) {
                return answer(response);
            }
            pause(FIRST_PAUSE_MS << attempt);
        }
    }

    void pause(long milliseconds) throws IOException {
        try {
            boolean unused = never.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpResponse<byte[]> send(
            String method, String path, String type, byte @Nullable [] content, Duration patience) throws IOException {
        if (!circuit.allows()) {
            throw Problem.unavailable("The search index does not answer; try again.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", type)
                .method(method, content == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            circuit.succeeded();
            return response;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | TimeoutException _) {
            circuit.failed();
            throw Problem.unavailable("The search index does not answer; try again.");
        } finally {
            // Ends an exchange that nobody waits for any more.
            answer.cancel(true);
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        if (BUSY.contains(status)) {
            throw Problem.unavailable("The search index is too busy; try again.");
        }
        if (status / 100 != 2) {
            throw refusal(status, response.body());
        }
        return response.body().length == 0
                ? Json.read("{}".getBytes(StandardCharsets.UTF_8), JsonNode.class)
                : Json.read(response.body(), JsonNode.class);
    }

    private static OpenSearchException refusal(int status, byte[] body) {
        try {
            JsonNode error = Json.read(body, JsonNode.class).path("error");
            String reason = error.path("reason").asText(error.asText(""));
            return new OpenSearchException(
                    status, error.path("type").asText(""), reason.substring(0, Math.min(MAX_REASON, reason.length())));
        } catch (IOException _) {
            return new OpenSearchException(status, "", "%d bytes that are no JSON".formatted(body.length));
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for OpenSearch", e);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
