package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import io.vertx.core.Future;
import java.time.Duration;

/** Builds and starts the gateway. One event loop owns all its state. */
public final class GatewayService implements Service {
    /** A body takes up to 30 s by default, the head of an answer 10 s; the process has 40 s to stop. */
    private static final Duration DRAIN = Duration.ofSeconds(35);

    private final GatewaySettings settings;

    public GatewayService(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return LegatoService.GATEWAY.label();
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return ServiceDeployment.start(name(), context.vertx(), deployment -> {
            TokenVerifier tokens = deployment.opened(
                    new TokenVerifier(context.vertx(), settings.tokens(), context.clock()), TokenVerifier::close);
            context.health().requires("keys", tokens::check);
            // Closed only after requests under way, which still need the upstreams.
            GatewayServer server = deployment.opened(
                    new GatewayServer(context.vertx(), settings, tokens, context.clock()), GatewayServer::close);
            return deployment.serve(ServiceDeployment.eventLoop(), DRAIN, server::listen);
        });
    }
}
