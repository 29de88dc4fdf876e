package dev.legato.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.function.UnaryOperator;

/** Binds the port that settings name, in plain text or by TLS whose files may change. */
public final class Listener {
    private Listener() {}

    /**
     * Binds it. Call it on the context that serves.
     *
     * @param handlers gives a server its handlers
     */
    public static Future<HttpServer> listen(Vertx vertx, HttpSettings settings, UnaryOperator<HttpServer> handlers) {
        return handlers.apply(vertx.createHttpServer(settings.serverOptions()))
                .listen()
                .onSuccess(server -> settings.tls().ifPresent(secure -> secure.watch(vertx, server)));
    }
}
