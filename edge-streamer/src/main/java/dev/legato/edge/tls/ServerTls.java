package dev.legato.edge.tls;

import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** TLS of a running server: its files checked, its ticket keys and staple, and the options that Vert.x takes. */
public final class ServerTls {
    private final TlsSettings settings;
    private final TicketKeys tickets = new TicketKeys();
    private final Staple staple;

    private ServerTls(TlsSettings settings) {
        this.settings = settings;
        this.staple = new Staple(settings.ocsp());
    }

    /**
     * Reads and checks the files that the settings name.
     *
     * @throws SettingsException if one cannot be used
     */
    public static ServerTls open(TlsSettings settings) {
        ServerTls tls = new ServerTls(settings);
        Path clientCa = settings.clientCa();
        if (clientCa != null) {
            checkCertificates(clientCa);
        }
        try {
            tls.check();
        } catch (IOException e) {
            throw new SettingsException("edge.tls: " + e.getMessage());
        }
        return tls;
    }

    /** Has a server's options speak TLS. */
    public HttpServerOptions apply(HttpServerOptions options) {
        Path clientCa = settings.clientCa();
        if (clientCa != null) {
            // Listeners have no certificate; whoever shows one must show a valid one.
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(clientCa.toString()));
        }
        return options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(settings.certificate().toString())
                        .setKeyPath(settings.key().toString()))
                .setSslEngineOptions(settings.isNative() ? new BoringSsl(tickets, staple) : new JdkSSLEngineOptions());
    }

    /** The part of the options that can be exchanged while the server runs. */
    ServerSSLOptions sslOptions() {
        return Objects.requireNonNull(apply(new HttpServerOptions()).getSslOptions());
    }

    /**
     * Reads the certificate, the key and the staple again.
     *
     * @throws IOException if one of them cannot be used, or certificate and key do not belong together
     */
    void check() throws IOException {
        KeyPair.check(settings.certificate(), settings.key());
        staple.read();
    }

    void rotateTickets() {
        tickets.rotate();
    }

    /** How often the files are to be checked for changes. */
    Duration reload() {
        return settings.reload();
    }

    /** How often ticket keys are to be rotated. */
    Duration ticketKeys() {
        return settings.ticketKeys();
    }

    Path certificate() {
        return settings.certificate();
    }

    /** The files that are watched for changes; null for one that is not set. */
    List<@Nullable Path> files() {
        return Arrays.asList(settings.certificate(), settings.key(), settings.ocsp(), settings.clientCa());
    }

    private static void checkCertificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty()) {
                return;
            }
        } catch (IOException | CertificateException _) {
            // the same message serves
        }
        throw new SettingsException(
                "edge.cdn.clientCa: '%s' (expected: a readable PEM file with certificates)".formatted(file));
    }
}
