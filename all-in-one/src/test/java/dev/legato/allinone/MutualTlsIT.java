package dev.legato.allinone;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.account.AccountService;
import dev.legato.account.AccountSettings;
import dev.legato.embedded.LocalCa;
import dev.legato.embedded.SharedBackends;
import dev.legato.gateway.GatewayService;
import dev.legato.gateway.GatewaySettings;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and account-api that speak TLS, and to each other only with certificates of one authority. */
final class MutualTlsIT {
    private static final List<String> HERE = List.of("127.0.0.1");

    @TempDir
    Path folder;

    private LocalCa ca;
    private ServiceProcess process;
    private int account;
    private int gateway;

    @BeforeEach
    void start() throws Exception {
        ca = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        LocalCa.Issued service = ca.issue("account", HERE);
        LocalCa.Issued front = ca.issue("gateway", HERE);
        LocalCa.Issued caller = ca.issue("caller", HERE);
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        Map<String, String> settings = new HashMap<>(Map.of(
                "postgres.uri", SharedBackends.postgres().toString(),
                "account.port", "0",
                "account.masterKey", "A".repeat(43) + "=",
                "account.tls.certificate", service.certificate().toString(),
                "account.tls.key", service.key().toString(),
                "account.tls.clientCa", ca.certificateFile().toString()));
        account = start(new AccountService(AccountSettings.from(Settings.of(settings))));
        settings.putAll(Map.of(
                "gateway.port", "0",
                "gateway.upstreams.account", "https://127.0.0.1:" + account,
                "tokens.jwks", "https://127.0.0.1:%d/oauth2/jwks.json".formatted(account),
                "gateway.tls.certificate", front.certificate().toString(),
                "gateway.tls.key", front.key().toString(),
                "tls.ca", ca.certificateFile().toString(),
                "tls.certificate", caller.certificate().toString(),
                "tls.key", caller.key().toString()));
        gateway = start(new GatewayService(GatewaySettings.from(Settings.of(settings))));
    }

    @AfterEach
    void stop() throws Exception {
        process.stop().await(60, TimeUnit.SECONDS);
    }

    @Test
    void request_throughTheGateway_isAnsweredAndItsTokenVerified() throws Exception {
        try (HttpClient client = stranger()) {
            HttpResponse<String> session = client.send(
                    HttpRequest.newBuilder(at(gateway, "/v1/sessions/guest"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, session.statusCode());
            String token = session.body().replaceAll(".*\"accessToken\":\"([^\"]+)\".*", "$1");
            // The gateway itself verifies it, by keys that it has fetched over TLS.
            HttpRequest me = HttpRequest.newBuilder(at(gateway, "/v1/me"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            assertEquals(200, client.send(me, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void request_toTheServiceWithoutACertificate_isRefused() {
        try (HttpClient client = stranger()) {
            HttpRequest request =
                    HttpRequest.newBuilder(at(account, "/oauth2/jwks.json")).build();
            assertThrows(IOException.class, () -> client.send(request, BodyHandlers.ofString()));
        }
    }

    @Test
    void request_toTheServiceWithACertificateOfAnotherAuthority_isRefused() {
        LocalCa other = LocalCa.open(folder.resolve("other"), Clock.systemUTC());
        LocalCa.Issued own = other.issue("intruder", HERE);
        ClientTls tls = new ClientTls(
                Optional.of(ca.certificateFile()), Optional.of(new ClientTls.Identity(own.certificate(), own.key())));
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls.context()).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(at(account, "/oauth2/jwks.json")).build();
            assertThrows(IOException.class, () -> client.send(request, BodyHandlers.ofString()));
        }
    }

    @Test
    void certificates_replacedWhileRequestsRun_areShownAndNoRequestFails() throws Exception {
        try (HttpClient client = stranger()) {
            BigInteger before = serial(client);
            var _ = ca.issue("gateway", HERE);
            var _ = ca.issue("account", HERE);
            var _ = ca.issue("caller", HERE);
            HttpRequest through = HttpRequest.newBuilder(at(gateway, "/v1/sessions/guest"))
                    .POST(BodyPublishers.noBody())
                    .build();
            eventually(() -> {
                assertEquals(200, client.send(through, BodyHandlers.ofString()).statusCode());
                try (HttpClient newcomer = stranger()) {
                    return !serial(newcomer).equals(before);
                }
            });
        }
    }

    private int start(Service service) throws Exception {
        return process.start(service).await(120, TimeUnit.SECONDS).port();
    }

    /** Trusts the authority and shows nothing. */
    private HttpClient stranger() {
        ClientTls tls = new ClientTls(Optional.of(ca.certificateFile()), Optional.empty());
        return HttpClient.newBuilder().sslContext(tls.context()).build();
    }

    private BigInteger serial(HttpClient client) throws Exception {
        HttpResponse<Void> answer =
                client.send(HttpRequest.newBuilder(at(gateway, "/docs")).build(), BodyHandlers.discarding());
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0]).getSerialNumber();
    }

    private static URI at(int port, String path) {
        return URI.create("https://127.0.0.1:%d%s".formatted(port, path));
    }
}
