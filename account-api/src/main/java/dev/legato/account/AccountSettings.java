package dev.legato.account;

import dev.legato.account.mail.MailSettings;
import dev.legato.account.oauth.OAuthSettings;
import dev.legato.account.plan.PlanSettings;
import dev.legato.account.privacy.PrivacySettings;
import dev.legato.account.signin.LoginThrottle;
import dev.legato.account.signin.SignUpSettings;
import dev.legato.account.signin.Turns;
import dev.legato.account.sso.SsoSettings;
import dev.legato.account.token.SigningSettings;
import dev.legato.account.vault.MasterKey;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.net.TrustedProxies;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of account-api, section {@code account}.
 *
 * @param tokens whose {@code issuer} it signs with
 * @param signing how access tokens are signed
 * @param masterKey {@code account.masterKey}, see {@link MasterKey}
 * @param sessions {@code account.sessionIdle}, after which an unused session ends
 * @param hashThreads {@code account.hashThreads}, how many passwords are hashed at a time (19 MiB each)
 * @param hashQueue {@code account.hashQueue}, how many wait for that; more get 503
 * @param loginLimits {@code account.failuresPerAccount}, {@code .failuresPerAddress}, {@code .failuresByStrangers} and
 *     {@code .guestsPerAddress} in {@code account.failureWindow}, see {@link LoginThrottle.Limits}
 * @param failureDelay {@code account.failureDelay}, the pause before each attempt that is slowed down
 * @param proxies {@code account.proxies}, the proxies whose {@code X-Forwarded-For} is believed: the gateways
 * @param signUp {@code account.signUp} and {@code account.verifyMail}, see {@link SignUpSettings}
 * @param mail {@code account.smtp}, see {@link MailSettings}
 * @param oauth OAuth clients, see {@link OAuthSettings}
 * @param plans {@code account.plans} and what belongs to it, see {@link PlanSettings}
 * @param sso {@code account.sso}, see {@link SsoSettings}
 */
public record AccountSettings(
        HttpSettings http,
        PostgresSettings postgres,
        KafkaSettings kafka,
        TokenSettings tokens,
        SigningSettings signing,
        MasterKey masterKey,
        Duration sessions,
        int hashThreads,
        int hashQueue,
        LoginThrottle.Limits loginLimits,
        Duration failureDelay,
        TrustedProxies proxies,
        SignUpSettings signUp,
        Optional<MailSettings> mail,
        OAuthSettings oauth,
        PlanSettings plans,
        PrivacySettings privacy,
        SsoSettings sso) {

    public static AccountSettings from(Settings settings) {
        Optional<MailSettings> mail = MailSettings.from(settings);
        return new AccountSettings(
                HttpSettings.from(settings, LegatoService.ACCOUNT),
                PostgresSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                SigningSettings.from(settings),
                MasterKey.from(settings),
                settings.duration(
                        "account.sessionIdle", Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(365)),
                (int) settings.integer("account.hashThreads", 2, 1, 64),
                (int) settings.integer("account.hashQueue", 64, 1, 10_000),
                loginLimits(settings),
                settings.duration("account.failureDelay", Duration.ofSeconds(2), Duration.ofMillis(1), Turns.MAX_WAIT),
                TrustedProxies.from(settings, "account.proxies", List.of("127.0.0.0/8", "::1")),
                SignUpSettings.from(settings, mail.isPresent()),
                mail,
                OAuthSettings.from(settings),
                PlanSettings.from(settings),
                PrivacySettings.from(settings),
                SsoSettings.from(settings));
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
