package dev.legato.allinone.acme;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who certifies the name of {@code ./legato up --tls acme}, and how.
 *
 * @param directory {@code tls.acme.directory}, where the authority says what it offers (RFC 8555 §7.1.1); by default Let's Encrypt
 * @param email {@code tls.acme.email}, to which the authority may write; never logged
 * @param ca {@code tls.acme.ca}, certificates in PEM by which the authority's own server is trusted; without it, those this Java
 *     trusts
 * @param port {@code tls.acme.port}, on which the authority's challenges are answered. The world must reach it as port 80
 */
public record AcmeSettings(URI directory, Optional<String> email, Optional<Path> ca, int port) {
    private static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
    private static final int HTTP_PORT = 80;

    public static AcmeSettings from(Settings settings) {
        return new AcmeSettings(
                settings.uri("tls.acme.directory", LETS_ENCRYPT, "https"),
                settings.text("tls.acme.email"),
                settings.path("tls.acme.ca"),
                settings.port("tls.acme.port", HTTP_PORT));
    }

    /** What is trusted when the authority is asked. */
    ClientTls tls() {
        return new ClientTls(ca, Optional.empty());
    }
}
