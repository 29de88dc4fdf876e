package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS to origins. Their certificates are verified against their host names.
 *
 * @param ca {@code edge.origin.tls.ca}, a PEM file with the certificates that sign theirs; null for the JDK's
 * @param certificate {@code edge.origin.tls.certificate}, a PEM file that this edge shows to them; null for none
 * @param key {@code edge.origin.tls.key}, its private key, PKCS #8
 * @param verify {@code edge.origin.tls.verify} (true): false takes any certificate, for tests alone
 */
public record OriginTls(
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key,
        boolean verify) {
    static OriginTls from(Settings settings) {
        Optional<Path> certificate = settings.path("edge.origin.tls.certificate");
        Optional<Path> key = settings.path("edge.origin.tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingsException(
                    "edge.origin.tls.certificate and edge.origin.tls.key: one is set (expected: both or none)");
        }
        return new OriginTls(
                settings.path("edge.origin.tls.ca").orElse(null),
                certificate.orElse(null),
                key.orElse(null),
                settings.flag("edge.origin.tls.verify", true));
    }

    /**
     * Has a client's options speak TLS. Reads the files, once for all connections.
     *
     * @throws SettingsException if one of them cannot be used
     */
    HttpClientOptions apply(Vertx vertx, HttpClientOptions options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setVerifyHost(verify)
                .setTrustAll(!verify)
                // BoringSSL refuses a trust manager that checks nothing.
                .setSslEngineOptions(
                        verify && OpenSSLEngineOptions.isAvailable()
                                ? new OpenSSLEngineOptions()
                                : new JdkSSLEngineOptions());
        if (ca != null) {
            PemTrustOptions trust = new PemTrustOptions().addCertPath(ca.toString());
            check("edge.origin.tls.ca", ca, () -> trust.getTrustManagerFactory(vertx));
            options.setTrustOptions(trust);
        }
        if (certificate != null && key != null) {
            PemKeyCertOptions own =
                    new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
            check("edge.origin.tls.certificate", certificate, () -> own.getKeyManagerFactory(vertx));
            options.setKeyCertOptions(own);
        }
        return options;
    }

    /** Loads what Vert.x would load at the first connection only. */
    @FunctionalInterface
    private interface Load {
        Object load() throws Exception;
    }

    private static void check(String setting, Path file, Load load) {
        try {
            var _ = load.load();
        } catch (Exception e) {
            throw new SettingsException(
                    "%s: '%s' (expected: a readable PEM file; %s)".formatted(setting, file, e.getMessage()));
        }
    }
}
