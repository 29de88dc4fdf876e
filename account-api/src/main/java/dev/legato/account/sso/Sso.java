package dev.legato.account.sso;

import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.SignIn;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.Vault;
import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds all that signs people in elsewhere, and says which operations it answers. */
public final class Sso {
    /** How often {@link #withdrawLapsed} is due. */
    public static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Sso.class);

    private final SsoStore store;
    private final SsoHandler handler;
    private final LogoutReceiver logout;
    private final LinkedPage page;

    /**
     * What it is built on.
     *
     * @param issuer our public URL
     * @param sessionTtl see {@link SsoSettings}
     */
    public record Parts(
            Pool pool,
            Vault vault,
            AccountStore accounts,
            SessionStore sessions,
            Revocations revocations,
            RandomGenerator random,
            Clock clock,
            URI issuer,
            Duration sessionTtl) {}

    public Sso(SsoProviders providers, SignIn signIn, Parts on) {
        store = new SsoStore(new SsoStore.Parts(
                on.pool(),
                on.vault(),
                on.accounts(),
                signIn.people(),
                on.sessions(),
                on.revocations(),
                signIn.audit(),
                on.random(),
                on.clock(),
                on.sessionTtl()));
        Admittances admittances = new Admittances(
                store,
                on.accounts(),
                signIn.people(),
                signIn.factors(),
                signIn.takeOver(),
                signIn.browsers(),
                signIn.audit(),
                on.random(),
                on.clock());
        handler = new SsoHandler(
                providers,
                new Attempts(signIn.tokens()),
                admittances,
                new SsoHandler.Browser(
                        signIn.pages(), signIn.csrf(), signIn.cookie(), signIn.browsers(), signIn.door()),
                on.issuer(),
                on.clock());
        logout = new LogoutReceiver(providers, store, signIn.tokens(), on.clock());
        page = new LinkedPage(signIn.pages(), signIn.door(), providers, store);
    }

    /** Answers the operations of this package. */
    public ApiServer install(ApiServer api) {
        return api.on("beginSso", handler::begin)
                .on("finishSso", handler::answer)
                .on("receiveSsoLogout", logout::receive)
                .on("showLinked", page::show)
                .on("unlink", page::unlink);
    }

    /** What expires: each removes up to so many rows and says how many it removed. */
    public List<IntFunction<Future<Integer>>> removals() {
        return List.of(store::removeExpired);
    }

    /** Withdraws roles that other providers lent and have not vouched for lately. */
    public void withdrawLapsed() {
        var _ = store.withdrawLapsed()
                .onFailure(failure -> LOG.warn("lapsed roles stay until the next look: {}", failure.toString()));
    }
}
