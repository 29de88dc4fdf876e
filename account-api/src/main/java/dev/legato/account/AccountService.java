package dev.legato.account;

import dev.legato.account.mail.Postman;
import dev.legato.account.oauth.OAuth;
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
import dev.legato.account.token.KeysHandler;
import dev.legato.account.token.OwnIssuer;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.account.token.SigningSettings;
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
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> Postgres.await(
                        context.vertx(), context.health(), settings.postgres(), NAME)
                .compose(pool -> {
                    SigningKeys keys = signingKeys(deployment.opened(pool, Pool::close), context.clock());
                    return keys.refresh()
                            .compose(_ -> Vault.open(pool, settings.masterKey()))
                            .compose(vault -> start(context, deployment, keys, vault, pool));
                }));
    }

    private SigningKeys signingKeys(Pool pool, Clock clock) {
        SigningSettings signing = settings.signing();
        return new SigningKeys(
                pool, signing.masterKey(), signing.rotation(), signing.accessTokens(), new SecureRandom(), clock);
    }

    private Future<Integer> start(
            ServiceContext context, ServiceDeployment deployment, SigningKeys keys, Vault vault, Pool pool) {
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
                settings.tokens().issuer(),
                settings.signUp(),
                settings.mail()));
        OAuth oauth = new OAuth(
                settings.oauth(),
                new OAuth.State(pool, accounts, sessions, random, clock),
                new OAuth.Issuer(settings.tokens(), keys, tokens, verifier),
                new OAuth.Browser(signIn.pages(), signIn.csrf(), signIn.browsers()));
        Sweeper sweeper = new Sweeper(accounts, sessions, failures, networks, revocations, clock, tokenLife);
        signIn.removals().forEach(sweeper::and);
        oauth.removals().forEach(sweeper::and);
        ApiServer api = signIn.answer(oauth.install(new ApiServer(vertx, settings.http(), verifier, NAME)))
                .on("getKeys", published::keys)
                .on("getRevocations", published::revocations);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        signIn.postman().ifPresent(postman -> {
            var _ = deployment.opened(postman, Postman::close);
        });
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(_ -> deployment.every(keys.reading(), keys::refreshLater))
                .compose(
                        _ -> deployment.every(MAIL_EVERY, () -> signIn.postman().ifPresent(Postman::deliver)))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
