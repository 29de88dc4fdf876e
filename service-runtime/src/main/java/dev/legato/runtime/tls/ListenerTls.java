package dev.legato.runtime.tls;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a listener, settings {@code {section}.tls.…}.
 *
 * @param certificate {@code certificate}, the chain in PEM
 * @param key {@code key}, in PEM (PKCS #8)
 * @param clientCa {@code clientCa}, certificates in PEM: whoever connects must show one that they have signed
 */
public record ListenerTls(Path certificate, Path key, Optional<Path> clientCa) {
    /** Ephemeral keys and authenticated encryption, the strongest first (RFC 9325 §4.2); the JDK has weaker ones on as well. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

    /**
     * Reads a section; empty if it sets no certificate.
     *
     * @throws SettingsException if only a part of it is set, or a file cannot be read
     */
    public static Optional<ListenerTls> from(Settings settings, String section) {
        Optional<Path> certificate = settings.path(section + ".tls.certificate");
        Optional<Path> key = settings.path(section + ".tls.key");
        Optional<Path> clientCa = settings.path(section + ".tls.clientCa");
        if (certificate.isPresent() != key.isPresent() || (clientCa.isPresent() && key.isEmpty())) {
            throw new SettingsException("%s.tls: certificate and key belong together".formatted(section));
        }
        Stream.of(certificate, key, clientCa)
                .flatMap(Optional::stream)
                .forEach(file -> PemFiles.requireReadable(section + ".tls", file));
        return certificate.map(chain -> new ListenerTls(chain, key.orElseThrow(), clientCa));
    }

    /** Has a server's options speak TLS. */
    public HttpServerOptions apply(HttpServerOptions options) {
        clientCa.ifPresent(ca -> options.setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        return options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()));
    }

    /**
     * Has a server show a changed certificate to new connections; open ones keep theirs. Call it on the server's context,
     * with which the watching ends.
     */
    public void watch(Vertx vertx, HttpServer server) {
        PemFiles files = new PemFiles(
                Stream.concat(Stream.of(certificate, key), clientCa.stream()).toList());
        var _ = vertx.setPeriodic(PemFiles.LOOK_EVERY.toMillis(), _ -> {
            if (files.haveChanged()) {
                var options =
                        Objects.requireNonNull(apply(new HttpServerOptions()).getSslOptions());
                server.updateSSLOptions(options, true)
                        .onSuccess(_ -> LOG.info("TLS: new connections use {}", certificate))
                        .onFailure(e -> LOG.warn("TLS: the old certificate stays in use: {}", e.toString()));
            }
        });
    }
}
