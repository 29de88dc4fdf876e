package dev.legato.account;

import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What account-api needs to know.
 *
 * @param tokens whose {@code issuer} it signs with
 * @param signingKey {@code account.signingKey}, a JWK or a JWK set whose first key signs; made if it is not there
 * @param publicUrl {@code account.publicUrl}, where clients find the front door
 * @param accessTokens {@code account.accessTokenTtl}, how long an access token is good
 * @param sessions {@code account.sessionIdle}, after which an unused session ends
 * @param hashThreads {@code account.hashThreads}, how many passwords are hashed at a time (19 MiB each)
 * @param hashQueue {@code account.hashQueue}, how many wait for that; more get 503
 * @param failuresPerAccount {@code account.failuresPerAccount} in {@link #failureWindow}, then 429
 * @param failuresPerAddress {@code account.failuresPerAddress} in {@link #failureWindow}, then 429
 * @param failureWindow {@code account.failureWindow}
 * @param proxies {@code account.proxies}, addresses whose {@code X-Forwarded-For} is believed
 * @param clients {@code account.clients}, see {@link OAuthClient}
 */
public record AccountSettings(
        HttpSettings http,
        PostgresSettings postgres,
        TokenSettings tokens,
        Path signingKey,
        URI publicUrl,
        Duration accessTokens,
        Duration sessions,
        int hashThreads,
        int hashQueue,
        int failuresPerAccount,
        int failuresPerAddress,
        Duration failureWindow,
        Set<String> proxies,
        List<OAuthClient> clients) {
    private static final int PORT = 8101;

    public AccountSettings {
        proxies = Set.copyOf(proxies);
        clients = List.copyOf(clients);
    }

    public static AccountSettings from(Settings settings) {
        return new AccountSettings(
                HttpSettings.from(settings, "account", PORT),
                PostgresSettings.from(settings),
                TokenSettings.from(settings),
                settings.path("account.signingKey")
                        .orElseThrow(() -> new SettingsException("account.signingKey is not set (expected: the path of"
                                + " a JWK file; it is made if it is not there)")),
                settings.uri("account.publicUrl", "http", "https").orElseGet(() -> URI.create("http://localhost:8080")),
                settings.duration("account.accessTokenTtl", Duration.ofMinutes(15)),
                settings.duration("account.sessionIdle", Duration.ofDays(30)),
                (int) settings.integer("account.hashThreads", 2, 1, 64),
                (int) settings.integer("account.hashQueue", 64, 1, 10_000),
                (int) settings.integer("account.failuresPerAccount", 10, 1, 1_000),
                (int) settings.integer("account.failuresPerAddress", 50, 1, 100_000),
                settings.duration("account.failureWindow", Duration.ofMinutes(15)),
                Set.copyOf(settings.list("account.proxies", List.of("127.0.0.1", "0:0:0:0:0:0:0:1"))),
                settings.list("account.clients", List.of()).stream()
                        .map(OAuthClient::parse)
                        .toList());
    }
}
