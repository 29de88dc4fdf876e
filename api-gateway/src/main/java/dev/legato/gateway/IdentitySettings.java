package dev.legato.gateway;

import dev.legato.runtime.net.TrustedProxies;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.Optional;

/**
 * Which proxies in front say who is asking, and how.
 *
 * @param proxies {@code gateway.identity.proxies}, none by default
 * @param user {@code gateway.identity.user}, the header with the name of who is asking
 * @param email {@code gateway.identity.email}, the header with the address
 * @param name {@code gateway.identity.name}, the header with what the person is called
 * @param groups {@code gateway.identity.groups}, the header with the groups, separated by commas
 * @param secret {@code gateway.identity.secret}, shared with account-api's {@code account.sso.proxy.secret}
 */
record IdentitySettings(
        TrustedProxies proxies, String user, String email, String name, String groups, Optional<String> secret) {
    private static final int MIN_SECRET = 32;

    static IdentitySettings from(Settings settings) {
        List<String> listed = settings.list("gateway.identity.proxies", List.of());
        Optional<String> secret = settings.secret("gateway.identity.secret");
        if (!listed.isEmpty()
                && secret.filter(text -> text.length() >= MIN_SECRET).isEmpty()) {
            throw new SettingsException(
                    "gateway.identity.proxies needs gateway.identity.secret (expected: %d characters"
                                    .formatted(MIN_SECRET)
                            + " or more, the same as account.sso.proxy.secret)");
        }
        return new IdentitySettings(
                TrustedProxies.from(settings, "gateway.identity.proxies", List.of()),
                settings.text("gateway.identity.user", "Remote-User"),
                settings.text("gateway.identity.email", "Remote-Email"),
                settings.text("gateway.identity.name", "Remote-Name"),
                settings.text("gateway.identity.groups", "Remote-Groups"),
                secret);
    }

    /** The secret in no message. */
    @Override
    public String toString() {
        return "IdentitySettings[proxies=%s]".formatted(proxies);
    }
}
