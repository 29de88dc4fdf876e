package dev.legato.account.privacy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes accounts whose grace is over, and asks until every service has forgotten them. For virtual threads. */
final class Deletions {
    /** Accounts per sweep that services are reminded of. */
    private static final int MAX_REMINDERS = 500;

    /** How long a service may take before this shows in health: longer than a weekend's outage would be noticed. */
    private static final Duration OVERDUE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    private final DeletionStore store;
    private final PrivacySettings settings;
    private final Duration tokenLife;
    private final Clock clock;
    private final Runnable afterCommit;
    private final AtomicLong unanswered = new AtomicLong();

    /**
     * Creates it.
     *
     * @param tokenLife how long an access token is accepted at most
     * @param afterCommit called when there may be events to relay
     */
    Deletions(DeletionStore store, PrivacySettings settings, Duration tokenLife, Clock clock, Runnable afterCommit) {
        this.store = store;
        this.settings = settings;
        this.tokenLife = tokenLife;
        this.clock = clock;
        this.afterCommit = afterCommit;
    }

    void bindTo(MeterRegistry meters) {
        var _ = Gauge.builder("legato.account.deletions.unanswered", unanswered, AtomicLong::get)
                .description("Services that have yet to confirm that they forgot an account, all accounts together")
                .register(meters);
    }

    /** Does what is due now; what fails is left for the next time. */
    void sweep() {
        try {
            int deleted = 0;
            while (store.deleteOne(tokenLife)) {
                deleted++;
            }
            int reminded = store.remind(settings.reminder(), MAX_REMINDERS);
            if (deleted + reminded > 0) {
                LOG.info("{} accounts are deleted, services are reminded of {}", deleted, reminded);
                afterCommit.run();
            }
            unanswered.set(store.open().await().answers());
        } catch (Exception e) { // await throws checked exceptions as well
            LOG.warn("deletions are put off: {}", e.toString());
        }
    }

    /** Fails if a service has not confirmed for a day that it forgot an account. */
    Future<Void> check() {
        return store.open()
                .compose(open -> open.since()
                                .filter(since -> since.plus(OVERDUE).isBefore(clock.instant()))
                                .isPresent()
                        ? Future.failedFuture(
                                "%d confirmations that an account is forgotten are overdue".formatted(open.answers()))
                        : Future.succeededFuture());
    }
}
