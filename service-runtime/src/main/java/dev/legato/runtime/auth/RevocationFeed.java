package dev.legato.runtime.auth;

import dev.legato.contracts.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the issuer for what was revoked. While the issuer is down the list stays what it is: whoever is signed in goes on, and
 * nobody is signed out.
 */
final class RevocationFeed {
    /** A revocation shall be known everywhere within two seconds. */
    static final Duration POLL = Duration.ofSeconds(1);

    private static final int POLL_SECONDS = 10;
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
    private boolean failing;

    /** @param keyIds gets the ids of all keys whose signatures are valid, after each poll */
    RevocationFeed(Vertx vertx, Issuer issuer, RevocationList list, Consumer<Set<String>> keyIds, Clock clock) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.list = list;
        this.keyIds = keyIds;
        this.clock = clock;
        this.timer = vertx.setPeriodic(POLL.toMillis(), _ -> {
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
                    .timeout(POLL_SECONDS, TimeUnit.SECONDS)
                    .<Void>map(next -> {
                        place = next;
                        loaded = true;
                        failing = false;
                        return null;
                    })
                    .otherwise(failure -> {
                        log(failure);
                        place = ""; // it may be the place that the issuer does not take
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
        return issuer.revocations(after).compose(page -> {
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
        if (!failing) {
            LOG.warn("revocations could not be fetched; those known stay in force: {}", failure.toString());
        }
        failing = true;
    }
}
