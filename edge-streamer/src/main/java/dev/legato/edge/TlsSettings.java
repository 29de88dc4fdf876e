package dev.legato.edge;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 and 1.2, by BoringSSL where its library loads, else by the JDK.
 *
 * @param certificate {@code edge.tls.certificate}, a PEM file: the chain, leaf first
 * @param key {@code edge.tls.key}, a PEM file: the private key, PKCS #8
 */
record TlsSettings(Path certificate, Path key) {
    static @Nullable TlsSettings from(Settings settings) {
        Optional<Path> certificate = settings.path("edge.tls.certificate");
        Optional<Path> key = settings.path("edge.tls.key");
        if (certificate.isEmpty() && key.isEmpty()) {
            return null;
        }
        return new TlsSettings(file("edge.tls.certificate", certificate), file("edge.tls.key", key));
    }

    HttpServerOptions apply(HttpServerOptions options) {
        return options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()))
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable()
                                ? new OpenSSLEngineOptions().setSessionCacheEnabled(true)
                                : new JdkSSLEngineOptions());
    }

    private static Path file(String setting, Optional<Path> path) {
        if (path.isEmpty() || !Files.isReadable(path.get())) {
            throw new SettingsException("%s: '%s' (expected: a readable PEM file)"
                    .formatted(setting, path.map(Path::toString).orElse("")));
        }
        return path.get();
    }
}
