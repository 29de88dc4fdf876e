package dev.legato.account.plan;

import dev.legato.contracts.Entitlements;
import java.util.Optional;

/** What accounts are entitled to: by their own plan, or by that of the family that they belong to. Blocks its virtual thread. */
public final class Plans {
    private final PlanSettings settings;
    private final PlanStore plans;
    private final FamilyStore families;

    /**
     * The plan of an account.
     *
     * @param own the state of its own plan
     * @param plan the one that counts
     */
    record Standing(Subscription own, Plan plan) {}

    public Plans(PlanSettings settings, PlanStore plans, FamilyStore families) {
        this.settings = settings;
        this.plans = plans;
        this.families = families;
    }

    /** Whether there are plans at all; without them everyone is entitled to everything. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /** What an account is entitled to. */
    public Entitlements of(String account) {
        return limits(account).entitlements();
    }

    /** The same, with how many devices it may register. */
    public PlanLimits limits(String account) {
        return settings.enabled() ? settings.of(standing(account).plan()) : PlanLimits.NONE;
    }

    Standing standing(String account) {
        Subscription own = plans.of(account);
        if (own.effective() != Plan.FREE) {
            return new Standing(own, own.effective());
        }
        Optional<String> owner = families.ownerOf(account);
        boolean shares = owner.isPresent() && plans.of(owner.get()).effective() == Plan.FAMILY;
        return new Standing(own, shares ? Plan.FAMILY : Plan.FREE);
    }
}
