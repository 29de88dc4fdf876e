package dev.legato.account;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what has expired: sessions, guests nobody is any more, failures of past windows, networks not used for long. */
final class Sweeper {
    /** How often it is worth sweeping. */
    static final Duration EVERY = Duration.ofHours(1);

    private static final int PORTION = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final AccountStore accounts;
    private final SessionStore sessions;
    private final FailureStore failures;
    private final KnownNetworkStore networks;
    private final Clock clock;
    private final Duration tokenLife;

    Sweeper(
            AccountStore accounts,
            SessionStore sessions,
            FailureStore failures,
            KnownNetworkStore networks,
            Clock clock,
            Duration tokenLife) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.failures = failures;
        this.networks = networks;
        this.clock = clock;
        this.tokenLife = tokenLife;
    }

    /** Sweeps once; what fails is left for the next time. */
    Future<Void> sweep() {
        // A guest that logged out may hold an access token for a while, and sign up with it.
        return putOff(sessions.removeExpired())
                .compose(_ -> putOff(removeGuests(clock.instant().minus(tokenLife))))
                .compose(_ -> putOff(failures.removeExpired()))
                .compose(_ -> putOff(networks.removeExpired()));
    }

    /** In portions, each within what a statement may take. */
    private Future<Integer> removeGuests(Instant created) {
        return accounts.removeGuestsBefore(created, PORTION)
                .compose(removed -> removed < PORTION ? Future.succeededFuture(removed) : removeGuests(created));
    }

    private static Future<Void> putOff(Future<?> removal) {
        return removal.<Void>mapEmpty().recover(failure -> {
            LOG.warn("sweeping is put off: {}", failure.toString());
            return Future.succeededFuture();
        });
    }
}
