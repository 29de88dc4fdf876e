package dev.legato.gateway;

import dev.legato.runtime.http.Problem;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards requests to one service. Five failures in ten seconds open its circuit: for five seconds its requests are
 * answered 503 at once, then one is let through to see.
 */
final class UpstreamProxy {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamProxy.class);
    private static final MediaType PROBLEM_JSON = MediaType.parse(ProblemRenderer.CONTENT_TYPE);
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int MOST_CONNECTIONS = 128;
    private static final int MOST_WAITING = 2_048;
    private static final int MOST_FAILURES = 5;
    private static final int FAILURE_WINDOW_MS = 10_000;
    private static final int OPEN_MS = 5_000;

    private final Upstream upstream;
    private final CircuitBreaker circuit;
    private final HttpClient client;
    private final HttpProxy proxy;

    UpstreamProxy(Vertx vertx, Upstream upstream, URI base, Duration timeout) {
        this.upstream = upstream;
        this.circuit = CircuitBreaker.create(
                upstream.label(),
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(MOST_FAILURES)
                        .setFailuresRollingWindow(FAILURE_WINDOW_MS)
                        .setResetTimeout(OPEN_MS)
                        .setTimeout(timeout.toMillis())
                        .setNotificationAddress(null));
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setIdleTimeout((int) timeout.toMillis() * 2)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
        this.proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(base.getPort() < 0 ? 80 : base.getPort(), base.getHost())
                .addInterceptor(new Guard());
    }

    /** Sends a request on and its answer back. */
    void forward(RoutingContext context, String callerAddress) {
        var request = context.request();
        request.headers().set(RequestId.HEADER, RequestId.of(context)).set("X-Forwarded-For", callerAddress);
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        request.headers().set("X-Forwarded-Host", host == null ? "" : host);
        context.response().headers().remove(RequestId.HEADER); // the upstream says it
        proxy.handle(request);
    }

    Future<Void> close() {
        var _ = circuit.close();
        return client.close();
    }

    /** Runs the exchange inside the circuit and answers for an upstream that does not. */
    private final class Guard implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            return circuit.execute(context::sendRequest).recover(failure -> {
                ProxyRequest request = context.request();
                String id = request.headers().get(RequestId.HEADER);
                LOG.atWarn()
                        .addKeyValue("upstream", upstream.label())
                        .addKeyValue("requestId", id)
                        .log("{} does not answer: {}", upstream.label(), failure.toString());
                Problem problem = Problem.unavailable(
                                "The %s service does not answer; try again soon.".formatted(upstream.label()))
                        .problem();
                return Future.succeededFuture(request.release()
                        .response()
                        .setStatusCode(problem.status())
                        .putHeader("Retry-After", "2")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader(RequestId.HEADER, id)
                        .setBody(Body.body(ProblemRenderer.body(problem, id), PROBLEM_JSON)));
            });
        }
    }
}
