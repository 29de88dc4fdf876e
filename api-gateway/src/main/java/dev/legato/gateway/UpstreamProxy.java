package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.circuit.Circuit;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The way to one service: its connections and its circuit. Five failures of the service with no answer between them open
 * the circuit: for five seconds its requests are answered 503 at once, then one is tried.
 */
final class UpstreamProxy {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int CONNECTION_WAIT_MS = 5_000;
    private static final int MAX_CONNECTIONS = 128;
    private static final int MAX_WAITING = 2_048;
    private static final int MAX_FAILURES = 5;
    private static final Duration REST = Duration.ofSeconds(5);

    private final LegatoService upstream;
    private final URI base;
    private final Duration timeout;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final ClientTls tls;
    private final Circuit circuit = new Circuit(MAX_FAILURES, REST, System::nanoTime);
    private final IdentityHeaders identity;
    private final Shares memory;

    /** Connections that wait for a client to read: a quarter of all, and of these a quarter for any one network. */
    private final Shares stalled = new Shares(MAX_CONNECTIONS / 4, MAX_CONNECTIONS / 16);

    /** @param memory what answers may hold that clients have not read yet */
    UpstreamProxy(
            Vertx vertx,
            LegatoService upstream,
            URI base,
            Duration timeout,
            ClientTls tls,
            IdentityHeaders identity,
            Shares memory) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.base = base;
        this.timeout = timeout;
        this.tls = tls;
        this.identity = identity;
        this.memory = memory;
        this.client = vertx.httpClientBuilder()
                .with(tls.apply(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setIdleTimeout((int) timeout.toMillis() * 2)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                .build();
    }

    /** Sends a request on and its answer back. */
    void forward(ReceivedRequest request) {
        if (circuit.allows()) {
            new Exchange(vertx, request, this).start();
        } else {
            request.context().fail(doesNotAnswer());
        }
    }

    /** Uses changed certificates for new connections. Call it on the context that serves. */
    void watch() {
        tls.watch(vertx, client);
    }

    Future<Void> close() {
        return client.close();
    }

    HttpClient client() {
        return client;
    }

    Circuit circuit() {
        return circuit;
    }

    Shares memory() {
        return memory;
    }

    Shares stalled() {
        return stalled;
    }

    /** How long the head of an answer may take. */
    Duration timeout() {
        return timeout;
    }

    /** Sends on who is asking, if a trusted proxy says so, and takes such headers of all others away. */
    void passIdentity(HttpServerRequest request, MultiMap sent) {
        identity.pass(request.remoteAddress().hostAddress(), request.path(), request.headers(), sent);
    }

    String label() {
        return upstream.label();
    }

    /** Where a request goes, with how long it may wait for a connection. */
    RequestOptions address() {
        return new RequestOptions()
                .setHost(base.getHost())
                .setPort(port())
                .setSsl(isSecure())
                .setConnectTimeout(CONNECTION_WAIT_MS);
    }

    private boolean isSecure() {
        return base.getScheme().equals("https");
    }

    private int port() {
        int byDefault = isSecure() ? 443 : 80;
        return base.getPort() < 0 ? byDefault : base.getPort();
    }

    Throwable doesNotAnswer() {
        return Problem.unavailable("The %s service does not answer; try again soon.".formatted(label()));
    }
}
