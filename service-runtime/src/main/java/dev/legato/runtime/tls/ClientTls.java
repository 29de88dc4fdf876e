package dev.legato.runtime.tls;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of what a process calls: other services, Redis and Kafka, settings {@code tls.…}.
 *
 * @param ca {@code tls.ca}, certificates in PEM of those who sign the certificates of others; without it, those this Java trusts
 * @param identity {@code tls.certificate} and {@code tls.key}, what is shown to those who ask for it
 */
public record ClientTls(Optional<Path> ca, Optional<Identity> identity) {
    /** Trusts what this Java trusts, and shows nothing. */
    public static final ClientTls DEFAULT = new ClientTls(Optional.empty(), Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    /**
     * A certificate chain and its key, in PEM.
     *
     * @param key as PKCS #8
     */
    public record Identity(Path certificate, Path key) {}

    /** @throws SettingsException if only a part of an identity is set, or a file cannot be read */
    public static ClientTls from(Settings settings) {
        Optional<Path> ca = settings.path("tls.ca");
        Optional<Path> certificate = settings.path("tls.certificate");
        Optional<Path> key = settings.path("tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingsException("tls.certificate and tls.key belong together");
        }
        Stream.of(ca, certificate, key)
                .flatMap(Optional::stream)
                .forEach(file -> PemFiles.requireReadable("tls", file));
        return new ClientTls(ca, certificate.map(chain -> new Identity(chain, key.orElseThrow())));
    }

    /** Has the options of a Vert.x client trust and show this where it speaks TLS. */
    public <T extends TCPSSLOptions> T apply(T options) {
        ca.ifPresent(file -> options.setTrustOptions(trust(file)));
        identity.ifPresent(own -> options.setKeyCertOptions(shown(own)));
        return options;
    }

    /** The part that can be exchanged while a client is in use. */
    private ClientSSLOptions options() {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        ca.ifPresent(file -> options.setTrustOptions(trust(file)));
        identity.ifPresent(own -> options.setKeyCertOptions(shown(own)));
        return options;
    }

    private static PemTrustOptions trust(Path file) {
        return new PemTrustOptions().addCertPath(file.toString());
    }

    private static PemKeyCertOptions shown(Identity own) {
        return new PemKeyCertOptions()
                .setCertPath(own.certificate().toString())
                .setKeyPath(own.key().toString());
    }

    /** Has a client use changed files for new connections. Call it on a context, with which the watching ends. */
    public void watch(Vertx vertx, HttpClientAgent client) {
        if (files().isEmpty()) {
            return;
        }
        PemFiles files = new PemFiles(files());
        var _ = vertx.setPeriodic(PemFiles.LOOK_EVERY.toMillis(), _ -> {
            if (files.haveChanged()) {
                client.updateSSLOptions(options(), true)
                        .onFailure(e -> LOG.warn("TLS: calls use the files as they were: {}", e.toString()));
            }
        });
    }

    /**
     * The same for a client whose library cannot exchange them while it is in use: it uses the files as they are when a connection
     * is opened.
     */
    public <T extends TCPSSLOptions> T applyCurrent(T options) {
        if (!files().isEmpty()) {
            CurrentFiles current = new CurrentFiles(this);
            options.setTrustOptions(TrustOptions.wrap(current.trust()))
                    .setKeyCertOptions(KeyCertOptions.wrap(current.keys()));
        }
        return options;
    }

    /** The same as a context of Java's. */
    public SSLContext currentContext() {
        return new CurrentFiles(this).context();
    }

    /** Trusts and shows the files as they are now, for the JDK's client. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("tls.* cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("tls.* cannot be read", e);
        }
    }

    List<Path> files() {
        return Stream.concat(ca.stream(), identity.stream().flatMap(own -> Stream.of(own.certificate(), own.key())))
                .toList();
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (identity.isEmpty()) {
            return new KeyManager[0];
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(PemStores.keys(identity.get().certificate(), identity.get().key()), PemStores.password());
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(ca.isPresent() ? PemStores.certificates(ca.get()) : null);
        return factory.getTrustManagers();
    }
}
