package dev.legato.account;

import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves account-api. Runs on virtual threads. */
final class AccountVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;

    private final ApiServer api;
    private final Sweeper sweeper;
    private volatile @Nullable HttpServer server;

    AccountVerticle(
            ApiServer api, AccountHandler accounts, SessionHandler sessions, OAuthHandler oauth, Sweeper sweeper) {
        this.api = api.on("signUp", accounts::signUp)
                .on("getMe", accounts::me)
                .on("logIn", sessions::logIn)
                .on("logInAsGuest", sessions::guest)
                .on("refreshSession", sessions::refresh)
                .on("logOut", sessions::logOut)
                .on("issueToken", oauth::token)
                .on("getKeys", oauth::keys)
                .on("getAuthorizationServerMetadata", oauth::metadata);
        this.sweeper = sweeper;
    }

    @Override
    public Future<?> start() {
        var _ = vertx.setPeriodic(Sweeper.EVERY.toMillis(), _ -> {
            var _ = sweeper.sweep();
        });
        return api.listen().map(listening -> server = listening);
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
