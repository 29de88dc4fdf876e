package dev.legato.account.plan;

import dev.legato.contracts.Entitlements;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A plan over the wire. What is null in its limits is not limited.
 *
 * @param plan null while the installation has no plans
 * @param status of the account's own plan
 * @param until when the status ends
 * @param next the plan after it, if it is another
 * @param reminders payments that have failed in a row
 */
record PlanView(
        @Nullable String plan,
        String status,
        @Nullable Instant until,
        @Nullable String next,
        int reminders,
        boolean trialUsed,
        Limits limits) {
    record Limits(
            @Nullable Integer maxBitrate,
            @Nullable Integer streams,
            boolean offline,
            @Nullable Integer skipsPerHour,
            @Nullable Integer devices) {
        static Limits of(PlanLimits limits) {
            Entitlements entitlements = limits.entitlements();
            return new Limits(
                    bounded(entitlements.maxBitrate()),
                    bounded(entitlements.streams()),
                    entitlements.offline(),
                    bounded(entitlements.skipsPerHour()),
                    bounded(limits.devices()));
        }

        private static @Nullable Integer bounded(int limit) {
            return limit == Integer.MAX_VALUE ? null : limit;
        }
    }

    /** A plan and how it came to be. */
    record Audited(PlanView plan, List<PlanStore.Change> changes) {
        Audited {
            changes = List.copyOf(changes);
        }
    }

    /** The view of an installation without plans. */
    static PlanView none() {
        return new PlanView(null, "none", null, null, 0, false, Limits.of(PlanLimits.NONE));
    }

    static PlanView of(Plans.Standing standing, PlanLimits limits) {
        Subscription own = standing.own();
        return new PlanView(
                standing.plan().label(),
                own.status().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                own.until(),
                own.next() == null ? null : own.next().label(),
                own.reminders(),
                own.trialUsed(),
                Limits.of(limits));
    }
}
