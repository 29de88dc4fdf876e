package dev.legato.bench.generator.http;

import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.protocol.ServerAddress;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;

/** Calls one server over the client's connections to it and checks the status of its answers. */
final class ApiClient {
    private static final String USER_AGENT = "legato-bench";

    private final HttpClient client;
    private final ServerAddress server;
    private final long timeoutMillis;

    /** @param timeoutMillis from handing over a request to the end of its answer's head, and between parts of its body */
    ApiClient(HttpClient client, ServerAddress server, long timeoutMillis) {
        this.client = client;
        this.server = server;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Makes a call.
     *
     * @param path with its query, percent-encoded; what stands before it in the server's address is added
     * @return the answer, or a {@link CallException}
     */
    Future<Answer> call(HttpMethod method, String path, MultiMap headers, Buffer body, int status) {
        long sent = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(server.host())
                .setPort(server.port())
                .setSsl(server.tls())
                .setURI(server.path() + path)
                .setTimeout(timeoutMillis)
                .setHeaders(MultiMap.caseInsensitiveMultiMap()
                        .add("User-Agent", USER_AGENT)
                        .addAll(headers));
        return client.request(options)
                .compose(request -> send(request, body))
                .compose(response -> body(response, method, path, status))
                .map(bytes -> new Answer(bytes, System.nanoTime() - sent))
                .recover(e -> Future.failedFuture(explained(e)));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return body.length() == 0 ? request.send() : request.send(body);
    }

    private static Future<Buffer> body(HttpClientResponse response, HttpMethod method, String path, int status) {
        if (response.statusCode() == status) {
            return response.body();
        }
        return response.body()
                .compose(text -> Future.failedFuture(new CallException(
                        Failure.WRONG_STATUS,
                        "%s %s: status %d (expected: %d)"
                                .formatted(method, path.replaceFirst("\\?.*", ""), response.statusCode(), status))));
    }

    private CallException explained(Throwable e) {
        return switch (e) {
            case CallException call -> call;
            case ConnectException _ ->
                new CallException(
                        Failure.REFUSED,
                        "%s: connection refused (expected: a server that listens there)".formatted(server.authority()));
            case TimeoutException _ ->
                new CallException(
                        Failure.TIMED_OUT,
                        "%s: no whole response after %d s".formatted(server.authority(), timeoutMillis / 1000));
            default ->
                new CallException(
                        Failure.CLOSED, "%s: %s".formatted(server.authority(), String.valueOf(e.getMessage())));
        };
    }
}
