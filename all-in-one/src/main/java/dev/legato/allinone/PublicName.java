package dev.legato.allinone;

import dev.legato.contracts.LegatoService;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name by which the world reaches this machine, for which an authority certifies it.
 *
 * @param host a DNS name of at least two labels, in lower case
 */
record PublicName(String host) {
    private static final int MAX_CHARACTERS = 253;
    private static final int HTTPS_PORT = 443;
    private static final Pattern DNS_NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws StartupException if it is no such name */
    static PublicName of(@Nullable String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        if (name.length() > MAX_CHARACTERS || !DNS_NAME.matcher(name).matches()) {
            throw new StartupException(
                    "--host %s: no public name (expected with --tls acme: the name by which the world reaches this machine, such as music.example.org)"
                            .formatted(name));
        }
        return new PublicName(name);
    }

    /** The gateway's URL under this name. */
    String url(Settings settings) {
        int port = settings.port("gateway.port", LegatoService.GATEWAY.port());
        return "https://" + host + (port == HTTPS_PORT ? "" : ":" + port);
    }

    /** Settings by which the world gets in under this name, unless they say otherwise. */
    Settings settings(Settings given) {
        return given.withDefaults(Map.of(
                "gateway.host",
                "0.0.0.0",
                "edge.host",
                "0.0.0.0",
                "tokens.issuer",
                url(given),
                // Links to audio under any other name would not fit the certificate.
                "links.hosts",
                host));
    }
}
