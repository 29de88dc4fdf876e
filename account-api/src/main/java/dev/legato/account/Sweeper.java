package dev.legato.account;

import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.FailureStore;
import dev.legato.account.signin.KnownNetworkStore;
import dev.legato.account.token.Revocations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has expired: sessions, guests without a session, failures of past windows, networks unused for long, revocations. */
final class Sweeper {
    /** How often it is worth sweeping. */
    static final Duration EVERY = Duration.ofHours(1);

    /** Rows that a statement removes, so that it keeps within its time-out. */
    static final int PORTION = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final AccountStore accounts;
    private final SessionStore sessions;
    private final FailureStore failures;
    private final KnownNetworkStore networks;
    private final Revocations revocations;
    private final Clock clock;
    private final Duration tokenLife;
    private final List<IntFunction<Future<Integer>>> more = new ArrayList<>();

    Sweeper(
            AccountStore accounts,
            SessionStore sessions,
            FailureStore failures,
            KnownNetworkStore networks,
            Revocations revocations,
            Clock clock,
            Duration tokenLife) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.failures = failures;
        this.networks = networks;
        this.revocations = revocations;
        this.clock = clock;
        this.tokenLife = tokenLife;
    }

    /**
     * Lets it remove what else expires.
     *
     * @param removal removes up to so many rows and says how many it removed
     */
    void and(IntFunction<Future<Integer>> removal) {
        more.add(removal);
    }

    /** Sweeps once; what fails is left for the next time. */
    Future<Void> sweep() {
        // A guest that logged out may hold an access token for a while, and sign up with it.
        Instant since = clock.instant().minus(tokenLife);
        Future<Void> swept = remove(sessions::removeExpiredTokens)
                .compose(_ -> remove(sessions::removeExpired))
                .compose(_ -> remove(most -> accounts.removeGuests(since, most)))
                .compose(_ -> remove(failures::removeExpired))
                .compose(_ -> remove(networks::removeExpired))
                .compose(_ -> remove(revocations::removeExpired));
        for (IntFunction<Future<Integer>> removal : more) {
            swept = swept.compose(_ -> remove(removal));
        }
        return swept;
    }

    /** @param removal removes up to so many and says how many it removed */
    private static Future<Void> remove(IntFunction<Future<Integer>> removal) {
        Promise<Void> done = Promise.promise();
        removeOn(removal, done);
        return done.future().recover(failure -> {
            LOG.warn("sweeping is put off: {}", failure.toString());
            return Future.succeededFuture();
        });
    }

    private static void removeOn(IntFunction<Future<Integer>> removal, Promise<Void> done) {
        var _ = removal.apply(PORTION)
                .onSuccess(removed -> {
                    if (removed < PORTION) {
                        done.complete();
                    } else {
                        removeOn(removal, done);
                    }
                })
                .onFailure(done::fail);
    }
}
