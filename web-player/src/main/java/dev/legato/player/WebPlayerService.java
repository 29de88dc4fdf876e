package dev.legato.player;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.http.Listener;
import dev.legato.runtime.http.MalformedRequests;
import dev.legato.runtime.http.OtherMethods;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Set;

/**
 * The web player: its page, styles, modules and fonts, from the class path. Everything it serves lies in memory, so it
 * stays on its event loop.
 */
public final class WebPlayerService implements Service {
    private final WebPlayerSettings settings;

    public WebPlayerService(Settings settings) {
        this.settings = WebPlayerSettings.from(settings);
    }

    @Override
    public String name() {
        return LegatoService.PLAYER.label();
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        Vertx vertx = context.vertx();
        return ServiceDeployment.start(name(), vertx, deployment -> vertx.executeBlocking(PlayerAssets::load)
                .map(assets -> new AssetHandler(assets, settings::policy))
                .compose(assets -> deployment.serve(ServiceDeployment.eventLoop(), () -> listen(vertx, assets))));
    }

    private Future<HttpServer> listen(Vertx vertx, AssetHandler assets) {
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(assets);
        router.route().handler(new OtherMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD)));
        new ProblemRenderer().install(router);
        return Listener.listen(vertx, settings.http(), server -> server.requestHandler(router)
                .invalidRequestHandler(new MalformedRequests()));
    }
}
