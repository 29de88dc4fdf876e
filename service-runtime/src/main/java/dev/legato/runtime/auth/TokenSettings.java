package dev.legato.runtime.auth;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import dev.legato.runtime.tls.ClientTls;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
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
 * @param tls {@code tls.…}, what it trusts and shows where these stand at {@code https}
 * @param nonceKey {@code tokens.dpopNonceKey}, with which the nonces are made that DPoP proofs must contain, the same in all
 *     processes; empty if they need none
 */
public record TokenSettings(
        URI issuer, String audience, URI jwks, @Nullable URI revocations, ClientTls tls, Optional<SecretKey> nonceKey) {
    private static final int NONCE_KEY_BYTES = 32;
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

    /** One whose calls trust what this Java trusts, and whose proofs need no nonce. */
    public TokenSettings(URI issuer, String audience, URI jwks, @Nullable URI revocations) {
        this(issuer, audience, jwks, revocations, ClientTls.DEFAULT, Optional.empty());
    }

    public static TokenSettings from(Settings settings) {
        URI jwks = settings.uri("tokens.jwks", URI.create(JWKS), "http", "https", "file");
        return new TokenSettings(
                settings.uri("tokens.issuer", URI.create(ISSUER), "http", "https"),
                settings.text("tokens.audience", "legato"),
                jwks,
                settings.uri("tokens.revocations", "http", "https").orElse(beside(jwks)),
                ClientTls.from(settings),
                settings.secret("tokens.dpopNonceKey").map(TokenSettings::nonceKey));
    }

    private static SecretKey nonceKey(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            if (key.length >= NONCE_KEY_BYTES) {
                return new SecretKeySpec(key, "HmacSHA256");
            }
        } catch (IllegalArgumentException _) {
            // The cause would show a part of the key.
        }
        throw new SettingsException(
                "tokens.dpopNonceKey: no key (expected: %d random bytes or more in base64)".formatted(NONCE_KEY_BYTES));
    }

    private static @Nullable URI beside(URI jwks) {
        return jwks.getScheme().equals("file") ? null : jwks.resolve("/oauth2/revocations");
    }
}
