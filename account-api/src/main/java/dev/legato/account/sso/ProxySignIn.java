package dev.legato.account.sso;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Optional;

/**
 * Sign-in by the word of a proxy in front of the gateway, section {@code account.sso.proxy}.
 *
 * @param name {@code name}, what the button calls it
 * @param secret {@code secret} or {@code secretFile}, the gateway's {@code gateway.identity.secret}; without it nobody signs in
 *     this way
 */
record ProxySignIn(String name, String secret, Admission admission) {
    /** What it is called where providers have their ids. */
    static final String ID = "proxy";

    /** What stands where other providers have their issuer. */
    static final String ISSUER = "proxy";

    private static final int MIN_SECRET = 32;

    /** Empty if there is no secret. */
    static Optional<ProxySignIn> from(Settings settings) {
        Optional<String> secret = settings.secret("account.sso.proxy.secret");
        if (secret.filter(text -> text.length() < MIN_SECRET).isPresent()) {
            throw new SettingsException("account.sso.proxy.secret: %d characters (expected: %d or more)"
                    .formatted(secret.get().length(), MIN_SECRET));
        }
        String name = settings.text("account.sso.proxy.name", "Single sign-on");
        Admission admission = Admission.from(settings, "account.sso.proxy");
        return secret.map(text -> new ProxySignIn(name, text, admission));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "ProxySignIn";
    }
}
