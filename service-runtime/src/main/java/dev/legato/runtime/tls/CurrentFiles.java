package dev.legato.runtime.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Managers that look at the files of a {@link ClientTls} at each handshake, and read them again when they have changed. They are
 * for clients whose library cannot exchange its own. Where new files cannot be used, those read last stay in use.
 */
final class CurrentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentFiles.class);

    private final ClientTls tls;
    private final PemFiles files;
    private Managers managers;

    private record Managers(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {}

    CurrentFiles(ClientTls tls) {
        this.tls = tls;
        this.files = new PemFiles(tls.files());
        try {
            this.managers = read();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("tls.* cannot be used: " + e.getMessage(), e);
        }
    }

    X509ExtendedKeyManager keys() {
        return new Keys();
    }

    X509ExtendedTrustManager trust() {
        return new Trust();
    }

    /** A context whose connections use the files as they are when they are opened. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new Keys[] {new Keys()}, new Trust[] {new Trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java speaks TLS", e);
        }
    }

    private synchronized Managers current() {
        if (files.haveChanged()) {
            try {
                managers = read();
                LOG.info("TLS: new connections use the changed files of tls.*");
            } catch (GeneralSecurityException | IOException e) {
                LOG.warn("TLS: calls use the files as they were: {}", e.toString());
            }
        }
        return managers;
    }

    private Managers read() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        Optional<ClientTls.Identity> own = tls.identity();
        KeyStore shown = own.isPresent()
                ? PemStores.keys(own.get().certificate(), own.get().key())
                : PemStores.empty();
        keys.init(shown, PemStores.password());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(tls.ca().isPresent() ? PemStores.certificates(tls.ca().get()) : null);
        return new Managers((X509ExtendedKeyManager) keys.getKeyManagers()[0], (X509ExtendedTrustManager)
                trust.getTrustManagers()[0]);
    }

    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return current().keys().getClientAliases(keyType, issuers);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return current().keys().chooseClientAlias(keyType, issuers, socket);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return current().keys().chooseEngineClientAlias(keyType, issuers, engine);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return current().keys().getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return current().keys().getPrivateKey(alias);
        }
    }

    private final class Trust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("these are a client's");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            current().trust().checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            current().trust().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            current().trust().checkServerTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return current().trust().getAcceptedIssuers();
        }
    }
}
