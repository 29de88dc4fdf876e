package dev.legato.account;

import dev.legato.account.device.DeviceHandler;
import dev.legato.account.device.DeviceStore;
import dev.legato.account.device.SessionStanding;
import dev.legato.account.mail.Postman;
import dev.legato.account.oauth.OAuth;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.person.ProfileHandler;
import dev.legato.account.person.ProfileStore;
import dev.legato.account.plan.BillingHandler;
import dev.legato.account.plan.FamilyHandler;
import dev.legato.account.plan.FamilyStore;
import dev.legato.account.plan.PlanHandler;
import dev.legato.account.plan.PlanStore;
import dev.legato.account.plan.Plans;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.signin.LoginOrigins;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.SignIn;
import dev.legato.account.signin.Turns;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.KeysHandler;
import dev.legato.account.token.OwnIssuer;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.account.token.SigningSettings;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Revocation;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.SignatureProvider;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

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
        // Loading the provider of signatures takes longer than an event loop may.
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> context.vertx()
                .executeBlocking(SignatureProvider::fastest)
                .compose(_ -> Postgres.await(context.vertx(), context.health(), settings.postgres(), NAME))
                .compose(pool -> Vault.open(deployment.opened(pool, Pool::close), settings.masterKey())
                        .compose(vault -> {
                            SigningKeys keys = signingKeys(context, pool, vault);
                            return keys.refresh().compose(_ -> start(context, deployment, keys, vault, pool));
                        })));
    }

    private SigningKeys signingKeys(ServiceContext context, Pool pool, Vault vault) {
        SigningSettings signing = settings.signing();
        return new SigningKeys(
                context.vertx(), pool, vault, signing.rotation(), signing.accessTokens(), context.clock());
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
        PlanStore planStore = new PlanStore(pool, clock, settings.plans().grace());
        FamilyStore families =
                new FamilyStore(pool, clock, random, settings.plans().familyMembers());
        Plans plans = new Plans(settings.plans(), planStore, families);
        PlanHandler plan = new PlanHandler(settings.plans(), plans, planStore, random, clock);
        FamilyHandler family = new FamilyHandler(
                plans, families, settings.tokens().issuer(), settings.plans().familyMembers());
        BillingHandler billing = new BillingHandler(settings.plans(), planStore, clock);
        DeviceStore deviceStore = new DeviceStore(
                pool, clock, random, (transaction, device, ended) -> signOut(revocations, transaction, device, ended));
        DeviceHandler devices = new DeviceHandler(deviceStore, plans);
        ProfileHandler profiles = new ProfileHandler(new ProfileStore(pool, clock), random);
        SessionClaims claims = new SessionClaims(new SessionStanding(pool, deviceStore, plans));
        SignIn signIn = new SignIn(new SignIn.Parts(
                vertx,
                pool,
                vault,
                clock,
                random,
                accounts,
                hasher,
                sessions,
                tokens,
                claims,
                throttle,
                failures,
                new Turns(settings.failureDelay(), System::nanoTime),
                origins,
                settings.tokens().issuer(),
                settings.signUp(),
                settings.mail(),
                account -> revocations.revoke(Revocation.Kind.ACCOUNT, account)));
        OAuth oauth = new OAuth(
                settings.oauth(),
                new OAuth.State(pool, accounts, sessions, random, clock),
                new OAuth.Issuer(settings.tokens(), keys, tokens, claims, revocations, verifier),
                new OAuth.Browser(signIn.pages(), signIn.csrf(), signIn.browsers()));
        List<IntFunction<Future<Integer>>> removals = new ArrayList<>(List.of(
                sessions::removeExpiredTokens,
                sessions::removeExpired,
                // A guest that logged out may hold an access token for a while, and sign up with it.
                most -> accounts.removeGuests(clock.instant().minus(tokenLife), most),
                failures::removeExpired,
                networks::removeExpired,
                revocations::removeExpired,
                planStore::removeExpired,
                families::removeExpired,
                deviceStore::removeExpired));
        removals.addAll(signIn.removals());
        removals.addAll(oauth.removals());
        Sweeper sweeper = new Sweeper(removals);
        ApiServer api = oauth.install(signIn.answer(new ApiServer(vertx, settings.http(), verifier, NAME)))
                .on("getKeys", published::keys)
                .on("getRevocations", published::revocations)
                .on("getPlan", plan::mine)
                .on("beginTrial", plan::beginTrial)
                .on("getPlanOfAccount", plan::ofAccount)
                .on("putPlanOfAccount", plan::grant)
                .on("getFamily", family::family)
                .on("inviteToFamily", family::invite)
                .on("joinFamily", family::join)
                .on("removeFamilyMember", family::remove)
                .on("takeBillingEvent", billing::take)
                .on("getDevices", devices::list)
                .on("challengeDevice", devices::challenge)
                .on("registerDevice", devices::register)
                .on("changeDevice", devices::change)
                .on("removeDevice", devices::remove)
                .on("getProfiles", profiles::list)
                .on("addProfile", profiles::add)
                .on("changeProfile", profiles::change)
                .on("removeProfile", profiles::remove)
                .on("chooseProfile", profiles::choose);
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

    /** Revokes the tokens of a device and of the sessions that ended with it. */
    private static Future<Void> signOut(
            Revocations revocations, SqlClient transaction, String device, List<String> sessions) {
        Future<Void> revoked = revocations.revoke(transaction, Revocation.Kind.DEVICE, device);
        for (String session : sessions) {
            revoked = revoked.compose(_ -> revocations.revoke(transaction, Revocation.Kind.SESSION, session));
        }
        return revoked;
    }
}
