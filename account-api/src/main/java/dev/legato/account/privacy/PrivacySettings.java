package dev.legato.account.privacy;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How accounts are deleted and exported.
 *
 * @param grace {@code account.deletionGrace}, how long a deletion can be taken back
 * @param sweep {@code account.deletionSweep}, how often deletions that are due are looked for
 * @param reminder {@code account.deletionReminder}, after which a service that has not answered is asked again
 */
public record PrivacySettings(Duration grace, Duration sweep, Duration reminder) {
    /** Reads them. */
    public static PrivacySettings from(Settings settings) {
        return new PrivacySettings(
                settings.duration("account.deletionGrace", Duration.ofDays(14), Duration.ZERO, Duration.ofDays(90)),
                settings.duration(
                        "account.deletionSweep", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(1)),
                settings.duration(
                        "account.deletionReminder", Duration.ofHours(1), Duration.ofMillis(100), Duration.ofDays(1)));
    }
}
