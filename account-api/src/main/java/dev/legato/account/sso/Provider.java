package dev.legato.account.sso;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An OpenID provider at which people may sign in, section {@code account.sso.ID}.
 *
 * @param id of the settings, part of the URLs here
 * @param name {@code name}, what the button calls it
 * @param issuer {@code issuer}, below which its discovery document is; https, or http on this machine
 * @param clientId {@code clientId}, what we are called there
 * @param clientSecret {@code clientSecret}, or in a file; empty for a public client
 * @param scopes {@code scopes}, asked for beside {@code openid}
 * @param trustEmail {@code trustEmail}, whether an address of a provider that does not say whether it verified it is the
 *     person's nevertheless
 * @param rolesClaim {@code rolesClaim}, the claim with the groups that {@code roles} names
 */
record Provider(
        String id,
        String name,
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        List<String> scopes,
        boolean trustEmail,
        String rolesClaim,
        Admission admission) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    Provider {
        scopes = List.copyOf(scopes);
    }

    static Provider from(Settings settings, String id) {
        if (!ID.matcher(id).matches() || id.equals(ProxySignIn.ID)) {
            throw new SettingsException(
                    "account.sso.providers: '%s' (expected: a lower-case letter, then letters and digits; not '%s')"
                            .formatted(id, ProxySignIn.ID));
        }
        String section = "account.sso." + id;
        String key = section + ".issuer";
        URI issuer = settings.uri(key, "https", "http")
                .orElseThrow(() -> new SettingsException(key + " is not set (expected: the provider's issuer)"));
        if (!isProtected(issuer)) {
            throw new SettingsException("%s: '%s' (expected: https, or a host of this machine)".formatted(key, issuer));
        }
        return new Provider(
                id,
                settings.text(section + ".name", id),
                issuer,
                settings.required(section + ".clientId"),
                settings.secret(section + ".clientSecret"),
                settings.list(section + ".scopes", List.of("profile", "email")),
                settings.flag(section + ".trustEmail", false),
                settings.text(section + ".rolesClaim", "groups"),
                Admission.from(settings, section));
    }

    /** Whether nobody on the way can read or change what is sent there. */
    static boolean isProtected(URI uri) {
        return uri.getHost() != null
                && ("https".equals(uri.getScheme())
                        || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Provider[%s]".formatted(id);
    }
}
