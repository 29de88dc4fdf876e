package dev.legato.account;

import dev.legato.account.oauth.OAuthHandler;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.session.SessionHandler;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.AccountHandler;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.signin.LoginGate;
import dev.legato.account.signin.LoginOrigins;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.Turns;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.KeysHandler;
import dev.legato.account.token.OwnIssuer;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.account.token.SigningSettings;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.SignatureProvider;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.Transience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(AccountService.class);
    private static final String NAME = LegatoService.ACCOUNT.label();
    private static final int TRY_AGAIN_SECONDS = 1;

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
        // Loading the provider of signatures takes longer than an event loop may.
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> context.vertx()
                .executeBlocking(SignatureProvider::fastest)
                .compose(_ -> Postgres.await(context.vertx(), context.health(), settings.postgres(), NAME))
                .compose(pool -> {
                    SigningKeys keys = signingKeys(context, deployment.opened(pool, Pool::close));
                    return readKeys(context.vertx(), keys).compose(_ -> start(context, deployment, keys, pool));
                }));
    }

    /** Waits for the database as long as it takes: its first connection is slow on a busy machine. */
    private static Future<Void> readKeys(Vertx vertx, SigningKeys keys) {
        return keys.refresh().recover(failure -> {
            if (!Transience.isTransient(failure)) {
                return Future.failedFuture(failure);
            }
            LOG.warn("account waits for its signing keys: {}", failure.toString());
            return vertx.timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS).compose(_ -> readKeys(vertx, keys));
        });
    }

    private SigningKeys signingKeys(ServiceContext context, Pool pool) {
        SigningSettings signing = settings.signing();
        return new SigningKeys(
                context.vertx(),
                pool,
                signing.masterKey(),
                signing.rotation(),
                signing.accessTokens(),
                new SecureRandom(),
                context.clock());
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment, SigningKeys keys, Pool pool) {
        Vertx vertx = context.vertx();
        Clock clock = context.clock();
        SecureRandom random = new SecureRandom();
        PasswordHasher hasher = deployment.opened(
                new PasswordHasher(context.meters(), random, settings.hashThreads(), settings.hashQueue()));
        AccountStore accounts = new AccountStore(pool, clock);
        Duration tokenLife = settings.signing().accessTokens();
        Revocations revocations = new Revocations(pool, clock, tokenLife);
        SessionStore sessions = new SessionStore(pool, accounts, revocations, random, clock, settings.sessions());
        AccessTokens tokens = new AccessTokens(keys, settings.tokens(), tokenLife, clock);
        TokenVerifier verifier = deployment.opened(
                TokenVerifier.of(vertx, settings.tokens(), clock, new OwnIssuer(keys, revocations)),
                TokenVerifier::close);
        KeysHandler published = new KeysHandler(keys, revocations);
        LoginThrottle throttle = new LoginThrottle(settings.loginLimits());
        FailureStore failures = new FailureStore(pool, clock, throttle.window());
        KnownNetworkStore networks = new KnownNetworkStore(pool, clock);
        LoginGate gate =
                new LoginGate(vertx, throttle, failures, new Turns(settings.failureDelay(), System::nanoTime), clock);
        LoginOrigins origins = new LoginOrigins(settings.proxies(), verifier, networks);
        AccountHandler account = new AccountHandler(accounts, hasher, gate, origins, random);
        SessionHandler session = new SessionHandler(accounts, sessions, tokens, hasher, gate, origins, random);
        OAuthHandler oauth = new OAuthHandler(
                settings.clients(), sessions, tokens, settings.tokens().issuer());
        Sweeper sweeper = new Sweeper(accounts, sessions, failures, networks, revocations, clock, tokenLife);
        ApiServer api = new ApiServer(vertx, settings.http(), verifier, NAME)
                .on("signUp", account::signUp)
                .on("getMe", account::me)
                .on("logIn", session::logIn)
                .on("logInAsGuest", session::guest)
                .on("refreshSession", session::refresh)
                .on("logOut", session::logOut)
                .on("issueToken", oauth::token)
                .on("getKeys", published::keys)
                .on("getRevocations", published::revocations)
                .on("getAuthorizationServerMetadata", oauth::metadata);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(_ -> deployment.every(keys.reading(), keys::refreshLater))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
