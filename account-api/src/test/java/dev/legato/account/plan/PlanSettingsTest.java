package dev.legato.account.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Entitlements;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanSettingsTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @Test
    void from_nothingSet_hasNoPlansAndNoLimits() {
        PlanSettings settings = PlanSettings.from(Settings.of(Map.of()));
        assertFalse(settings.enabled());
        for (Plan plan : Plan.values()) {
            assertEquals(PlanLimits.NONE, settings.of(plan), "without plans");
        }
        assertEquals(
                new PlanLimits(new Entitlements(160_000, 1, false, 6), 3),
                settings.limits().get(Plan.FREE));
        assertEquals(
                new PlanLimits(new Entitlements(NO_LIMIT, 2, true, NO_LIMIT), 10),
                settings.limits().get(Plan.PREMIUM));
        assertEquals(Duration.ofDays(30), settings.trial());
        assertEquals(Duration.ofDays(7), settings.grace());
        assertEquals(6, settings.familyMembers());
        assertNull(settings.billingKey());
    }

    @Test
    void from_everyKey_isRead() {
        Settings source = Settings.of(Map.of(
                "account.plans", "true",
                "account.plan.free", "maxBitrate=96000, streams=1, offline=no, skipsPerHour=0, devices=2",
                "account.plan.premium", "streams=4",
                "account.plan.family", "streams=unlimited",
                "account.plan.student", "devices=7",
                "account.plan.trial", "offline=yes",
                "account.trial", "14d",
                "account.grace", "3d",
                "account.familyMembers", "4",
                "account.billingSecret", "0123456789abcdef0123456789abcdef"));
        PlanSettings settings = PlanSettings.from(source);
        source.rejectUnknown();
        assertTrue(settings.enabled());
        assertEquals(new PlanLimits(new Entitlements(96_000, 1, false, 0), 2), settings.of(Plan.FREE));
        assertEquals(
                new PlanLimits(new Entitlements(NO_LIMIT, 4, true, NO_LIMIT), NO_LIMIT), settings.of(Plan.PREMIUM));
        assertEquals(PlanLimits.NONE, settings.of(Plan.FAMILY));
        assertEquals(7, settings.of(Plan.STUDENT).devices());
        assertEquals(PlanLimits.NONE, settings.of(Plan.TRIAL));
        assertEquals(Duration.ofDays(14), settings.trial());
        assertEquals(Duration.ofDays(3), settings.grace());
        assertEquals(4, settings.familyMembers());
        assertNotNull(settings.billingKey());
        assertFalse(settings.toString().contains("0123"), "no secret in logs");
    }

    @Test
    void from_shortSecret_isRefusedWithoutShowingIt() {
        Settings given = Settings.of(Map.of("account.billingSecret", "short"));
        var failure = assertThrows(SettingsException.class, () -> PlanSettings.from(given));
        assertEquals("account.billingSecret: 5 bytes (expected: >= 32)", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams=0",
                "streams",
                "streams=1, streams=2",
                "stream=1",
                "maxBitrate=1000000000",
                "offline=maybe",
                "devices=-1",
                "=1"
            })
    void from_planOfAnotherForm_isRefusedWithItsKey(String plan) {
        Settings given = Settings.of(Map.of("account.plan.free", plan));
        var failure = assertThrows(SettingsException.class, () -> PlanSettings.from(given));
        assertTrue(failure.getMessage().startsWith("account.plan.free: "), failure.getMessage());
    }
}
