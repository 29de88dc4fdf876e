package dev.legato.runtime.auth;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.net.URI;

/**
 * How access tokens are verified.
 *
 * @param issuer {@code tokens.issuer}, the {@code iss} claim they must have
 * @param jwks {@code tokens.jwks}, where the issuer's public keys stand: {@code http(s)://…} or {@code file:///…}
 * @param tls {@code tls.…}, what it trusts and shows where they stand at {@code https}
 */
public record TokenSettings(String issuer, URI jwks, ClientTls tls) {
    /** One whose calls trust what this Java trusts. */
    public TokenSettings(String issuer, URI jwks) {
        this(issuer, jwks, ClientTls.DEFAULT);
    }

    public static TokenSettings from(Settings settings) {
        return new TokenSettings(
                settings.text("tokens.issuer", "legato"),
                settings.uri(
                        "tokens.jwks",
                        URI.create("http://127.0.0.1:%d/oauth2/jwks.json".formatted(LegatoService.ACCOUNT.port())),
                        "http",
                        "https",
                        "file"),
                ClientTls.from(settings));
    }
}
