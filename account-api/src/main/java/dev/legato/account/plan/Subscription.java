package dev.legato.account.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account's plan, and what time and events make of it.
 *
 * <pre>
 *   NONE ──trial-started──► TRIAL ──until──► EXPIRED
 *   any  ──paid──► ACTIVE ──until, payment-failed──► PAST_DUE ──until──► EXPIRED
 *                    │  ▲                              │
 *           cancelled│  │resumed                       └──paid──► ACTIVE
 *                    ▼  │
 *                 CANCELLED ──until──► EXPIRED
 * </pre>
 *
 * <p>All of it is a function of the events and the time alone. Whoever has the same events comes to the same state.
 *
 * @param plan that is, or was last
 * @param until when the state ends, or null
 * @param reminders how many payments have failed in a row
 * @param next the plan after the period; null for the same
 * @param trialUsed whether there has been a trial
 */
public record Subscription(
        Plan plan,
        Status status,
        @Nullable Instant until,
        int reminders,
        @Nullable Plan next,
        boolean trialUsed) {
    /** The state of an account to which nothing has happened. */
    public static final Subscription NONE = new Subscription(Plan.FREE, Status.NONE, null, 0, null, false);

    private static final Set<Status> RUNNING = Set.of(Status.TRIAL, Status.ACTIVE, Status.PAST_DUE, Status.CANCELLED);

    /** Where in its life a plan is. */
    public enum Status {
        NONE,
        TRIAL,
        ACTIVE,
        /** Paid no longer, but not ended yet. */
        PAST_DUE,
        /** Not continued after its period. */
        CANCELLED,
        EXPIRED
    }

    /** The plan that counts. */
    public Plan effective() {
        return RUNNING.contains(status) ? plan : Plan.FREE;
    }

    /**
     * Returns what time has made of it.
     *
     * @param grace how long a plan lasts after a payment did not come
     */
    public Subscription at(Instant now, Duration grace) {
        Subscription state = this;
        while (state.until != null && !now.isBefore(state.until)) {
            Subscription after = state.ended(state.until, grace);
            if (after.equals(state)) {
                return state;
            }
            state = after;
        }
        return state;
    }

    private Subscription ended(Instant end, Duration grace) {
        return switch (status) {
            case TRIAL, PAST_DUE, CANCELLED -> expired();
            case ACTIVE ->
                next == Plan.FREE
                        ? expired()
                        : new Subscription(
                                next == null ? plan : next, Status.PAST_DUE, end.plus(grace), 0, null, trialUsed);
            case NONE, EXPIRED -> this;
        };
    }

    /** Returns what an event makes of it; one that does not fit the state changes nothing. */
    public Subscription after(PlanEvent event, Duration grace) {
        Subscription state = at(event.at(), grace);
        boolean runs = RUNNING.contains(state.status);
        return switch (event.kind()) {
            case TRIAL_STARTED -> runs || state.trialUsed ? state : trial(event.until());
            case PAID -> state.active(Objects.requireNonNull(event.plan()), event.until());
            case PAYMENT_FAILED -> state.failed(event.at().plus(grace));
            case CANCELLED -> runs ? state.cancelled() : state;
            case RESUMED -> state.status == Status.CANCELLED ? state.active(state.plan, state.until) : state;
            case UPGRADED -> runs ? state.active(Objects.requireNonNull(event.plan()), state.until) : state;
            case DOWNGRADED -> state.status == Status.ACTIVE ? state.downgraded(event.plan()) : state;
            case ENDED -> runs ? state.expired() : state;
            case GRANTED -> state.granted(Objects.requireNonNull(event.plan()), event.until());
        };
    }

    /** Returns what events make of it, in the order in which they happened. */
    public Subscription after(Collection<PlanEvent> events, Duration grace) {
        Subscription state = this;
        for (PlanEvent event : events.stream().sorted(PlanEvent.ORDER).toList()) {
            state = state.after(event, grace);
        }
        return state;
    }

    private static Subscription trial(@Nullable Instant until) {
        return new Subscription(Plan.TRIAL, Status.TRIAL, until, 0, null, true);
    }

    private Subscription active(Plan paid, @Nullable Instant end) {
        return paid == Plan.FREE ? expired() : new Subscription(paid, Status.ACTIVE, end, 0, null, trialUsed);
    }

    /** The first failure begins the grace; further ones do not prolong it. */
    private Subscription failed(Instant graceEnds) {
        return switch (status) {
            case ACTIVE -> new Subscription(plan, Status.PAST_DUE, graceEnds, 1, next, trialUsed);
            case PAST_DUE -> new Subscription(plan, Status.PAST_DUE, until, reminders + 1, next, trialUsed);
            case NONE, TRIAL, CANCELLED, EXPIRED -> this;
        };
    }

    private Subscription cancelled() {
        return until == null ? expired() : new Subscription(plan, Status.CANCELLED, until, reminders, null, trialUsed);
    }

    private Subscription downgraded(@Nullable Plan to) {
        return until == null
                ? active(to == null ? Plan.FREE : to, null)
                : new Subscription(plan, Status.ACTIVE, until, 0, to, trialUsed);
    }

    /** Nobody pays for what an admin gave, so that it ends without grace. */
    private Subscription granted(Plan given, @Nullable Instant end) {
        if (given == Plan.FREE) {
            return expired();
        }
        return new Subscription(given, end == null ? Status.ACTIVE : Status.CANCELLED, end, 0, null, trialUsed);
    }

    private Subscription expired() {
        return new Subscription(plan, Status.EXPIRED, null, 0, null, trialUsed);
    }
}
