package dev.legato.account;

import dev.legato.account.oauth.OAuthHandler;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailColumn;
import dev.legato.account.person.EmailEncryption;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.privacy.Privacy;
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
import dev.legato.account.token.SigningKey;
import dev.legato.account.vault.KeyRotation;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Postgres;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final String NAME = LegatoService.ACCOUNT.label();

    private static final String ROTATE_KEYS = "/account/rotate-keys";

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
                                .compose(vault -> new EmailEncryption(pool, vault)
                                        .complete()
                                        .compose(_ -> start(context, deployment, keys, pool, vault))))));
    }

    private Future<Integer> start(
            ServiceContext context, ServiceDeployment deployment, SigningKey keys, Pool pool, Vault vault) {
        Vertx vertx = context.vertx();
        Clock clock = context.clock();
        SecureRandom random = new SecureRandom();
        PasswordHasher hasher = deployment.opened(
                new PasswordHasher(context.meters(), random, settings.hashThreads(), settings.hashQueue()));
        AccountStore accounts = new AccountStore(pool, vault, clock);
        SessionStore sessions = new SessionStore(pool, accounts, random, clock, settings.sessions());
        AccessTokens tokens = new AccessTokens(vertx, keys, settings.tokens().issuer(), settings.accessTokens(), clock);
        TokenVerifier verifier = TokenVerifier.ofKeySet(vertx, settings.tokens(), clock, keys.publicKeys());
        LoginThrottle throttle = new LoginThrottle(settings.loginLimits());
        FailureStore failures = new FailureStore(pool, vault, clock, throttle.window());
        KnownNetworkStore networks = new KnownNetworkStore(pool, clock);
        LoginGate gate =
                new LoginGate(vertx, throttle, failures, new Turns(settings.failureDelay(), System::nanoTime), clock);
        LoginOrigins origins = new LoginOrigins(settings.proxies(), verifier, networks);
        AccountHandler account = new AccountHandler(accounts, hasher, gate, origins, random);
        SessionHandler session = new SessionHandler(accounts, sessions, tokens, hasher, gate, origins, random);
        OAuthHandler oauth = new OAuthHandler(
                settings.clients(),
                sessions,
                tokens,
                keys,
                new OAuthHandler.Issuer(settings.tokens().issuer(), settings.publicUrl()));
        Privacy privacy = new Privacy(
                context,
                deployment,
                pool,
                vault,
                settings.kafka(),
                settings.privacy(),
                settings.accessTokens(),
                random);
        Sweeper sweeper = new Sweeper(accounts, sessions, failures, networks, clock, settings.accessTokens());
        ApiServer api = new ApiServer(vertx, settings.http(), verifier, NAME)
                .on("signUp", account::signUp)
                .on("getMe", account::me)
                .on("logIn", session::logIn)
                .on("logInAsGuest", session::guest)
                .on("refreshSession", session::refresh)
                .on("logOut", session::logOut)
                .on("issueToken", oauth::token)
                .on("getKeys", oauth::keys)
                .on("getAuthorizationServerMetadata", oauth::metadata);
        privacy.route(api, accounts, hasher, gate, origins);
        offerRotation(context, deployment, pool, vault);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(_ -> deployment.every(KeyRotation.REFRESH, () -> {
                    var _ = vault.refresh(pool);
                }))
                .compose(_ -> privacy.start(deployment))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }

    /** Lets the operator change the key of columns: the answer comes at once, the log says when it is done. */
    private static void offerRotation(ServiceContext context, ServiceDeployment deployment, Pool pool, Vault vault) {
        KeyRotation rotation =
                new KeyRotation(context.vertx(), pool, vault, List.of(EmailColumn.COLUMN, Privacy.ENCRYPTED));
        context.operations().offer(ROTATE_KEYS, (_, _) -> {
            Future<Void> underWay = rotation.rotate();
            return Future.succeededFuture(Map.of("rotation", underWay.isComplete() ? "failed" : "under way"));
        });
        String _ = deployment.opened(ROTATE_KEYS, path -> {
            context.operations().withdraw(path);
            return Future.succeededFuture();
        });
        var _ = Gauge.builder("legato.account.vault.keys", vault, Vault::keys)
                .description("Keys that columns are encrypted with; more than one while they are rotated")
                .register(context.meters());
    }
}
