package dev.legato.edge;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.file.ContentTags;
import dev.legato.edge.file.FileOpener;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.guard.Gate;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.lane.Pacing;
import dev.legato.edge.manifest.Manifests;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
import dev.legato.edge.os.Sockets;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge: builds its parts and deploys one verticle an event loop. */
public final class EdgeService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeService.class);

    /** A free port for all event loops: Vert.x shares it among servers that ask for the same number below 0. */
    private static final int ANY_SHARED_PORT = -8081;

    private final EdgeSettings settings;
    private final FileWorkers workers;

    public EdgeService(EdgeSettings settings) {
        this(settings, new FileWorkers(settings.workers()));
    }

    /** @param workers what a disk keeps waiting: for a test of just that */
    EdgeService(EdgeSettings settings, FileWorkers workers) {
        this.settings = settings;
        this.workers = workers;
    }

    public static EdgeService from(Settings settings) {
        return new EdgeService(EdgeSettings.from(settings));
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        ContentTags tags = new ContentTags(settings.hashAtOnce(), settings.keepHashes(), context.clock());
        Optional<Linux> linux = Linux.calls();
        ResponseFields fields = new ResponseFields(settings.allowOrigin());
        EdgeMetrics metrics = new EdgeMetrics(context.meters());
        OpenFiles files;
        AccessLog log;
        try {
            FileOpener opener = new FileOpener(settings.root(), tags, this::cacheControl, context.clock(), linux);
            files = new OpenFiles(
                    opener,
                    fields,
                    workers,
                    settings.openFiles(),
                    settings.trust(),
                    settings.tagWait(),
                    System::nanoTime);
            log = settings.accessLog().open(settings.secrets(), context.clock(), metrics);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        workers.execute(EdgeService::warmUp);
        show(metrics, files);
        DateField date = new DateField(context.clock());
        CopiedBody copied = new CopiedBody(context.vertx(), workers);
        Replies replies = new Replies(fields, date, metrics, "legato-" + UUID.randomUUID());
        LinkVerifier links = new LinkVerifier(settings.secrets(), context.clock());
        RecentAddresses addresses = new RecentAddresses(new Addresses(settings.mount(), settings.open(), links));
        AudioHandler audio = new AudioHandler(
                context.vertx(), addresses, files, new Manifests(files, workers), copied, date, replies);
        Port port = new Port(context.vertx(), settings, Sockets.calls());
        Lanes.Fast fast = settings.fastLane()
                ? new Lanes.Fast(
                        (target, moment) -> port.isRetiring() ? null : audio.hit(target, moment),
                        files::hear,
                        date,
                        metrics,
                        log)
                : null;
        Pacing pacing = settings.pacing().pacing(settings.open());
        if (pacing != null) {
            metrics.gauge("paced", "Answers beyond their burst, paced", pacing::count);
        }
        Lanes lanes = new Lanes(linux, workers, settings.http().mostBodyBytes(), fast, pacing);
        Gate gate = gate(metrics);
        Function<HttpServerOptions, EdgeVerticle> verticles = options -> new EdgeVerticle(
                options, new EdgeRoutes(audio, replies, port, log, settings.drain()), lanes, gate, settings.drain());
        return deploy(context.vertx(), port, verticles, () -> {
            files.close();
            tags.close();
            workers.close();
            if (log != null) {
                log.close();
            }
        });
    }

    /** Loads what the first error would load on an event loop: a good second's worth of JSON mapping on a slow machine. */
    private static void warmUp() {
        var _ = ProblemRenderer.body(Refusal.NOT_FOUND, "warm-up");
    }

    private void show(EdgeMetrics metrics, OpenFiles files) {
        metrics.gauge("open.files", "Files open, in the index or only being sent", files::openCount);
        metrics.gauge("workers.active", "Disk tasks under way", workers::active);
        metrics.gauge("workers.waiting", "Disk tasks waiting for a thread", workers::waiting);
    }

    private Gate gate(EdgeMetrics metrics) {
        Gate gate = new Gate(settings.connections(), settings.http().idleTimeout(), metrics);
        metrics.gauge("connections", "Connections open", gate::count);
        return gate;
    }

    /** One verticle an event loop, all on one port. */
    private Future<RunningService> deploy(
            Vertx vertx, Port port, Function<HttpServerOptions, EdgeVerticle> verticles, Runnable afterwards) {
        HttpServerOptions options = settings.serverOptions().setReusePort(true);
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
                    LOG.info(where(number));
                    TlsSettings tls = settings.tls();
                    TlsReload reload =
                            tls == null ? null : new TlsReload(vertx, tls, workers, deployed.getFirst()::secure);
                    return new RunningService(name(), number, () -> port.retire()
                            .eventually(() -> {
                                if (reload != null) {
                                    reload.close();
                                }
                                return vertx.undeploy(id);
                            })
                            .onComplete(_ -> afterwards.run()));
                });
    }

    /** Says where the files are, since a file server without a mount has them at the root. */
    private String where(int number) {
        String host = settings.http().host().equals("0.0.0.0")
                ? "localhost"
                : settings.http().host();
        return "edge serves %s at %s://%s:%d%s%s%s"
                .formatted(
                        settings.root(),
                        settings.tls() == null ? "http" : "https",
                        host,
                        number,
                        settings.mount(),
                        settings.open() ? "" : "~TOKEN/",
                        settings.open() && !settings.mount().equals("/") ? " (--mount / serves it at the root)" : "");
    }

    private String cacheControl(String key) {
        return key.startsWith("artwork/") ? settings.artworkCache() : settings.audioCache();
    }
}
