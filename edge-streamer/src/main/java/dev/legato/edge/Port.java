package dev.legato.edge;

import dev.legato.edge.os.Sockets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge's port, which one process can take over from another without refusing or resetting a connection.
 *
 * <pre>
 *   old   SO_REUSEPORT, listens ─────────────────── SIGTERM: drops SYNs ── accepts what is queued ── closes
 *   new              SO_REUSEPORT, listens, is preferred ────────────────────────────────────────────────►
 * </pre>
 *
 * <p>The kernel resets connections that wait in a closing socket's queue. So new connections have to go to the new
 * process first: its socket is preferred, and the old process drops SYNs, which clients repeat after a second. The old
 * process then accepts for {@code edge.handOver} what is queued, and closes each connection after one answer.
 */
final class Port {
    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    private static final long POLL_MS = 20;

    private final Vertx vertx;
    private final Optional<Sockets> sockets;
    private final InetSocketAddress wanted;
    private final boolean takeOver;
    private final Duration handOver;
    private final Duration drain;
    private volatile boolean retiring;
    private volatile int number = -1;

    /** @param sockets system calls, where there are any; without them a restart refuses and resets connections */
    Port(Vertx vertx, EdgeSettings settings, Optional<Sockets> sockets) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.wanted =
                new InetSocketAddress(settings.http().host(), settings.http().port());
        this.takeOver = settings.takeOver();
        this.handOver = settings.handOver();
        this.drain = settings.drain();
    }

    /**
     * Checks that the port is free, since listening with {@code SO_REUSEPORT} succeeds on a port in use.
     *
     * @throws IOException if another process has it, unless it is to be taken over
     */
    void check() throws IOException {
        if (!takeOver) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(wanted);
            }
        }
    }

    /** Says that the edge listens; if it takes the port over, directs new connections to itself. */
    void listening(int port) {
        number = port;
        if (!takeOver || sockets.isEmpty()) {
            return;
        }
        try {
            int index = Sockets.listeners(port) - 1;
            for (int socket : sockets.get().listening(port)) {
                if (index > 0 && sockets.get().prefer(socket, index)) {
                    LOG.info("took port {} from another process", port);
                }
            }
        } catch (IOException e) {
            LOG.warn("port {} is shared with another process: {}", port, e.toString());
        }
    }

    /** Whether the edge is about to stop, so that it closes each connection after one answer. */
    boolean isRetiring() {
        return retiring;
    }

    /** Closes a connection after the answer to this request. */
    void answerLast(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("connection", "close");
        }
        var _ = request.connection().shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Prepares to stop: if another process listens too, waits until all connections that have begun are accepted. */
    Future<Void> retire() {
        retiring = true;
        try {
            List<Integer> ours = sockets.isEmpty() ? List.of() : sockets.get().listening(number);
            if (ours.isEmpty() || Sockets.listeners(number) <= ours.size()) {
                return Future.succeededFuture();
            }
            for (int socket : ours) {
                if (!sockets.get().dropSyn(socket)) {
                    LOG.warn("port {}: connections under way may be reset", number);
                }
            }
            Promise<Void> done = Promise.promise();
            vertx.setTimer(handOver.toMillis(), _ -> awaitEmpty(sockets.get(), ours, done));
            return done.future();
        } catch (IOException e) {
            LOG.warn("port {}: connections under way may be reset: {}", number, e.toString());
            return Future.succeededFuture();
        }
    }

    private void awaitEmpty(Sockets calls, List<Integer> ours, Promise<Void> done) {
        if (ours.stream().allMatch(socket -> calls.queued(socket) == 0)) {
            done.complete();
        } else {
            vertx.setTimer(POLL_MS, _ -> awaitEmpty(calls, ours, done));
        }
    }
}
