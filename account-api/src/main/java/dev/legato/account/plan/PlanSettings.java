package dev.legato.account.plan;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Which plans there are.
 *
 * @param enabled {@code account.plans} (false): without it everyone is entitled to everything
 * @param limits {@code account.plan.free}, {@code .premium}, {@code .family}, {@code .student} and {@code .trial}, see {@link
 *     PlanLimits}
 * @param trial {@code account.trial}, how long an account may try
 * @param grace {@code account.grace}, how long a plan lasts after a payment failed or did not come
 * @param familyMembers {@code account.familyMembers}, with the owner
 * @param billingKey {@code account.billingSecret}, shared with the payment provider; null if there is none
 */
public record PlanSettings(
        boolean enabled,
        Map<Plan, PlanLimits> limits,
        Duration trial,
        Duration grace,
        int familyMembers,
        @Nullable SecretKey billingKey) {
    private static final int MIN_SECRET_BYTES = 32;
    private static final Map<Plan, List<String>> DEFAULTS = Map.of(
            Plan.FREE,
            List.of("maxBitrate=160000", "streams=1", "offline=no", "skipsPerHour=6", "devices=3"),
            Plan.PREMIUM,
            List.of("streams=2", "devices=10"),
            Plan.FAMILY,
            List.of("streams=6", "devices=20"),
            Plan.STUDENT,
            List.of("streams=1", "devices=5"),
            Plan.TRIAL,
            List.of("streams=2", "devices=5"));

    public PlanSettings {
        limits = Map.copyOf(limits);
    }

    /** @throws SettingsException if a plan is not of its form */
    public static PlanSettings from(Settings settings) {
        Map<Plan, PlanLimits> limits = new EnumMap<>(Plan.class);
        for (Plan plan : Plan.values()) {
            limits.put(plan, limits(settings, "account.plan." + plan.label(), plan));
        }
        return new PlanSettings(
                settings.flag("account.plans", false),
                limits,
                settings.duration("account.trial", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(365)),
                settings.duration("account.grace", Duration.ofDays(7), Duration.ofHours(1), Duration.ofDays(90)),
                (int) settings.integer("account.familyMembers", 6, 2, 50),
                billingKey(settings));
    }

    /** What a plan allows; everything while plans are off. */
    PlanLimits of(Plan plan) {
        return enabled ? Objects.requireNonNull(limits.get(plan)) : PlanLimits.NONE;
    }

    /** The settings without their secret. */
    @Override
    public String toString() {
        return "PlanSettings[enabled=%s, limits=%s]".formatted(enabled, limits);
    }

    private static PlanLimits limits(Settings settings, String key, Plan plan) {
        try {
            return PlanLimits.parse(settings.list(key, Objects.requireNonNull(DEFAULTS.get(plan))));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("%s: %s".formatted(key, e.getMessage()));
        }
    }

    private static @Nullable SecretKey billingKey(Settings settings) {
        byte[] secret = settings.secret("account.billingSecret").orElse("").getBytes(StandardCharsets.UTF_8);
        if (secret.length > 0 && secret.length < MIN_SECRET_BYTES) {
            throw new SettingsException(
                    "account.billingSecret: %d bytes (expected: >= %d)".formatted(secret.length, MIN_SECRET_BYTES));
        }
        return secret.length == 0 ? null : new SecretKeySpec(secret, BillingSignature.ALGORITHM);
    }
}
