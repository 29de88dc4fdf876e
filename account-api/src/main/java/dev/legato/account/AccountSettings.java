package dev.legato.account;

import dev.legato.account.oauth.OAuthClient;
import dev.legato.account.privacy.PrivacySettings;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.Turns;
import dev.legato.account.vault.MasterKey;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.net.TrustedProxies;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings of account-api, section {@code account}.
 *
 * @param tokens whose {@code issuer} it signs with
 * @param signingKey {@code account.signingKey}, a JWK or a JWK set whose first key signs; made if it is not there
 * @param masterKey {@code account.masterKey}, see {@link MasterKey}
 * @param publicUrl {@code account.publicUrl}, where clients reach the gateway
 * @param accessTokens {@code account.accessTokenTtl}, how long an access token is valid
 * @param sessions {@code account.sessionIdle}, after which an unused session ends
 * @param hashThreads {@code account.hashThreads}, how many passwords are hashed at a time (19 MiB each)
 * @param hashQueue {@code account.hashQueue}, how many wait for that; more get 503
 * @param loginLimits {@code account.failuresPerAccount}, {@code .failuresPerAddress}, {@code .failuresByStrangers} and
 *     {@code .guestsPerAddress} in {@code account.failureWindow}, see {@link LoginThrottle.Limits}
 * @param failureDelay {@code account.failureDelay}, the pause before each attempt that is slowed down
 * @param proxies {@code account.proxies}, the proxies whose {@code X-Forwarded-For} is believed: the gateways
 * @param clients {@code account.clients}, see {@link OAuthClient}
 */
public record AccountSettings(
        HttpSettings http,
        PostgresSettings postgres,
        KafkaSettings kafka,
        TokenSettings tokens,
        Path signingKey,
        MasterKey masterKey,
        URI publicUrl,
        Duration accessTokens,
        Duration sessions,
        int hashThreads,
        int hashQueue,
        LoginThrottle.Limits loginLimits,
        Duration failureDelay,
        TrustedProxies proxies,
        List<OAuthClient> clients,
        PrivacySettings privacy) {

    public AccountSettings {
        clients = List.copyOf(clients);
    }

    public static AccountSettings from(Settings settings) {
        return new AccountSettings(
                HttpSettings.from(settings, LegatoService.ACCOUNT),
                PostgresSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                settings.path("account.signingKey")
                        .orElseThrow(() -> new SettingsException("account.signingKey is not set (expected: the path of"
                                + " a JWK file; it is made if it is not there)")),
                MasterKey.from(settings),
                settings.uri(
                        "account.publicUrl",
                        URI.create("http://localhost:" + LegatoService.GATEWAY.port()),
                        "http",
                        "https"),
                settings.duration(
                        "account.accessTokenTtl", Duration.ofMinutes(15), Duration.ofSeconds(10), Duration.ofHours(24)),
                settings.duration(
                        "account.sessionIdle", Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(365)),
                (int) settings.integer("account.hashThreads", 2, 1, 64),
                (int) settings.integer("account.hashQueue", 64, 1, 10_000),
                loginLimits(settings),
                settings.duration("account.failureDelay", Duration.ofSeconds(2), Duration.ofMillis(1), Turns.MAX_WAIT),
                TrustedProxies.from(settings, "account.proxies", List.of("127.0.0.0/8", "::1")),
                settings.list("account.clients", List.of()).stream()
                        .map(OAuthClient::parse)
                        .toList(),
                PrivacySettings.from(settings));
    }

    private static LoginThrottle.Limits loginLimits(Settings settings) {
        return new LoginThrottle.Limits(
                (int) settings.integer("account.failuresPerAccount", 10, 1, 1_000),
                (int) settings.integer("account.failuresPerAddress", 200, 1, 100_000),
                (int) settings.integer("account.failuresByStrangers", 100, 1, 100_000),
                (int) settings.integer("account.guestsPerAddress", 600, 1, 1_000_000),
                settings.duration(
                        "account.failureWindow", Duration.ofMinutes(15), Duration.ofMinutes(1), Duration.ofDays(7)));
    }
}
