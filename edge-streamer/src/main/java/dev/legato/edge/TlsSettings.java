package dev.legato.edge;

import dev.legato.edge.tls.BoringSsl;
import dev.legato.edge.tls.KeyPair;
import dev.legato.edge.tls.Staple;
import dev.legato.edge.tls.TicketKeys;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 and 1.2.
 *
 * @param certificate {@code edge.tls.certificate}, a PEM file: the chain, leaf first
 * @param key {@code edge.tls.key}, a PEM file: the private key, PKCS #8
 * @param isNative {@code edge.tls.engine}: {@code boringssl} or {@code jdk}; {@code auto}, as if not set, is BoringSSL where
 *     its library loads
 * @param ocsp {@code edge.tls.ocsp}, a DER file: the OCSP response to staple, by BoringSSL only; null for none
 * @param reload {@code edge.tls.reload} (10s), how often these files are looked at
 * @param ticketKeys {@code edge.tls.ticketKeys} (12h), how long a key seals session tickets; it opens them twice as long
 * @param tickets the keys of this process
 * @param staple the response read
 * @param clientCa {@code edge.cdn.clientCa}: who has a certificate signed by one of these may show it; null to ask for none
 */
record TlsSettings(
        Path certificate,
        Path key,
        boolean isNative,
        @Nullable Path ocsp,
        Duration reload,
        Duration ticketKeys,
        TicketKeys tickets,
        Staple staple,
        @Nullable Path clientCa) {
    static @Nullable TlsSettings from(Settings settings, CdnSettings cdn) {
        Optional<Path> certificate = settings.path("edge.tls.certificate");
        Optional<Path> key = settings.path("edge.tls.key");
        Optional<Path> ocsp = settings.path("edge.tls.ocsp");
        boolean isNative = isNative(settings.text("edge.tls.engine", "auto"));
        Duration reload = settings.duration(
                "edge.tls.reload", Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofHours(24));
        Duration ticketKeys = settings.duration(
                "edge.tls.ticketKeys", Duration.ofHours(12), Duration.ofMinutes(1), Duration.ofDays(7));
        if (certificate.isEmpty() && key.isEmpty()) {
            if (cdn.clientCa() != null) {
                throw new SettingsException(
                        "edge.cdn.clientCa: '%s' (expected: edge.tls.certificate beside it)".formatted(cdn.clientCa()));
            }
            return null;
        }
        if (ocsp.isPresent() && !isNative) {
            throw new SettingsException(
                    "edge.tls.ocsp: '%s' (expected: none, the JDK staples no file)".formatted(ocsp.get()));
        }
        TlsSettings tls = new TlsSettings(
                file("edge.tls.certificate", certificate),
                file("edge.tls.key", key),
                isNative,
                ocsp.orElse(null),
                reload,
                ticketKeys,
                new TicketKeys(),
                new Staple(ocsp.orElse(null)),
                cdn.clientCa());
        try {
            KeyPair.check(tls.certificate, tls.key);
            tls.staple.read();
        } catch (IOException e) {
            throw new SettingsException("edge.tls: " + e.getMessage());
        }
        return tls;
    }

    HttpServerOptions apply(HttpServerOptions options) {
        if (clientCa != null) {
            // Listeners have none: who shows one must show a good one.
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(clientCa.toString()));
        }
        return options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()))
                .setSslEngineOptions(isNative ? new BoringSsl(tickets, staple) : new JdkSSLEngineOptions());
    }

    /** The part of the options that can be exchanged while the server runs. */
    ServerSSLOptions sslOptions() {
        return Objects.requireNonNull(apply(new HttpServerOptions()).getSslOptions());
    }

    private static boolean isNative(String engine) {
        return switch (engine) {
            case "auto" -> OpenSSLEngineOptions.isAvailable();
            case "boringssl" -> {
                if (!OpenSSLEngineOptions.isAvailable()) {
                    throw new SettingsException("edge.tls.engine: 'boringssl' (its library does not load here)");
                }
                yield true;
            }
            case "jdk" -> false;
            default ->
                throw new SettingsException(
                        "edge.tls.engine: '%s' (expected: auto, boringssl or jdk)".formatted(engine));
        };
    }

    private static Path file(String setting, Optional<Path> path) {
        if (path.isEmpty() || !Files.isReadable(path.get())) {
            throw new SettingsException("%s: '%s' (expected: a readable PEM file)"
                    .formatted(setting, path.map(Path::toString).orElse("")));
        }
        return path.get();
    }
}
