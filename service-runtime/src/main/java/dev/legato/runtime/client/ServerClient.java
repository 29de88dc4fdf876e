package dev.legato.runtime.client;

import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.buffer.Buffer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls a server that is none of Legato's, over HTTP/1.1. Each call is bounded in time and in the size of its answer, and tried
 * once; what an answer means is up to the caller. Blocks; for use by any thread.
 */
public final class ServerClient implements Closeable {
    private final URI base;
    private final String authorization;
    private final Exchanges exchanges;

    /** An answer, whatever its status. */
    public record ServerAnswer(int status, Buffer body) {}

    /**
     * A client of one server.
     *
     * @param authorization of each request, or empty for none
     * @param timeout for a whole answer
     * @param tls what it trusts and shows where the server is at {@code https}
     */
    public ServerClient(URI base, String authorization, Duration timeout, long maxAnswerBytes, ClientTls tls) {
        this.base = base;
        this.authorization = authorization;
        this.exchanges = new Exchanges(timeout, maxAnswerBytes, tls);
    }

    /**
     * Sends a request.
     *
     * @param path from its slash on
     * @param body null for none
     * @throws IOException if no whole answer came in time, or it is too long
     */
    public ServerAnswer send(String method, String path, String contentType, byte @Nullable [] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", contentType)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<byte[]> response = exchanges.send(request.build());
        return new ServerAnswer(response.statusCode(), Buffer.buffer(response.body()));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        exchanges.close();
    }
}
