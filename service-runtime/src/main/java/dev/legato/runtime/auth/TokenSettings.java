package dev.legato.runtime.auth;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How access tokens are verified.
 *
 * @param issuer {@code tokens.issuer}, the {@code iss} claim they must have: the public URL of the gateway without a path, the
 *     same under whatever name a request comes
 * @param audience {@code tokens.audience}, what their {@code aud} claim must hold
 * @param jwks {@code tokens.jwks}, where the issuer's public keys stand: {@code http(s)://…} or {@code file:///…}
 * @param revocations {@code tokens.revocations}, where what was revoked is polled; by default beside {@code jwks}, and null if
 *     that is a file
 */
public record TokenSettings(
        URI issuer, String audience, URI jwks, @Nullable URI revocations) {
    private static final String ISSUER = "http://localhost:" + LegatoService.GATEWAY.port();
    private static final String JWKS = "http://127.0.0.1:%d/oauth2/jwks.json".formatted(LegatoService.ACCOUNT.port());

    public TokenSettings {
        if (issuer.getHost() == null
                || issuer.getUserInfo() != null
                || issuer.getQuery() != null
                || issuer.getFragment() != null
                || !issuer.getPath().isEmpty()) {
            throw new SettingsException(
                    "tokens.issuer: %s (expected: a URL without a path, like https://music.example.org)"
                            .formatted(issuer));
        }
    }

    public static TokenSettings from(Settings settings) {
        URI jwks = settings.uri("tokens.jwks", URI.create(JWKS), "http", "https", "file");
        return new TokenSettings(
                settings.uri("tokens.issuer", URI.create(ISSUER), "http", "https"),
                settings.text("tokens.audience", "legato"),
                jwks,
                settings.uri("tokens.revocations", "http", "https").orElse(beside(jwks)));
    }

    private static @Nullable URI beside(URI jwks) {
        return jwks.getScheme().equals("file") ? null : jwks.resolve("/oauth2/revocations");
    }
}
