package dev.legato.edge.cluster;

import dev.legato.edge.origin.OriginAddress;
import dev.legato.edge.origin.OriginHealth;
import dev.legato.edge.origin.OriginRetries;
import dev.legato.edge.origin.OriginSettings;
import dev.legato.edge.origin.OriginTimeouts;
import dev.legato.edge.origin.Origins;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to other edges: each is an origin of its own, with short waits. TLS to them is that to origins ({@code
 * edge.origin.tls.…}). For any thread.
 */
final class EdgeClients {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeClients.class);

    /** An owner says in time that it is alive; the head of its answer may take as long as origins do. */
    private static final Duration MAX_HEAD_WAIT = Duration.ofMinutes(2);

    private static final int NEVER = 1_000;

    private final Vertx vertx;
    private final EdgeClusterSettings settings;
    private final OriginSettings origins;
    private final MeterRegistry meters;
    private final Executor workers;
    /** Not the id with which this edge asks origins: an owner that shares that one would take the request for a loop. */
    private final String cdnId = "legato-edge-" + UUID.randomUUID().toString().substring(0, 8);

    private final ConcurrentHashMap<String, Origins> clients = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param workers read the files of TLS */
    EdgeClients(
            Vertx vertx, EdgeClusterSettings settings, OriginSettings origins, MeterRegistry meters, Executor workers) {
        this.vertx = vertx;
        this.settings = settings;
        this.origins = origins;
        this.meters = meters;
        this.workers = workers;
    }

    /** The client of an edge; null if it is not open yet. */
    @Nullable
    Origins of(EdgeNode node) {
        return clients.get(address(node));
    }

    /** Opens the client of an edge, then runs a task, on a worker. */
    void open(EdgeNode node, Runnable opened) {
        try {
            workers.execute(() -> {
                if (!closed) {
                    var _ = clients.computeIfAbsent(address(node), _ -> Origins.open(vertx, settings(node), meters));
                    opened.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("no client of the edge {}: {}", node.name(), e.toString());
        }
    }

    /** Closes the clients of edges that are gone. */
    void retain(Collection<EdgeNode> nodes) {
        Set<String> kept = nodes.stream().map(EdgeClients::address).collect(Collectors.toSet());
        clients.keySet().forEach(address -> {
            if (!kept.contains(address)) {
                close(clients.remove(address));
            }
        });
    }

    void close() {
        closed = true;
        retain(List.of());
    }

    private static void close(@Nullable Origins client) {
        if (client != null) {
            var _ = client.close();
        }
    }

    private static String address(EdgeNode node) {
        return (node.tls() ? "https://" : "http://") + node.name();
    }

    private OriginSettings settings(EdgeNode node) {
        OriginAddress address =
                new OriginAddress(node.name(), node.tls(), node.host(), node.port(), "", false, 1, false);
        return new OriginSettings(
                List.of(address),
                OriginSettings.Protocol.HTTP1,
                new OriginTimeouts(settings.deadline(), MAX_HEAD_WAIT, settings.idle(), settings.deadline()),
                origins.pool(),
                // A connection that was kept open may have been closed; nothing else is tried twice.
                new OriginRetries(1, 100, false),
                new OriginHealth(NEVER, Duration.ofMillis(100), null, Duration.ofSeconds(10)),
                origins.preserveHost(),
                origins.forwarded(),
                cdnId,
                origins.tls(),
                origins.s3());
    }
}
