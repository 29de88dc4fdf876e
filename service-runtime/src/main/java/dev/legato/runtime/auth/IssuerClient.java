package dev.legato.runtime.auth;

import dev.legato.contracts.Revocation;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Fetches what the issuer publishes, over connections that are kept. After a failure they are made anew, with the
 * certificates as they are then.
 */
final class IssuerClient implements Issuer {
    private static final int ANSWER_MS = 3_000;
    private static final int FETCH_SECONDS = 5;
    private static final Revocation.Page NONE = new Revocation.Page(List.of(), "", null, Set.of());

    private final Vertx vertx;
    private final TokenSettings settings;
    private volatile HttpClient client;
    private boolean closed;

    IssuerClient(Vertx vertx, TokenSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = create();
    }

    @Override
    public Future<String> keySet() {
        URI source = settings.jwks();
        return source.getScheme().equals("file")
                ? vertx.fileSystem().readFile(Path.of(source).toString()).map(Buffer::toString)
                : get(source.toString()).map(Buffer::toString);
    }

    /** Nothing is ever revoked where {@code tokens.revocations} is not set. */
    @Override
    public Future<Revocation.Page> revocations(String after) {
        URI source = settings.revocations();
        if (source == null) {
            return Future.succeededFuture(NONE);
        }
        String query = after.isEmpty() ? "" : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return get(source + query).compose(body -> {
            try {
                return Future.succeededFuture(Json.read(body.getBytes(), Revocation.Page.class));
            } catch (IOException | IllegalArgumentException e) {
                return Future.failedFuture(e);
            }
        });
    }

    @Override
    public synchronized Future<Void> close() {
        closed = true;
        return client.close();
    }

    private HttpClient create() {
        return vertx.createHttpClient(settings.tls().apply(new HttpClientOptions()));
    }

    /** Other requests under way over the failed client's connections may still go well. */
    private synchronized void replace(HttpClient failed) {
        if (client == failed && !closed) {
            client = create();
            var _ = failed.shutdown(FETCH_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Future<Buffer> get(String url) {
        HttpClient current = client;
        return current.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url)
                        .setTimeout(ANSWER_MS))
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture(new StatusException(url, response.statusCode())))
                .timeout(FETCH_SECONDS, TimeUnit.SECONDS)
                .onFailure(_ -> replace(current));
    }
}
