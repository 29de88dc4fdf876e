package dev.legato.media.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes tracks through metadata-api's door, {@code /internal/v1}. A refusal is final; no answer, 429 and 503 are tried
 * again, ever later, for about {@linkplain #RETRIES twenty seconds}. A refusal, or no answer at all, is an
 * {@link IOException} that says so.
 */
public final class CatalogueClient implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int RETRIES = 7;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int MAX_ANSWER = 1 << 20;
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> ACCEPTED = Set.of(200, 201, 204);
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final String TRACKS = "/internal/v1/tracks/";
    private static final String UNAVAILABLE = "/internal/v1/unavailable-tracks";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI metadata;
    private final Supplier<String> accessToken;
    private final HttpClient http;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    private volatile boolean unreachable;

    private record Answer(int status, String body) {}

    private record UnavailablePage(
            List<UnavailableTrack> items, @Nullable String next) {}

    /**
     * A track whose file is gone.
     *
     * @param album its id
     * @param albumTracks how many tracks that has, unavailable ones too
     * @param since when the file was missed
     */
    public record UnavailableTrack(
            TrackId id, String name, String album, String albumName, int albumTracks, Instant since) {}

    /**
     * A client of one metadata-api.
     *
     * @param metadata its base, such as {@code http://127.0.0.1:8083}
     * @param accessToken asked before each call, for a token with the scope {@code catalogue:write}
     */
    public CatalogueClient(URI metadata, Supplier<String> accessToken) {
        this.metadata = metadata;
        this.accessToken = accessToken;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** Enters a track, or makes sure that it is there as given. */
    public void put(ImportedTrack track) throws IOException, InterruptedException {
        var _ = accepted(call("PUT", TRACKS + track.id(), track));
    }

    /** Says whether a track's file is there; false if the catalogue has no such track. */
    public boolean setAvailable(TrackId track, boolean available) throws IOException, InterruptedException {
        return isThere(call("PUT", TRACKS + track + "/availability", Map.of("available", available)));
    }

    /** All tracks whose files are gone. */
    public List<UnavailableTrack> unavailable() throws IOException, InterruptedException {
        List<UnavailableTrack> tracks = new ArrayList<>();
        String next = UNAVAILABLE;
        while (next != null) {
            UnavailablePage page = Json.read(
                    accepted(call("GET", next, null)).body().getBytes(StandardCharsets.UTF_8), UnavailablePage.class);
            tracks.addAll(page.items());
            next = page.next();
        }
        return tracks;
    }

    /** Removes an unavailable track for good; false if there is none, as when its file has come back. */
    public boolean purge(TrackId track) throws IOException, InterruptedException {
        return isThere(call("DELETE", UNAVAILABLE + "/" + track, null));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static boolean isThere(Answer answer) throws CatalogueRefusal {
        return answer.status() != NOT_FOUND
                && ACCEPTED.contains(accepted(answer).status());
    }

    private static Answer accepted(Answer answer) throws CatalogueRefusal {
        if (!ACCEPTED.contains(answer.status())) {
            throw new CatalogueRefusal(failure(answer));
        }
        return answer;
    }

    /** The first answer that is worth no other try. */
    private Answer call(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(Json.write(body));
        String failure = "";
        // One answerless track in full is enough: the files after it ask once each, so that a run ends.
        int tries = unreachable ? 1 : 1 + RETRIES;
        for (int attempt = 0; attempt < tries; attempt++) {
            if (attempt > 0) {
                var _ = never.await(pause(attempt), TimeUnit.MILLISECONDS);
            }
            try {
                Answer answer = answer(http.send(
                        request(path).method(method, content).build(), HttpResponse.BodyHandlers.ofInputStream()));
                if (!TRY_AGAIN.contains(answer.status())) {
                    unreachable = false;
                    return answer;
                }
                failure = failure(answer);
            } catch (UncheckedIOException e) {
                failure = String.valueOf(e.getMessage());
            } catch (IOException e) {
                failure = "the catalogue at %s does not answer (%s)".formatted(metadata, e);
            }
        }
        unreachable = true;
        throw new IOException(failure);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(metadata.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + accessToken.get())
                .header("Content-Type", "application/json");
    }

    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            return new Answer(response.statusCode(), new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8));
        }
    }

    private static long pause(int attempt) {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (attempt - 1));
    }

    private static String failure(Answer answer) {
        return "the catalogue answered %d%s".formatted(answer.status(), problem(answer));
    }

    /** What an answer's problem document (RFC 9457) says. */
    private static String problem(Answer answer) {
        try {
            JsonNode problem = JSON.readTree(answer.body());
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
