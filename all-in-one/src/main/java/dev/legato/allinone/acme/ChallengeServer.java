package dev.legato.allinone.acme;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plain port beside the gateway's: it answers challenges of the kind HTTP-01 (RFC 8555 §8.3), and sends browsers to the gateway,
 * whatever name they came by. Programs are refused: they would go on sending their tokens in plain text unnoticed.
 */
final class ChallengeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChallengeServer.class);
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final int IDLE_SECONDS = 10;
    private static final int WAIT_SECONDS = 20;
    private static final int MOVED_FOR_GOOD = 308;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ALLOWED = 405;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final String gateway;

    private ChallengeServer(Vertx vertx, String gateway) {
        this.vertx = vertx;
        this.gateway = gateway;
    }

    /**
     * Binds a port.
     *
     * @param gateway the gateway's public URL without a path
     * @throws IllegalStateException if it cannot be bound
     */
    static ChallengeServer listen(String host, int port, String gateway) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        ChallengeServer server = new ChallengeServer(vertx, gateway);
        try {
            HttpServer _ = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                    .requestHandler(server::answer)
                    .listen(port, host)
                    .await(WAIT_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (TimeoutException | RuntimeException e) {
            server.close();
            throw new IllegalStateException(
                    "tls.acme.port %d cannot be bound: %s (expected: a free port that the world reaches as port 80)"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    /** Answers a challenge until it is {@linkplain #withdraw withdrawn}. */
    void offer(String token, String authorization) {
        var _ = answers.put(token, authorization);
    }

    void withdraw(String token) {
        var _ = answers.remove(token);
    }

    private void answer(HttpServerRequest request) {
        String target = request.uri();
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            var _ = request.response()
                    .setStatusCode(NOT_ALLOWED)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
            return;
        }
        String known = target.startsWith(PATH) ? answers.get(target.substring(PATH.length())) : null;
        if (known == null && isOfAProgram(request, target)) {
            var _ = request.response()
                    .setStatusCode(FORBIDDEN)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end("Use " + gateway + "\n");
        } else if (known == null) {
            var _ = request.response()
                    .setStatusCode(MOVED_FOR_GOOD)
                    .putHeader(HttpHeaders.LOCATION, gateway + (target.startsWith("/") ? target : "/"))
                    .end();
        } else {
            var _ = request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .end(known);
        }
    }

    private static boolean isOfAProgram(HttpServerRequest request, String target) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION)
                || target.startsWith("/v1/")
                || target.startsWith("/oauth2/");
    }

    @Override
    public void close() {
        try {
            var _ = vertx.close().await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the port of challenges is not closed yet: {}", e.toString());
        }
    }
}
