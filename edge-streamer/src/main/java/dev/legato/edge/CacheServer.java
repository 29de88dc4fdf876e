package dev.legato.edge;

import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.cache.CacheSettings;
import dev.legato.edge.cache.HttpCache;
import dev.legato.edge.cache.Upstream;
import dev.legato.edge.cluster.EdgeCluster;
import dev.legato.edge.origin.Origins;
import dev.legato.edge.source.Source;
import dev.legato.edge.store.DiskStore;
import dev.legato.runtime.management.ManagementOperations;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves what origins answer, from a cache on disk. */
final class CacheServer implements ContentServer {
    private static final Logger LOG = LoggerFactory.getLogger(CacheServer.class);

    private final CacheSettings settings;
    private final Origins origins;
    private final DiskStore store;
    private final HttpCache cache;
    private final @Nullable EdgeCluster cluster;
    private final CacheHandler handler;
    private final ManagementOperations operations;

    /**
     * @param join makes this edge's part of a cluster; null if it is alone
     * @throws IOException if the cache's folder cannot be used
     */
    CacheServer(CacheSettings settings, Parts parts, @Nullable Join join) throws IOException {
        this.settings = settings;
        Vertx vertx = parts.context().vertx();
        this.origins = Origins.open(vertx, settings.origins(), parts.context().meters());
        try {
            this.store = DiskStore.open(
                    settings.store(), callback -> afterAllLoops(vertx, callback), parts.workers(), System::nanoTime);
            this.cluster = join == null ? null : join.open(origins);
        } catch (IOException | RuntimeException e) {
            var _ = origins.close();
            throw e;
        }
        this.cache = HttpCache.of(
                vertx,
                cluster == null ? Upstream.of(origins) : cluster.upstream(),
                store,
                settings,
                parts.workers(),
                parts.linux(),
                parts.fields(),
                parts.context().clock(),
                System::nanoTime);
        this.handler = new CacheHandler(
                vertx,
                parts.addresses(),
                cache,
                cluster,
                new CopiedBody(vertx),
                parts.date(),
                parts.replies(),
                parts.gate());
        this.operations = parts.context().operations();
        String purgeKey = settings.purgeKey();
        if (purgeKey != null) {
            operations.offer(
                    PurgeOperation.PATH,
                    new PurgeOperation(
                            purgeKey,
                            what -> cluster != null
                                    ? cluster.purge(what)
                                    : Future.fromCompletionStage(
                                            parts.workers().submit(() -> cache.purge(what)),
                                            vertx.getOrCreateContext()),
                            parts.keys()::keyOf,
                            parts.keys()::keyPrefixOf));
        }
        registerGauges(parts);
        // Without it every request goes to the origin, which is better than none at all.
        parts.context()
                .health()
                .prefers(
                        "disk",
                        () -> store.isUsable()
                                ? Future.succeededFuture()
                                : Future.failedFuture("the cache's disk fails; answers are not stored"));
    }

    /** Makes an edge's part of a cluster. */
    @FunctionalInterface
    interface Join {
        /** @param origins what is asked for what no edge has */
        EdgeCluster open(Origins origins) throws IOException;
    }

    @Override
    public Future<Void> prepare() {
        return cluster == null ? Future.succeededFuture() : cluster.join(cache);
    }

    @Override
    public void listening(int port) {
        if (cluster != null) {
            cluster.listening(port);
        }
    }

    @Override
    public void retire() {
        if (cluster != null) {
            cluster.leave();
        }
    }

    @Override
    public Source source() {
        return cache;
    }

    @Override
    public void handle(RecordedRequest recorded) {
        handler.handle(recorded);
    }

    @Override
    public boolean handles(String method) {
        return !method.equals("CONNECT") && !method.equals("TRACE");
    }

    @Override
    public void use(EdgeSettings next) {
        // its settings need a restart
    }

    @Override
    public String description() {
        return settings.origins().origins().stream()
                .map(origin -> origin.name())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        operations.withdraw(PurgeOperation.PATH);
        if (cluster != null) {
            cluster.close();
        }
        var _ = origins.close();
        try {
            store.close();
        } catch (IOException e) {
            LOG.warn("the cache was not closed cleanly: {}", e.toString());
        }
    }

    private void registerGauges(Parts parts) {
        parts.metrics().gauge("cache.bytes", "Bytes of bodies on disk", () -> store.statistics()
                .bytesUsed());
        parts.metrics()
                .gauge(
                        "cache.max.bytes",
                        "How many there may be: as set, or as the disk has room for",
                        () -> store.statistics().bytesMax());
        parts.metrics().gauge("cache.objects", "Responses stored", () -> store.statistics()
                .objects());
        parts.metrics()
                .gauge("cache.slices", "Slices stored", () -> store.statistics().slices());
        EdgeCluster shared = cluster;
        if (shared != null) {
            parts.metrics().gauge("cluster.edges", "Other edges that can be asked", shared::others);
        }
        parts.metrics().gauge("cache.usable", "1 if the cache's disk works", () -> store.isUsable() ? 1 : 0);
    }

    /** Runs a callback once every event loop has run a task that begins now. */
    private static void afterAllLoops(Vertx vertx, Runnable callback) {
        List<EventExecutor> loops = new ArrayList<>();
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loops::add);
        AtomicInteger left = new AtomicInteger(loops.size());
        Runnable passed = () -> {
            if (left.decrementAndGet() == 0) {
                callback.run();
            }
        };
        for (EventExecutor loop : loops) {
            try {
                loop.execute(passed);
            } catch (RejectedExecutionException _) {
                passed.run(); // it has ended
            }
        }
    }
}
