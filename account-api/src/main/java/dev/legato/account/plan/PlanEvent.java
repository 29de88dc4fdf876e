package dev.legato.account.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account's plan, as a payment provider reports it or an admin or the account itself does it.
 * Events have an order of their own, so that it does not matter in which order they arrive.
 *
 * @param id the same each time the event is reported
 * @param at when it happened
 * @param sequence orders events of one instant
 * @param plan which plan it is about, or null
 * @param until when what it brings ends, or null
 */
public record PlanEvent(
        String id,
        Instant at,
        long sequence,
        Kind kind,
        @Nullable Plan plan,
        @Nullable Instant until) {
    /** The order in which events happened. */
    public static final Comparator<PlanEvent> ORDER = Comparator.comparing(PlanEvent::at)
            .thenComparingLong(PlanEvent::sequence)
            .thenComparing(PlanEvent::id);

    /** What happened. */
    public enum Kind {
        /** A trial began; only the first one counts. */
        TRIAL_STARTED(false, true),
        /** A plan was paid for. */
        PAID(true, true),
        /** A payment failed, be it that it will be tried again. */
        PAYMENT_FAILED(false, false),
        /** The plan is not continued after its period. */
        CANCELLED(false, false),
        /** The plan is continued nevertheless. */
        RESUMED(false, false),
        /** Another plan from now on, in the period that is paid. */
        UPGRADED(true, false),
        /** Another plan after the period. */
        DOWNGRADED(true, false),
        /** The plan ends now, as after a refund. */
        ENDED(false, false),
        /** An admin gave a plan, without end or until then. */
        GRANTED(true, false);

        private final boolean needsPlan;
        private final boolean needsUntil;

        Kind(boolean needsPlan, boolean needsUntil) {
            this.needsPlan = needsPlan;
            this.needsUntil = needsUntil;
        }

        /** The kind's name over the wire, such as {@code payment-failed}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public PlanEvent {
        // As finely as PostgreSQL stores it, so that the order is the same before and after.
        at = at.truncatedTo(ChronoUnit.MICROS);
        if (kind.needsPlan && plan == null) {
            throw new IllegalArgumentException(
                    "plan: missing (expected: the plan that was %s)".formatted(kind.label()));
        }
        if (kind.needsUntil && until == null) {
            throw new IllegalArgumentException("until: missing (expected: when it ends)");
        }
    }
}
