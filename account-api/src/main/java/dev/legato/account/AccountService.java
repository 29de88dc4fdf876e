package dev.legato.account;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final String NAME = "account";

    private final AccountSettings settings;

    public AccountService(AccountSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        Vertx vertx = context.vertx();
        return vertx.executeBlocking(() -> SigningKey.loadOrCreate(settings.signingKey()))
                .compose(keys ->
                        Postgres.await(context, settings.postgres(), NAME).compose(pool -> start(context, keys, pool)));
    }

    private Future<RunningService> start(ServiceContext context, SigningKey keys, Pool pool) {
        SecureRandom random = new SecureRandom();
        PasswordHasher hasher =
                new PasswordHasher(context.meters(), random, settings.hashThreads(), settings.hashQueue());
        AccountVerticle verticle = verticle(context, keys, pool, hasher, random);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        return context.vertx()
                .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .map(id -> new RunningService(NAME, verticle.port(), () -> context.vertx()
                        .undeploy(id)
                        .eventually(() -> close(hasher, pool))))
                .onFailure(_ -> {
                    var _ = close(hasher, pool);
                });
    }

    private AccountVerticle verticle(
            ServiceContext context, SigningKey keys, Pool pool, PasswordHasher hasher, SecureRandom random) {
        Vertx vertx = context.vertx();
        var clock = context.clock();
        AccountStore accounts = new AccountStore(pool, clock);
        SessionStore sessions = new SessionStore(pool, accounts, random, clock, settings.sessions());
        AccessTokens tokens = new AccessTokens(vertx, keys, settings.tokens().issuer(), settings.accessTokens(), clock);
        TokenVerifier verifier = TokenVerifier.ofKeySet(vertx, settings.tokens(), clock, keys.publicKeys());
        LoginThrottle throttle = new LoginThrottle(settings.loginLimits());
        FailureStore failures = new FailureStore(pool, clock, throttle.window());
        KnownNetworkStore networks = new KnownNetworkStore(pool, clock);
        LoginGate gate =
                new LoginGate(vertx, throttle, failures, new Turns(settings.failureDelay(), System::nanoTime), clock);
        LoginOrigins origins = new LoginOrigins(settings.proxies(), verifier, networks);
        return new AccountVerticle(
                new ApiServer(vertx, settings.http(), verifier, NAME),
                new AccountHandler(accounts, hasher, gate, origins, random),
                new SessionHandler(accounts, sessions, tokens, hasher, gate, origins, random),
                new OAuthHandler(
                        settings.clients(),
                        sessions,
                        tokens,
                        keys,
                        new OAuthHandler.Issuer(settings.tokens().issuer(), settings.publicUrl())),
                new Sweeper(accounts, sessions, failures, networks, clock, settings.accessTokens()));
    }

    private static Future<Void> close(PasswordHasher hasher, Pool pool) {
        hasher.close();
        return pool.close();
    }
}
