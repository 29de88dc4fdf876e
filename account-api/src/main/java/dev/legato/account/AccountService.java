package dev.legato.account;

import dev.legato.account.mail.Postman;
import dev.legato.account.oauth.OAuthHandler;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.signin.LoginOrigins;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.SignInRoom;
import dev.legato.account.signin.Turns;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.SigningKey;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final String NAME = LegatoService.ACCOUNT.label();

    private static final Duration MAIL_EVERY = Duration.ofSeconds(2);

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
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> context.vertx()
                .executeBlocking(() -> SigningKey.loadOrCreate(settings.signingKey()))
                .compose(keys -> Postgres.await(context.vertx(), context.health(), settings.postgres(), NAME)
                        .map(pool -> deployment.opened(pool, Pool::close))
                        .compose(pool -> Vault.open(pool, settings.masterKey())
                                .compose(vault -> start(context, deployment, keys, vault, pool)))));
    }

    private Future<Integer> start(
            ServiceContext context, ServiceDeployment deployment, SigningKey keys, Vault vault, Pool pool) {
        Vertx vertx = context.vertx();
        Clock clock = context.clock();
        SecureRandom random = new SecureRandom();
        PasswordHasher hasher = deployment.opened(
                new PasswordHasher(context.meters(), random, settings.hashThreads(), settings.hashQueue()));
        AccountStore accounts = new AccountStore(pool, clock);
        SessionStore sessions = new SessionStore(pool, accounts, random, clock, settings.sessions());
        AccessTokens tokens = new AccessTokens(vertx, keys, settings.tokens().issuer(), settings.accessTokens(), clock);
        TokenVerifier verifier = TokenVerifier.ofKeySet(vertx, settings.tokens(), clock, keys.publicKeys());
        LoginThrottle throttle = new LoginThrottle(settings.loginLimits());
        FailureStore failures = new FailureStore(pool, clock, throttle.window());
        KnownNetworkStore networks = new KnownNetworkStore(pool, clock);
        LoginOrigins origins = new LoginOrigins(settings.proxies(), verifier, networks);
        SignInRoom signIn = new SignInRoom(new SignInRoom.Ground(
                vertx,
                pool,
                vault,
                clock,
                random,
                accounts,
                hasher,
                sessions,
                tokens,
                throttle,
                failures,
                new Turns(settings.failureDelay(), System::nanoTime),
                origins,
                settings.publicUrl(),
                settings.signUp(),
                settings.mail(),
                _ -> Future.succeededFuture()));
        OAuthHandler oauth = new OAuthHandler(
                settings.clients(),
                sessions,
                tokens,
                keys,
                new OAuthHandler.Issuer(settings.tokens().issuer(), settings.publicUrl()));
        Sweeper sweeper = new Sweeper(accounts, sessions, failures, networks, clock, settings.accessTokens());
        signIn.removals().forEach(sweeper::and);
        ApiServer api = signIn.answer(new ApiServer(vertx, settings.http(), verifier, NAME))
                .on("issueToken", oauth::token)
                .on("getKeys", oauth::keys)
                .on("getAuthorizationServerMetadata", oauth::metadata);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        signIn.postman().ifPresent(postman -> {
            var _ = deployment.opened(postman, Postman::close);
        });
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(
                        _ -> deployment.every(MAIL_EVERY, () -> signIn.postman().ifPresent(Postman::deliver)))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
