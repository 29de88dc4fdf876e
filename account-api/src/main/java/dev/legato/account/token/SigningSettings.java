package dev.legato.account.token;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How access tokens are signed.
 *
 * @param rotation {@code account.keyRotation}, how long a signing key signs before the next one does
 * @param accessTokens {@code account.accessTokenTtl}, how long an access token is valid
 */
public record SigningSettings(Duration rotation, Duration accessTokens) {
    /** The longest that access tokens may be set to live. */
    public static final Duration MAX_ACCESS_TOKENS = Duration.ofHours(24);

    public static SigningSettings from(Settings settings) {
        settings.rejectRetired(
                "account.signingKey",
                "account.masterKey or account.masterKeyFile, 32 random bytes in base64; the signing keys are in the"
                        + " database now, encrypted under it");
        settings.rejectRetired("account.publicUrl", "tokens.issuer, the public URL of the gateway");
        return new SigningSettings(
                settings.duration(
                        "account.keyRotation", Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(365)),
                settings.duration(
                        "account.accessTokenTtl", Duration.ofMinutes(10), Duration.ofSeconds(10), MAX_ACCESS_TOKENS));
    }
}
