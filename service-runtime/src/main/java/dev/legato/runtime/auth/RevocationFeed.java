package dev.legato.runtime.auth;

import dev.legato.contracts.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the issuer for what was revoked. While the issuer is down the list stays what it is: whoever is signed in goes on, and
 * nobody is signed out.
 */
final class RevocationFeed {
    /** A revocation shall be known everywhere within two seconds. */
    static final Duration POLL = Duration.ofSeconds(1);

    /** The next poll is a second away, and an issuer restarts in a few: fewer failures than this are not worth a line. */
    private static final int FAILURES_TO_REPORT = 5;

    private static final int PAGE_SECONDS = 10;
    private static final int BAD_REQUEST = 400;
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);

    private final Vertx vertx;
    private final Issuer issuer;
    private final RevocationList list;
    private final Consumer<Set<String>> keyIds;
    private final Clock clock;
    private final long timer;
    private Future<Void> polling = Future.succeededFuture();
    private volatile boolean loaded;
    private volatile String place = "";
    private int failures;

    /**
     * Begins to poll.
     *
     * @param keyIds gets the ids of all keys whose signatures are valid, after each poll
     * @param random says when in each second, so that services that start together do not poll at the same instant
     */
    RevocationFeed(
            Vertx vertx,
            Issuer issuer,
            RevocationList list,
            Consumer<Set<String>> keyIds,
            Clock clock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.list = list;
        this.keyIds = keyIds;
        this.clock = clock;
        this.timer = vertx.setPeriodic(1 + random.nextLong(POLL.toMillis()), POLL.toMillis(), _ -> {
            var _ = poll();
        });
    }

    /** Whether the list was fetched once. */
    boolean isLoaded() {
        return loaded;
    }

    /** Polls, unless that is under way; completes when it is done, well or not. */
    synchronized Future<Void> poll() {
        if (polling.isComplete()) {
            polling = read(place)
                    .<Void>map(next -> {
                        place = next;
                        loaded = true;
                        failures = 0;
                        return null;
                    })
                    .otherwise(failure -> {
                        log(failure);
                        if (failure instanceof StatusException answer && answer.status() == BAD_REQUEST) {
                            place = ""; // the issuer does not know it
                        }
                        return null;
                    });
        }
        return polling;
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** Completes with where the next poll begins. */
    private Future<String> read(String after) {
        return issuer.revocations(after).timeout(PAGE_SECONDS, TimeUnit.SECONDS).compose(page -> {
            use(page);
            String more = page.more();
            return more == null
                    ? Future.succeededFuture(page.next())
                    : read(more).map(_ -> page.next());
        });
    }

    private void use(Revocation.Page page) {
        list.add(page.items(), clock.instant());
        keyIds.accept(page.keys());
    }

    private void log(Throwable failure) {
        failures++;
        if (failures == FAILURES_TO_REPORT) {
            LOG.warn(
                    "revocations could not be fetched {} times in a row; those known stay in force: {}",
                    failures,
                    failure.toString());
        }
    }
}
