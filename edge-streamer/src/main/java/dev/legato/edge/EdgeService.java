package dev.legato.edge;

import dev.legato.edge.file.ContentTags;
import dev.legato.edge.file.FileOpener;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The edge: builds its parts and deploys one verticle an event loop. */
public final class EdgeService implements Service {
    private final EdgeSettings settings;

    public EdgeService(EdgeSettings settings) {
        this.settings = settings;
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
        FileWorkers workers = new FileWorkers(settings.workers());
        ContentTags tags = new ContentTags(settings.hashAtOnce(), settings.keepHashes());
        Optional<Linux> linux = Linux.calls();
        ResponseFields fields = new ResponseFields(settings.allowOrigin());
        OpenFiles files;
        try {
            FileOpener opener = new FileOpener(settings.root(), tags, this::cacheControl, context.clock(), linux);
            files = new OpenFiles(opener, fields, workers, settings.openFiles(), settings.trust(), System::nanoTime);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        EdgeMetrics metrics = metrics(context, workers, files);
        DateField date = new DateField(context.clock());
        Body body = new Body(new CopiedBody(context.vertx(), workers));
        Replies replies = new Replies(fields, date, body, metrics, "legato-" + UUID.randomUUID());
        LinkVerifier links = new LinkVerifier(settings.secrets(), context.clock());
        Addresses addresses = new Addresses(settings.mount(), settings.open(), links);
        AudioHandler audio = new AudioHandler(context.vertx(), addresses, files, date, replies);
        Lanes.Fast fast = settings.fastLane() ? new Lanes.Fast(audio::hit, date, metrics) : null;
        Lanes lanes = new Lanes(linux, workers, settings.http().idleTimeout(), fast);
        Function<HttpServerOptions, EdgeVerticle> verticles =
                options -> new EdgeVerticle(options, new EdgeRoutes(audio, replies), lanes, settings.drain());
        List<String> deployments = new ArrayList<>();
        return deploy(context.vertx(), verticles, deployments)
                .map(port -> new RunningService(name(), port, () -> undeploy(context.vertx(), deployments)
                        .onComplete(_ -> {
                            files.close();
                            tags.close();
                            workers.close();
                        })));
    }

    private static EdgeMetrics metrics(ServiceContext context, FileWorkers workers, OpenFiles files) {
        EdgeMetrics metrics = new EdgeMetrics(context.meters());
        metrics.gauge("open.files", "Files open, in the index or only being sent", files::openCount);
        metrics.gauge("workers.active", "Disk tasks under way", workers::active);
        metrics.gauge("workers.waiting", "Disk tasks waiting for a thread", workers::waiting);
        return metrics;
    }

    /** The first verticle finds the port if it is free to choose, the others share it. */
    private Future<Integer> deploy(
            Vertx vertx, Function<HttpServerOptions, EdgeVerticle> verticles, List<String> deployments) {
        HttpServerOptions options = settings.serverOptions();
        EdgeVerticle first = verticles.apply(options);
        return vertx.deployVerticle(first).compose(id -> {
            deployments.add(id);
            HttpServerOptions samePort = new HttpServerOptions(options).setPort(first.port());
            List<Future<String>> others = new ArrayList<>();
            for (int i = 1; i < settings.eventLoops(); i++) {
                others.add(vertx.deployVerticle(verticles.apply(samePort)));
            }
            return Future.all(others).map(all -> {
                deployments.addAll(all.<String>list());
                return first.port();
            });
        });
    }

    private static Future<Void> undeploy(Vertx vertx, List<String> deployments) {
        return Future.join(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    private String cacheControl(String key) {
        return key.startsWith("artwork/") ? settings.artworkCache() : settings.audioCache();
    }
}
