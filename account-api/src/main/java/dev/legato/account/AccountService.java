package dev.legato.account;

import dev.legato.account.device.DeviceHandler;
import dev.legato.account.device.DeviceStore;
import dev.legato.account.oauth.OAuthHandler;
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
import java.util.List;

/** Accounts, sessions, tokens. */
public final class AccountService implements Service {
    private static final String NAME = LegatoService.ACCOUNT.label();

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
                        .compose(pool -> start(context, deployment, keys, deployment.opened(pool, Pool::close)))));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment, SigningKey keys, Pool pool) {
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
        PlanStore planStore = new PlanStore(pool, clock, settings.plans().grace());
        FamilyStore families =
                new FamilyStore(pool, clock, random, settings.plans().familyMembers());
        Plans plans = new Plans(settings.plans(), planStore, families);
        PlanHandler plan = new PlanHandler(settings.plans(), plans, planStore, random, clock);
        FamilyHandler family = new FamilyHandler(
                plans, families, settings.publicUrl(), settings.plans().familyMembers());
        BillingHandler billing = new BillingHandler(settings.plans(), planStore, clock);
        DeviceStore deviceStore = new DeviceStore(pool, clock, random, (_, _, _) -> Future.succeededFuture());
        DeviceHandler devices = new DeviceHandler(deviceStore, plans);
        ProfileHandler profiles = new ProfileHandler(new ProfileStore(pool, clock), random);
        Sweeper sweeper = new Sweeper(
                accounts,
                sessions,
                failures,
                networks,
                clock,
                settings.accessTokens(),
                List.of(planStore::removeExpired, families::removeExpired, deviceStore::removeExpired));
        ApiServer api = new ApiServer(vertx, settings.http(), verifier, NAME)
                .on("signUp", account::signUp)
                .on("getMe", account::me)
                .on("logIn", session::logIn)
                .on("logInAsGuest", session::guest)
                .on("refreshSession", session::refresh)
                .on("logOut", session::logOut)
                .on("issueToken", oauth::token)
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
                .on("chooseProfile", profiles::choose)
                .on("getKeys", oauth::keys)
                .on("getAuthorizationServerMetadata", oauth::metadata);
        // Without it nobody can log in, but the keys are here: no other service can start without them.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        return deployment
                .every(Sweeper.EVERY, () -> {
                    var _ = sweeper.sweep();
                })
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
