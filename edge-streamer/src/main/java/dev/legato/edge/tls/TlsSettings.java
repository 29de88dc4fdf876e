package dev.legato.edge.tls;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 and 1.2.
 *
 * @param certificate {@code edge.tls.certificate}, a PEM file: the chain, leaf first
 * @param key {@code edge.tls.key}, a PEM file: the private key, PKCS #8
 * @param isNative {@code edge.tls.engine}: {@code boringssl} or {@code jdk}; {@code auto}, the default, is BoringSSL
 *     where its library loads
 * @param ocsp {@code edge.tls.ocsp}, a DER file: the OCSP response to staple, by BoringSSL only; null for none
 * @param reload {@code edge.tls.reload} (10s), how often these files are checked for changes
 * @param ticketKeys {@code edge.tls.ticketKeys} (12h), how long a key seals session tickets; it opens them twice as
 *     long
 * @param clientCa {@code edge.cdn.clientCa}: clients may show a certificate that one of these has signed; null to ask
 *     for none
 */
public record TlsSettings(
        Path certificate,
        Path key,
        boolean isNative,
        @Nullable Path ocsp,
        Duration reload,
        Duration ticketKeys,
        @Nullable Path clientCa) {
    /** What may be set as the engine. */
    private enum Engine {
        AUTO,
        BORINGSSL,
        JDK
    }

    /**
     * Reads the settings; null to speak plain text.
     *
     * @param clientCa {@code edge.cdn.clientCa}, null if it is not set
     */
    public static @Nullable TlsSettings from(Settings settings, @Nullable Path clientCa) {
        Optional<Path> certificate = settings.path("edge.tls.certificate");
        Optional<Path> key = settings.path("edge.tls.key");
        Optional<Path> ocsp = settings.path("edge.tls.ocsp");
        Engine engine = settings.choice("edge.tls.engine", Engine.AUTO);
        Duration reload = settings.duration(
                "edge.tls.reload", Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofHours(24));
        Duration ticketKeys = settings.duration(
                "edge.tls.ticketKeys", Duration.ofHours(12), Duration.ofMinutes(1), Duration.ofDays(7));
        if (certificate.isEmpty() && key.isEmpty()) {
            if (clientCa != null) {
                throw new SettingsException(
                        "edge.cdn.clientCa: '%s' (expected: edge.tls.certificate beside it)".formatted(clientCa));
            }
            return null;
        }
        boolean isNative = isNative(engine); // loads the library, which takes a tenth of an edge's start
        if (ocsp.isPresent() && !isNative) {
            throw new SettingsException(
                    "edge.tls.ocsp: '%s' (expected: none, the JDK staples no file)".formatted(ocsp.get()));
        }
        return new TlsSettings(
                file("edge.tls.certificate", certificate),
                file("edge.tls.key", key),
                isNative,
                ocsp.orElse(null),
                reload,
                ticketKeys,
                clientCa);
    }

    private static boolean isNative(Engine engine) {
        return switch (engine) {
            case AUTO -> OpenSSLEngineOptions.isAvailable();
            case BORINGSSL -> {
                if (!OpenSSLEngineOptions.isAvailable()) {
                    throw new SettingsException("edge.tls.engine: 'boringssl' (its library does not load here)");
                }
                yield true;
            }
            case JDK -> false;
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
