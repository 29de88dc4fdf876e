package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.circuit.Circuit;
import dev.legato.runtime.client.ServerClient;
import dev.legato.runtime.client.ServerClient.ServerAnswer;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls OpenSearch's REST API. Each call is bounded in time and in the size of its answer. While OpenSearch does not answer,
 * calls fail at once with a problem of status 503 that says when to try again. Blocks; for use by any thread.
 */
final class OpenSearchClient implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSearchClient.class);
    private static final int MAX_ANSWER_BYTES = 32 << 20;
    private static final int MAX_REASON = 300;
    private static final int MAX_FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(1);

    /** A bulk request takes longer than a search, and nobody waits for it. */
    private static final Duration BULK = Duration.ofSeconds(60);

    private static final int BULK_TRIES = 6;
    private static final long FIRST_PAUSE_MS = 200;
    static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    private final ServerClient searches;
    private final ServerClient bulks;
    private final Circuit circuit;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    OpenSearchClient(OpenSearchSettings settings, LongSupplier nanoTime) {
        this.searches = client(settings, settings.timeout());
        this.bulks = client(settings, BULK);
        this.circuit = new Circuit(MAX_FAILURES, REST, nanoTime);
    }

    private static ServerClient client(OpenSearchSettings settings, Duration timeout) {
        byte[] logIn = (settings.user() + ':' + settings.password()).getBytes(StandardCharsets.UTF_8);
        String authorization =
                settings.user().isEmpty() ? "" : "Basic " + Base64.getEncoder().encodeToString(logIn);
        return new ServerClient(settings.uri(), authorization, timeout, MAX_ANSWER_BYTES, settings.tls());
    }

    /**
     * Sends a request and returns the answer's body.
     *
     * @param path behind the URI, from its slash on
     * @param body to be written as JSON, or null for none
     * @throws OpenSearchException if the index is not there or cannot do this
     * @throws dev.legato.runtime.problem.ProblemException 503 if OpenSearch does not answer or refuses for now
     */
    JsonNode call(String method, String path, @Nullable Object body) throws IOException {
        byte @Nullable [] content = body == null ? null : Json.write(body);
        return answer(send(searches, method, path, "application/json", content));
    }

    /**
     * Sends a bulk request; while OpenSearch is too busy for it or for some of its changes, sends these again, ever later.
     *
     * @throws OpenSearchException if the index is not there or cannot take a change
     * @throws dev.legato.runtime.problem.ProblemException 503 if OpenSearch does not answer or stays too busy
     */
    void bulk(String path, Buffer lines) throws IOException {
        Buffer left = lines;
        for (int attempt = 1; ; attempt++) {
            ServerAnswer answer = send(bulks, "POST", path, "application/x-ndjson", left.getBytes());
            boolean last = attempt == BULK_TRIES;
            if (last || !BUSY.contains(answer.status())) {
                left = BulkAnswer.refused(left, answer(answer));
                if (left.length() == 0) {
                    return;
                }
                if (last) {
                    throw busy();
                }
            }
            pause(FIRST_PAUSE_MS << attempt);
        }
    }

    private static ProblemException busy() {
        return Problem.unavailable("The search index is too busy; try again.");
    }

    void pause(long milliseconds) throws IOException {
        try {
            boolean unused = never.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private ServerAnswer send(ServerClient client, String method, String path, String type, byte @Nullable [] content)
            throws IOException {
        if (!circuit.allows()) {
            throw Problem.unavailable("The search index does not answer; try again.");
        }
        try {
            ServerAnswer answer = client.send(method, path, type, content);
            circuit.succeeded();
            return answer;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            circuit.failed();
            LOG.warn("OpenSearch does not answer: {}", e.toString());
            throw Problem.unavailable("The search index does not answer; try again.");
        }
    }

    private static JsonNode answer(ServerAnswer answer) throws IOException {
        int status = answer.status();
        if (BUSY.contains(status)) {
            throw busy();
        }
        if (status / 100 != 2) {
            OpenSearchException refusal = refusal(status, answer.body().getBytes());
            if (refusal.isOfTheIndex()) {
                throw refusal;
            }
            LOG.warn("{}", refusal.getMessage());
            throw Problem.unavailable("The search index refuses requests now; try again.");
        }
        byte[] body = answer.body().getBytes();
        return Json.read(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body, JsonNode.class);
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
        searches.close();
        bulks.close();
    }
}
