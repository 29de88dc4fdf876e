package dev.legato.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A well-behaved HTTP client of one service on this machine. A request that hangs fails after half a minute. */
public final class ApiClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String service;

    public ApiClient(int port) {
        this.service = "http://127.0.0.1:" + port;
    }

    /** Sends a call and waits for its answer. */
    public Answer send(Call call) {
        try {
            return new Answer(client.send(request(call), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a call and returns at once. */
    public CompletableFuture<Answer> sendAsync(Call call) {
        return client.sendAsync(request(call), BodyHandlers.ofString()).thenApply(Answer::new);
    }

    /** Sends all at the same time, and waits for their answers, which have the order of the calls. */
    public List<Answer> sendAtOnce(List<Call> calls) {
        List<CompletableFuture<Answer>> answers =
                calls.stream().map(this::sendAsync).toList();
        return answers.stream()
                .map(answer -> answer.orTimeout(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .toList();
    }

    private HttpRequest request(Call call) {
        BodyPublisher body = call.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + call.path()))
                .timeout(TIMEOUT)
                .method(call.method(), body);
        if (!call.headers().isEmpty()) {
            request.headers(call.headers().toArray(String[]::new));
        }
        return request.build();
    }

    @Override
    public void close() {
        client.close();
    }
}
