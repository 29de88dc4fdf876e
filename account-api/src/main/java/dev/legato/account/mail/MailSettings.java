package dev.legato.account.mail;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Optional;

/**
 * The SMTP server that letters are given to.
 *
 * @param host {@code account.smtp.host}; without it no mail is sent
 * @param port {@code account.smtp.port}
 * @param security {@code account.smtp.security}
 * @param user {@code account.smtp.user}, if the server asks who sends
 * @param password {@code account.smtp.password}
 * @param from {@code account.smtp.from}, the address that letters come from
 */
public record MailSettings(
        String host, int port, Security security, Optional<String> user, Optional<String> password, String from) {
    /** How the connection is encrypted. */
    public enum Security {
        /** By STARTTLS, and not used if the server does not offer it (RFC 3207). */
        STARTTLS,
        /** From the beginning (RFC 8314 §3.3). */
        TLS,
        /** Not at all, for a server on the same machine. */
        NONE
    }

    /** The settings, or empty without {@code account.smtp.host}. */
    public static Optional<MailSettings> from(Settings settings) {
        String host = settings.text("account.smtp.host", "");
        int port = (int) settings.integer("account.smtp.port", 587, 1, 65_535);
        Security security = settings.choice("account.smtp.security", Security.STARTTLS);
        Optional<String> user = settings.text("account.smtp.user");
        Optional<String> password = settings.secret("account.smtp.password");
        String from = settings.text("account.smtp.from", "");
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()) {
            throw new SettingsException("account.smtp.from is not set (expected: the address that letters come from)");
        }
        return Optional.of(new MailSettings(host, port, security, user, password, from));
    }

    MailConfig config() {
        MailConfig config = new MailConfig(host, port)
                .setSsl(security == Security.TLS)
                .setStarttls(security == Security.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(user.isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
                .setMaxPoolSize(2)
                .setConnectTimeout(10_000);
        user.ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        return config;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s:%d %s".formatted(host, port, security);
    }
}
