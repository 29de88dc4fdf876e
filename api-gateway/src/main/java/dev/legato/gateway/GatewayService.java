package dev.legato.gateway;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import io.vertx.core.Future;

/** Builds and starts the gateway. */
public final class GatewayService implements Service {
    private final GatewaySettings settings;

    public GatewayService(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        RateLimiter limiter = new RateLimiter(System::nanoTime);
        GatewayVerticle verticle = new GatewayVerticle(settings, context, limiter);
        return context.vertx()
                .deployVerticle(verticle)
                .map(id -> new RunningService(
                        name(), verticle.port(), () -> context.vertx().undeploy(id)));
    }
}
