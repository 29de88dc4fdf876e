package dev.legato.player;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;

/** The web player: its page, styles, modules and fonts, from the class path. */
public final class WebPlayerService implements Service {
    private final WebPlayerSettings settings;

    public WebPlayerService(Settings settings) {
        this.settings = WebPlayerSettings.from(settings);
    }

    @Override
    public String name() {
        return "player";
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return context.vertx()
                .executeBlocking(PlayerAssets::load)
                .map(assets -> new WebPlayerVerticle(settings.http(), new AssetHandler(assets, settings::policy)))
                .compose(verticle -> context.vertx()
                        .deployVerticle(verticle)
                        .map(id -> new RunningService(
                                name(), verticle.port(), () -> context.vertx().undeploy(id))));
    }
}
