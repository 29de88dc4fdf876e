package dev.legato.account;

import dev.legato.account.mail.Postman;
import dev.legato.account.oauth.OAuth;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailColumn;
import dev.legato.account.person.EmailEncryption;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.privacy.Privacy;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.signin.LoginOrigins;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.SignIn;
import dev.legato.account.signin.Turns;
import dev.legato.account.sso.Sso;
import dev.legato.account.sso.SsoProviders;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.KeysHandler;
import dev.legato.account.token.OwnIssuer;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.account.token.SigningSettings;
import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.KeyRotation;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.SignatureProvider;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.Transience;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(AccountService.class);
    private static final String NAME = LegatoService.ACCOUNT.label();
    private static final String ROTATE_KEYS = "/account/rotate-keys";
    private static final Duration MAIL_EVERY = Duration.ofSeconds(2);
    private static final int TRY_AGAIN_SECONDS = 1;

    private final AccountSettings settings;

    /** What stands when the database does. */
    private record Ground(
            ServiceContext context, ServiceDeployment deployment, Pool pool, Vault vault, SigningKeys keys) {}

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
                .compose(_ ->
                        Database.await(context.vertx(), context.health(), context.meters(), settings.postgres(), NAME))
                .compose(database -> prepare(
                        context,
                        deployment,
                        deployment.opened(database, Database::close).pool()))
                // Loading templates, word lists and the protocols' libraries takes long, too.
                .compose(ground ->
                        context.vertx().executeBlocking(() -> start(ground)).compose(started -> started)));
    }

    /** Waits for the database as long as it takes: its first connection is slow on a busy machine. */
    private Future<Ground> prepare(ServiceContext context, ServiceDeployment deployment, Pool pool) {
        return read(context, deployment, pool).recover(failure -> {
            if (!Transience.isTransient(failure)) {
                return Future.failedFuture(failure);
            }
            LOG.warn("account waits for its keys: {}", failure.toString());
            return context.vertx()
                    .timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS)
                    .compose(_ -> prepare(context, deployment, pool));
        });
    }

    private Future<Ground> read(ServiceContext context, ServiceDeployment deployment, Pool pool) {
        SigningSettings signing = settings.signing();
        return Vault.open(pool, settings.masterKey())
                .compose(vault -> new EmailEncryption(pool, vault).complete().map(vault))
                .compose(vault -> {
                    SigningKeys keys = new SigningKeys(
                            context.vertx(), pool, vault, signing.rotation(), signing.accessTokens(), context.clock());
                    return keys.refresh().map(new Ground(context, deployment, pool, vault, keys));
                });
    }

    private Future<Integer> start(Ground on) {
        ServiceContext context = on.context();
        ServiceDeployment deployment = on.deployment();
        Pool pool = on.pool();
        Vertx vertx = context.vertx();
        Clock clock = context.clock();
        SecureRandom random = new SecureRandom();
        URI issuer = settings.tokens().issuer();
        Duration tokenLife = settings.signing().accessTokens();
        PasswordHasher hasher = deployment.opened(
                new PasswordHasher(context.meters(), random, settings.hashThreads(), settings.hashQueue()));
        AccountStore accounts = new AccountStore(pool, on.vault(), clock);
        Revocations revocations = new Revocations(pool, clock, tokenLife);
        SessionStore sessions = new SessionStore(pool, accounts, revocations, random, clock, settings.sessions());
        AccessTokens tokens = new AccessTokens(on.keys(), settings.tokens(), tokenLife, clock);
        TokenVerifier verifier = deployment.opened(
                TokenVerifier.of(vertx, settings.tokens(), clock, new OwnIssuer(on.keys(), revocations)),
                TokenVerifier::close);
        KeysHandler published = new KeysHandler(on.keys(), revocations);
        LoginThrottle throttle = new LoginThrottle(settings.loginLimits());
        FailureStore failures = new FailureStore(pool, on.vault(), clock, throttle.window());
        KnownNetworkStore networks = new KnownNetworkStore(pool, clock);
        PlansAndDevices plans = new PlansAndDevices(pool, settings.plans(), issuer, revocations, random, clock);
        SessionClaims claims = new SessionClaims(plans.standing());
        SsoProviders providers = deployment.opened(new SsoProviders(vertx, settings.sso(), clock), SsoProviders::close);
        SignIn signIn = new SignIn(new SignIn.Parts(
                vertx,
                pool,
                on.vault(),
                clock,
                random,
                accounts,
                hasher,
                sessions,
                revocations,
                tokens,
                claims,
                throttle,
                failures,
                new Turns(settings.failureDelay(), System::nanoTime),
                new LoginOrigins(settings.proxies(), verifier, networks),
                issuer,
                settings.signUp(),
                settings.mail(),
                providers::offered));
        Sso sso = new Sso(
                providers,
                signIn,
                new Sso.Parts(
                        pool,
                        on.vault(),
                        accounts,
                        sessions,
                        revocations,
                        random,
                        clock,
                        issuer,
                        settings.sso().sessionTtl()));
        OAuth oauth = new OAuth(
                settings.oauth(),
                new OAuth.State(pool, accounts, sessions, random, clock),
                new OAuth.Issuer(settings.tokens(), on.keys(), tokens, claims, revocations, verifier),
                new OAuth.Browser(signIn.pages(), signIn.csrf(), signIn.browsers()));
        Privacy privacy = new Privacy(
                context,
                deployment,
                pool,
                sessions,
                on.vault(),
                settings.kafka(),
                settings.privacy(),
                tokenLife,
                revocations,
                random);
        List<IntFunction<Future<Integer>>> removals = new ArrayList<>(List.of(
                sessions::removeExpiredTokens,
                sessions::removeExpired,
                // A guest that logged out may hold an access token for a while, and sign up with it.
                most -> accounts.removeGuests(clock.instant().minus(tokenLife), most),
                failures::removeExpired,
                networks::removeExpired,
                revocations::removeExpired));
        removals.addAll(plans.removals());
        removals.addAll(signIn.removals());
        removals.addAll(sso.removals());
        removals.addAll(oauth.removals());
        Sweeper sweeper = new Sweeper(removals);
        ApiServer api = new ApiServer(vertx, settings.http(), verifier, NAME)
                .on("getKeys", published::keys)
                .on("getRevocations", published::revocations);
        var _ = plans.install(api);
        var _ = signIn.install(api);
        var _ = sso.install(api);
        var _ = oauth.install(api);
        var _ = privacy.install(api, accounts, signIn);
        offerRotation(on);
        signIn.postman().ifPresent(postman -> {
            var _ = deployment.opened(postman, Postman::close);
        });
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(_ -> deployment.every(on.keys().reading(), on.keys()::refreshLater))
                .compose(_ -> deployment.every(KeyRotation.REFRESH, () -> {
                    var _ = on.vault().refresh(pool);
                }))
                .compose(
                        _ -> deployment.every(MAIL_EVERY, () -> signIn.postman().ifPresent(Postman::deliver)))
                .compose(_ -> deployment.every(Sso.EVERY, sso::withdrawLapsed))
                .compose(_ -> privacy.start(deployment))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }

    /** Lets the operator change the key of columns: the answer comes at once, the log says when it is done. */
    private static void offerRotation(Ground on) {
        List<EncryptedColumn> columns =
                new ArrayList<>(List.of(EmailColumn.COLUMN, SigningKeys.SEALED, Privacy.ENCRYPTED));
        columns.addAll(SignIn.encrypted());
        ServiceContext context = on.context();
        KeyRotation rotation = new KeyRotation(context.vertx(), on.pool(), on.vault(), columns);
        context.operations().offer(ROTATE_KEYS, (_, _) -> {
            Future<Void> underWay = rotation.rotate();
            return Future.succeededFuture(Map.of("rotation", underWay.isComplete() ? "failed" : "under way"));
        });
        String _ = on.deployment().opened(ROTATE_KEYS, path -> {
            context.operations().withdraw(path);
            return Future.succeededFuture();
        });
        var _ = Gauge.builder("legato.account.vault.keys", on.vault(), Vault::keys)
                .description("Keys that columns are encrypted with; more than one while they are rotated")
                .register(context.meters());
    }
}
