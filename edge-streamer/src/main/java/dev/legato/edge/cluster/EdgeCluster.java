package dev.legato.edge.cluster;

import dev.legato.cluster.Cluster;
import dev.legato.edge.cache.HttpCache;
import dev.legato.edge.cache.Purge;
import dev.legato.edge.cache.Upstream;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.origin.OriginSettings;
import dev.legato.edge.origin.Origins;
import dev.legato.runtime.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This edge among the others that share its cache. For any thread.
 *
 * <p>In order: {@link #open}, {@link #join} before the edge serves, {@link #listening} when it does, {@link #leave} when it
 * is about to stop, {@link #close}.
 */
public final class EdgeCluster implements AutoCloseable {
    /** The field that marks a request between edges; it is removed from all others. */
    public static final String MARKER = HopMarker.FIELD;

    /** The field in which an edge says what purges it knows; it is removed like the marker. */
    public static final String KNOWN = PurgeExchange.KNOWN;

    private static final Logger LOG = LoggerFactory.getLogger(EdgeCluster.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration MAX_JOIN = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final HopMarker marker;
    private final EdgeClients clients;
    private final Roster roster;
    private final PurgeLog log;
    private final Purges purges;
    private final PurgeExchange exchange;
    private final Upstream upstream;
    private final FileWorkers workers;
    private final AtomicReference<@Nullable HttpCache> cache = new AtomicReference<>();

    /** What a request with a marker is. */
    public enum Hop {
        /** Another edge asks for a response; its target is a slash and the cache key. */
        FETCH,
        /** Another edge asks which purges it has missed. */
        PURGES,
        /** A stranger has forged the marker, or the clocks or secrets of two edges differ. */
        FORGED
    }

    private EdgeCluster(
            EdgeClusterSettings settings,
            Cluster cluster,
            ServiceContext context,
            FileWorkers workers,
            Origins origins,
            OriginSettings originSettings,
            PurgeLog log,
            int sliceBytes,
            boolean tls) {
        this.vertx = context.vertx();
        this.workers = workers;
        this.log = log;
        this.marker = new HopMarker(settings.secret(), context.clock());
        this.clients = new EdgeClients(vertx, settings, originSettings, context.meters(), workers);
        this.roster = new Roster(vertx, cluster, settings, tls, this::joined);
        this.purges = new Purges(
                vertx,
                cluster,
                log,
                (what, until) -> Objects.requireNonNull(cache.get()).purge(what, until),
                workers,
                context.clock(),
                this::askSomebody);
        this.exchange = new PurgeExchange(vertx, marker, clients, log, purges, workers);
        this.upstream = new OwnedUpstream(
                vertx,
                origins,
                roster,
                clients,
                new FailedEdges(settings.rest(), System::nanoTime),
                marker,
                purges::recent,
                settings.deadline(),
                (long) settings.slices() * sliceBytes,
                purges::changed);
    }

    /**
     * Makes this edge's part of the cluster, which its process has joined. Waits for the disk.
     *
     * @param origins what is asked for what no edge has
     * @param folder the cache's, in which the log of purges is kept
     * @param tls whether the edge speaks TLS
     * @throws IOException if the log of purges cannot be used
     */
    public static EdgeCluster open(
            EdgeClusterSettings settings,
            Cluster cluster,
            ServiceContext context,
            FileWorkers workers,
            Origins origins,
            OriginSettings originSettings,
            Path folder,
            int sliceBytes,
            boolean tls)
            throws IOException {
        PurgeLog log = PurgeLog.open(folder.resolve("purges"), context.clock());
        return new EdgeCluster(settings, cluster, context, workers, origins, originSettings, log, sliceBytes, tls);
    }

    /** Where the cache gets what it does not have. */
    public Upstream upstream() {
        return upstream;
    }

    /**
     * Joins the other edges: learns who is there and applies the purges that this edge has missed. If nobody tells them
     * within a few seconds, everything is validated before it is served. Never fails.
     *
     * @param purged the cache that purges apply to
     */
    public Future<Void> join(HttpCache purged) {
        cache.set(purged);
        purges.start();
        roster.join();
        Promise<Void> joined = Promise.promise();
        long deadline = System.nanoTime() + MAX_JOIN.toNanos();
        lookAround(joined, deadline);
        return joined.future();
    }

    private void lookAround(Promise<Void> joined, long deadline) {
        boolean late = System.nanoTime() - deadline > 0;
        if (!roster.others().isEmpty() && !late) {
            var _ = askOneOf(roster.others(), 0)
                    .onSuccess(joined::tryComplete)
                    .onFailure(_ -> vertx.setTimer(LOOK.toMillis(), _ -> lookAround(joined, deadline)));
        } else if (roster.others().isEmpty() && !roster.isAnyoneSilent()) {
            joined.tryComplete(); // nobody is there, or all begin at the same time
        } else if (late) {
            var _ = Future.fromCompletionStage(workers.submit(() -> {
                        purges.revalidateAll(log.numbers());
                        return null;
                    }))
                    .onComplete(_ -> joined.tryComplete());
        } else {
            long _ = vertx.setTimer(LOOK.toMillis(), _ -> lookAround(joined, deadline));
        }
    }

    private Future<Void> askOneOf(List<EdgeNode> nodes, int first) {
        return exchange.ask(nodes.get(first))
                .recover(failure ->
                        first + 1 < nodes.size() ? askOneOf(nodes, first + 1) : Future.failedFuture(failure));
    }

    /** Begins to be asked by others. */
    public void listening(int port) {
        roster.listening(port);
    }

    /** Ends being asked by others. What they have asked for already is answered. */
    public void leave() {
        roster.leave();
    }

    /** Purges all edges; see {@link HttpCache#purge(Purge)}. The future has the number of responses that this edge had. */
    public Future<Integer> purge(Purge what) {
        return purges.purge(what);
    }

    /** Reads the marker of a request; null if it has none. */
    public @Nullable Hop hop(HttpServerRequest request) {
        String value = request.getHeader(MARKER);
        if (value == null) {
            return null;
        }
        HopMarker.Kind kind = marker.verify(value, request.method().name(), request.uri());
        return switch (kind) {
            case FETCH -> Hop.FETCH;
            case PURGES -> Hop.PURGES;
            case null -> Hop.FORGED;
        };
    }

    /** Whether an edge that asks for a response knows purges that this one has not applied: what is stored here may be old. */
    public boolean isBehind(HttpServerRequest request) {
        String known = request.getHeader(KNOWN);
        return known != null && !purges.areApplied(PurgeExchange.parse(known));
    }

    /** Answers an edge that asks which purges it has missed, with JSON. */
    public Buffer missed(HttpServerRequest request) {
        return exchange.answer(request.getHeader(KNOWN));
    }

    /** Closes the connections to other edges and the log. */
    @Override
    public void close() {
        roster.leave();
        purges.stop();
        clients.close();
        try {
            log.close();
        } catch (IOException e) {
            LOG.warn("the log of purges was not closed cleanly: {}", e.toString());
        }
    }

    /** How many other edges can be asked. */
    public int others() {
        return (int) roster.others().stream()
                .filter(node -> clients.of(node) != null)
                .count();
    }

    private void joined(EdgeNode node) {
        clients.open(node, () -> {
            clients.retain(roster.others());
            // It may know purges that this edge missed while they did not see each other.
            var _ = exchange.ask(node)
                    .onFailure(failure -> LOG.debug("{} told no purges: {}", node.name(), failure.toString()));
        });
    }

    private void askSomebody() {
        List<EdgeNode> others = roster.others();
        if (!others.isEmpty()) {
            var _ = askOneOf(others, 0)
                    .onFailure(failure -> LOG.warn("missed purges are not known yet: {}", failure.toString()));
        }
    }
}
