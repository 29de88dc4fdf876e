package dev.legato.edge;

import dev.legato.cluster.Cluster;
import dev.legato.contracts.LegatoService;
import dev.legato.edge.access.AccessLog;
import dev.legato.edge.access.ListenerHash;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.KeyForm;
import dev.legato.edge.address.LinkVerifier;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.cache.CacheSettings;
import dev.legato.edge.cluster.EdgeCluster;
import dev.legato.edge.cluster.EdgeClusterSettings;
import dev.legato.edge.file.DotFiles;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.guard.Gate;
import dev.legato.edge.guard.TrustedPeers;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.Refusal;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.lane.Pacing;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
import dev.legato.edge.os.Sockets;
import dev.legato.edge.stream.Streams;
import dev.legato.edge.tls.ServerTls;
import dev.legato.edge.tls.TlsReload;
import dev.legato.edge.tls.TlsSettings;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge: builds its parts and deploys one verticle per event loop. */
public final class EdgeService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeService.class);

    /** Stands for a free port: Vert.x shares one among servers that ask for the same negative number. */
    private static final int ANY_SHARED_PORT = -8081;

    private final EdgeSettings settings;
    private final @Nullable Settings source;
    private final @Nullable Cluster cluster;
    private final FileWorkers workers;
    private final @Nullable ServerTls tls;

    private EdgeService(
            EdgeSettings settings, @Nullable Settings source, @Nullable Cluster cluster, FileWorkers workers) {
        this.settings = settings;
        this.source = source;
        this.cluster = cluster;
        this.workers = workers;
        TlsSettings secure = settings.tls();
        this.tls = secure == null ? null : ServerTls.open(secure);
    }

    /** An edge that never reads its settings again. */
    EdgeService(EdgeSettings settings) {
        this(settings, new FileWorkers(settings.workers()));
    }

    /** @param workers wait for disks; a test may keep them waiting */
    EdgeService(EdgeSettings settings, FileWorkers workers) {
        this(settings, null, null, workers);
    }

    /** An edge that shares its cache with the others of a cluster. */
    EdgeService(EdgeSettings settings, Cluster cluster) {
        this(settings, null, cluster, new FileWorkers(settings.workers()));
    }

    /** The same in no cluster. */
    public static EdgeService from(Settings source) {
        return from(source, null);
    }

    /**
     * An edge that reads its settings again when it is asked to.
     *
     * @param cluster which its process joins; null for none
     * @throws SettingsException if a setting is wrong, or names a folder or file that cannot be used
     */
    public static EdgeService from(Settings source, @Nullable Cluster cluster) {
        EdgeSettings settings = EdgeSettings.from(source);
        if (settings.cache() == null && !Files.isDirectory(settings.folder())) {
            throw new SettingsException("edge.root: '%s' (expected: an existing folder)".formatted(settings.folder()));
        }
        return new EdgeService(settings, source, cluster, new FileWorkers(settings.workers()));
    }

    @Override
    public String name() {
        return LegatoService.EDGE.label();
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        Optional<Linux> linux = Linux.calls();
        ResponseFields fields = new ResponseFields(settings.allowOrigin());
        EdgeMetrics metrics = new EdgeMetrics(context.meters());
        DateField date = new DateField(context.clock());
        Replies replies = new Replies(fields, date, metrics, "legato-" + UUID.randomUUID());
        LinkVerifier links = new LinkVerifier(settings.secrets(), context.clock());
        Addresses keys = addresses(links, settings.dotFiles());
        RecentAddresses addresses = new RecentAddresses(keys);
        Streams streams = streams(context.vertx(), metrics);
        StreamGate players = new StreamGate(context.vertx(), streams, replies);
        ContentServer content;
        AccessLog log;
        try {
            content = open(new ContentServer.Parts(
                    context, workers, linux, addresses, keys, fields, date, replies, players, metrics));
            log = AccessLog.open(settings.accessLog(), ListenerHash.of(settings.secrets()), context.clock(), metrics);
        } catch (IOException e) {
            streams.close();
            return Future.failedFuture(e);
        }
        workers.execute(EdgeService::warmUp);
        registerGauges(metrics);
        Port port = new Port(context.vertx(), settings, Sockets.calls());
        Lanes.Fast fast = settings.fastLane()
                ? new Lanes.Fast(addresses, content.source(), port::isRetiring, date, metrics, log)
                : null;
        Pacing pacing = settings.open() ? null : new Pacing(settings.pacing().rates());
        if (pacing != null) {
            metrics.gauge("paced", "Answers being paced, after their burst", pacing::count);
        }
        Lanes lanes = new Lanes(linux, settings.http().mostBodyBytes(), settings.cache() != null, fast, pacing);
        TrustedPeers trusted =
                new TrustedPeers(settings.cdn().networks(), settings.cdn().clientCa() != null);
        Gate gate = gate(trusted, metrics);
        Function<HttpServerOptions, EdgeVerticle> verticles = options -> new EdgeVerticle(
                options,
                new EdgeRoutes(content, replies, port, log, settings.drain()),
                lanes,
                gate,
                trusted,
                settings.drain());
        Consumer<EdgeSettings> use = next -> {
            gate.limit(next.connections(), next.http().idleTimeout());
            trusted.replace(next.cdn().networks());
            if (pacing != null) {
                pacing.replace(next.pacing().rates());
            }
            content.use(next);
            links.replace(next.secrets());
            addresses.replace(addresses(links, next.dotFiles()));
        };
        SettingsReload reload = source == null ? null : new SettingsReload(source, use);
        return content.prepare()
                .compose(_ -> deploy(context.vertx(), port, verticles, content.description()))
                .onSuccess(deployment -> content.listening(deployment.port()))
                .map(deployment -> new RunningService(
                        name(),
                        deployment.port(),
                        () -> {
                            content.retire();
                            return port.retire()
                                    .eventually(deployment.undeploy())
                                    .onComplete(_ -> {
                                        streams.close();
                                        content.close();
                                        workers.close();
                                        if (log != null) {
                                            log.close();
                                        }
                                    });
                        },
                        () -> {
                            if (reload != null) {
                                reload.run();
                            }
                            deployment.checkCertificates().run();
                        },
                        log == null ? () -> {} : log::reopen));
    }

    /** Counts players in the cluster that the process has joined, else for this edge alone. */
    private Streams streams(Vertx vertx, EdgeMetrics metrics) {
        Streams streams = new Streams(vertx, cluster == null ? Cluster.alone() : cluster, System::nanoTime);
        metrics.gauge("streams", "Players of plans that count them", streams::count);
        metrics.gauge("streams.uncounted", "Players let through while the cluster did not answer", streams::uncounted);
        return streams;
    }

    private ContentServer open(ContentServer.Parts parts) throws IOException {
        CacheSettings cache = settings.cache();
        return cache == null
                ? new FolderServer(settings, settings.folder(), parts)
                : new CacheServer(cache, parts, join(cache, parts));
    }

    /** How a caching edge becomes part of a cluster; null if it is in none, or shares no secret with others. */
    private CacheServer.@Nullable Join join(CacheSettings cache, ContentServer.Parts parts) {
        EdgeClusterSettings shared = settings.cluster();
        Cluster joined = cluster;
        return shared == null || joined == null
                ? null
                : origins -> EdgeCluster.open(
                        shared,
                        joined,
                        parts.context(),
                        workers,
                        origins,
                        cache.origins(),
                        cache.store().folder(),
                        cache.store().sliceBytes(),
                        tls != null);
    }

    private Addresses addresses(LinkVerifier links, DotFiles dotFiles) {
        CacheSettings cache = settings.cache();
        KeyForm form = cache == null ? KeyForm.NAME : cache.query() ? KeyForm.TARGET : KeyForm.PATH;
        return new Addresses(settings.mount(), settings.open(), links, dotFiles, form);
    }

    /**
     * Loads the classes of JSON mapping, which takes a second on a slow machine, before the first error does on an
     * event loop.
     */
    private static void warmUp() {
        var _ = ProblemRenderer.body(Refusal.NOT_FOUND, "warm-up");
    }

    private void registerGauges(EdgeMetrics metrics) {
        metrics.gauge("workers.active", "Disk tasks under way", workers::active);
        metrics.gauge("workers.waiting", "Disk tasks waiting for a thread", workers::waiting);
    }

    private Gate gate(TrustedPeers trusted, EdgeMetrics metrics) {
        Gate gate = new Gate(settings.connections(), settings.http().idleTimeout(), trusted, metrics);
        metrics.gauge("connections", "Connections open", gate::count);
        return gate;
    }

    /**
     * The deployed verticles.
     *
     * @param checkCertificates checks the files of certificates at once
     */
    private record Deployment(int port, Supplier<Future<Void>> undeploy, Runnable checkCertificates) {}

    /** Deploys one verticle per event loop, all on one port. */
    private Future<Deployment> deploy(
            Vertx vertx, Port port, Function<HttpServerOptions, EdgeVerticle> verticles, String content) {
        HttpServerOptions options = ServerOptions.of(settings, tls);
        try {
            port.check();
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        if (options.getPort() == 0) {
            options.setPort(ANY_SHARED_PORT);
        }
        List<EdgeVerticle> deployed = new CopyOnWriteArrayList<>();
        Supplier<EdgeVerticle> next = () -> {
            EdgeVerticle verticle = verticles.apply(options);
            deployed.add(verticle);
            return verticle;
        };
        return vertx.deployVerticle(next, new DeploymentOptions().setInstances(settings.eventLoops()))
                .map(id -> {
                    int number = deployed.getFirst().port();
                    port.listening(number);
                    LOG.info(where(content, number));
                    TlsReload reload =
                            tls == null ? null : new TlsReload(vertx, tls, workers, deployed.getFirst()::useTls);
                    return new Deployment(
                            number,
                            () -> {
                                if (reload != null) {
                                    reload.close();
                                }
                                return vertx.undeploy(id);
                            },
                            reload == null ? () -> {} : reload::checkLater);
                });
    }

    /** Describes where the content is served, since many file servers serve them at the root. */
    private String where(String content, int number) {
        String host = settings.http().host().equals("0.0.0.0")
                ? "localhost"
                : settings.http().host();
        return "edge serves %s at %s://%s:%d%s%s%s"
                .formatted(
                        content,
                        tls == null ? "http" : "https",
                        host,
                        number,
                        settings.mount(),
                        settings.open() ? "" : "~TOKEN/",
                        settings.open() && !settings.mount().equals("/") ? " (--mount / serves it at the root)" : "");
    }
}
