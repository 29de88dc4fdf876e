package dev.legato.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.contracts.ImportedTrack;
import dev.legato.runtime.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes tracks through metadata-api's door, {@code PUT /internal/v1/tracks/{id}}. A refusal is final; no answer, 429
 * and 503 are tried again, ever later, for about {@linkplain #RETRIES twenty seconds}.
 */
final class CatalogueClient implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int RETRIES = 7;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int MAX_PROBLEM = 16 << 10;
    private static final Set<Integer> ACCEPTED = Set.of(200, 201, 204);
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI metadata;
    private final Supplier<String> accessToken;
    private final HttpClient http;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    private volatile boolean unreachable;

    /**
     * A client of one metadata-api.
     *
     * @param metadata its base, such as {@code http://127.0.0.1:8083}
     * @param accessToken asked before each call, for a token with the scope {@code catalogue:write}
     */
    CatalogueClient(URI metadata, Supplier<String> accessToken) {
        this.metadata = metadata;
        this.accessToken = accessToken;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * Enters a track, or makes sure that it is there as given.
     *
     * @throws IOException if the catalogue refuses it, or cannot be reached
     */
    void put(ImportedTrack track) throws IOException, InterruptedException {
        byte[] body = Json.write(track);
        String failure = "";
        // One answerless track in full is enough: the files after it ask once each, so that a run ends.
        int tries = unreachable ? 1 : 1 + RETRIES;
        for (int attempt = 0; attempt < tries; attempt++) {
            if (attempt > 0) {
                var _ = never.await(pause(attempt), TimeUnit.MILLISECONDS);
            }
            try {
                HttpResponse<InputStream> response =
                        http.send(request(track, body), HttpResponse.BodyHandlers.ofInputStream());
                String problem = problem(response);
                if (ACCEPTED.contains(response.statusCode())) {
                    unreachable = false;
                    return;
                }
                failure = "the catalogue answered %d%s".formatted(response.statusCode(), problem);
                if (!TRY_AGAIN.contains(response.statusCode())) {
                    throw new CatalogueRefusal(failure);
                }
            } catch (CatalogueRefusal e) {
                throw e;
            } catch (UncheckedIOException e) {
                failure = String.valueOf(e.getMessage());
            } catch (IOException e) {
                failure = "the catalogue at %s does not answer (%s)".formatted(metadata, e);
            }
        }
        unreachable = true;
        throw new IOException(failure);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(ImportedTrack track, byte[] body) {
        return HttpRequest.newBuilder(metadata.resolve("/internal/v1/tracks/" + track.id()))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + accessToken.get())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static long pause(int attempt) {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (attempt - 1));
    }

    /** What an answer's problem document (RFC 9457) says. */
    private static String problem(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_PROBLEM);
            if (ACCEPTED.contains(response.statusCode())) {
                return "";
            }
            JsonNode problem = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            String said = problem.path("detail").asText(problem.path("title").asText());
            return said.isEmpty() ? "" : ": " + said;
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static final class CatalogueRefusal extends IOException {
        CatalogueRefusal(String message) {
            super(message);
        }
    }
}
