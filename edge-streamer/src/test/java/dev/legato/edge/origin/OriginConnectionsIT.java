package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.await;
import static dev.legato.edge.origin.OriginFixture.url;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.TestCertificate;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.edge.origin.OriginFixture.Answer;
import dev.legato.runtime.settings.SettingsException;
import dev.legato.testing.Eventually;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, TLS, and how many connections there are for how long. */
@Timeout(120)
class OriginConnectionsIT {
    private final OriginFixture fixture = new OriginFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private HttpServer secure(TestCertificate own, Path... clientCas) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(own.certificate().toString())
                        .setKeyPath(own.key().toString()));
        for (Path ca : clientCas) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
        }
        return fixture.serve(options, request -> request.response().end("secret"));
    }

    private void resolve(String... addresses) {
        fixture.lookup = host -> {
            if (!host.equals("two.test")) {
                throw new UnknownHostException(host);
            }
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }

    private TestCertificate certificate(String name, String alternatives) throws Exception {
        return TestCertificate.create(Files.createDirectory(folder.resolve(name)), alternatives);
    }

    @ParameterizedTest
    @CsvSource({"auto, HTTP_2", "http1, HTTP_1_1"})
    void tls_ofAKnownAuthority_byTheProtocolThatIsSet(String protocol, HttpVersion version) throws Exception {
        TestCertificate own = certificate("own", "dns:localhost");
        HttpServer server = secure(own);
        String origin = "https://localhost:" + server.actualPort();
        Answer answer = fixture.get(
                fixture.open(
                        origin,
                        "protocol",
                        protocol,
                        "tls.ca",
                        own.certificate().toString()),
                "/");
        assertEquals("secret", answer.body());
        assertEquals(version, answer.version());
    }

    @Test
    void tls_namesTheServerItWants() throws Exception {
        List<String> indicated = new CopyOnWriteArrayList<>();
        resolve("127.0.0.2");
        TestCertificate own = certificate("own", "dns:two.test");
        HttpServer server = await(fixture.vertx
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(own.certificate().toString())
                                .setKeyPath(own.key().toString())))
                .requestHandler(request -> {
                    indicated.add(String.valueOf(request.connection().indicatedServerName()));
                    var _ = request.response().end();
                })
                .listen(0, "127.0.0.2"));
        var _ = fixture.get(
                fixture.open(
                        "https://two.test:" + server.actualPort(),
                        "tls.ca",
                        own.certificate().toString()),
                "/");
        assertEquals(List.of("two.test"), indicated);
    }

    @ParameterizedTest
    @CsvSource({"dns:localhost, false", "dns:other.example, true"})
    void tls_ofAnUnknownAuthorityOrAnotherName_isRefused(String names, boolean isKnown) throws Exception {
        TestCertificate own = certificate("own", names);
        HttpServer server = secure(own);
        String origin = "https://localhost:" + server.actualPort();
        Origins strict = isKnown
                ? fixture.open(
                        origin, "retries", "0", "tls.ca", own.certificate().toString())
                : fixture.open(origin, "retries", "0");
        assertEquals(Kind.CONNECT, fixture.failure(strict, "/"));
        assertEquals(
                "secret",
                fixture.get(fixture.open(origin, "tls.verify", "false"), "/").body());
    }

    @Test
    void tls_withAClientCertificate() throws Exception {
        TestCertificate own = certificate("own", "dns:localhost");
        TestCertificate ours = certificate("ours", "dns:edge");
        HttpServer server = secure(own, ours.certificate());
        String origin = "https://localhost:" + server.actualPort();
        String ca = own.certificate().toString();
        Origins with = fixture.open(
                origin,
                "tls.ca",
                ca,
                "tls.certificate",
                ours.certificate().toString(),
                "tls.key",
                ours.key().toString());
        assertEquals("secret", fixture.get(with, "/").body());
        Kind without = fixture.failure(fixture.open(origin, "retries", "0", "tls.ca", ca), "/");
        assertTrue(without == Kind.CONNECT || without == Kind.RESET || without == Kind.PROTOCOL, without::name);
    }

    @Test
    void tls_filesThatCannotBeUsed_areRefusedAtTheStart() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "none");
        for (Path file : List.of(none, folder.resolve("missing.pem"))) {
            var failure = Assertions.assertThrows(SettingsException.class, () -> {
                var _ = fixture.open("https://localhost", "tls.ca", file.toString());
            });
            assertNotNull(failure.getMessage());
            assertTrue(failure.getMessage().startsWith("edge.origin.tls.ca: '" + file), failure.getMessage());
        }
    }

    @Test
    void name_withSeveralAddresses_isTriedAtTheNextIfOneDoesNotConnect() throws Exception {
        RawOrigin.Script script = peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        };
        resolve("127.0.0.2", "127.0.0.3");
        for (String address : List.of("127.0.0.2", "127.0.0.3")) {
            try (RawOrigin one = new RawOrigin(script, InetAddress.getByName(address), 0)) {
                Origins origins = fixture.open("http://two.test:" + one.port());
                for (int i = 0; i < 3; i++) {
                    assertEquals("x", fixture.get(origins, "/").body());
                }
            }
        }
    }

    @Test
    void name_whoseAddressChanges_isResolvedAnew() throws Exception {
        RawOrigin.Script script = peer -> {
            var _ = peer.head();
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        };
        try (RawOrigin before = new RawOrigin(script, InetAddress.getByName("127.0.0.2"), 0);
                RawOrigin after = new RawOrigin(script, InetAddress.getByName("127.0.0.3"), before.port())) {
            Origins origins = fixture.open("http://two.test:" + before.port());
            resolve("127.0.0.2");
            assertEquals("x", fixture.get(origins, "/").body());
            assertEquals(1, before.heads.size());
            fixture.turned.addAndGet(Duration.ofSeconds(10).toNanos());
            resolve("127.0.0.3");
            assertEquals("x", fixture.get(origins, "/").body());
            assertEquals(1, after.heads.size());
        }
    }

    @Test
    void connections_andTheirQueue_areBounded() throws Exception {
        try (RawOrigin slow = new RawOrigin(RawOrigin.Peer::awaitClose)) {
            Origins origins = fixture.open(
                    slow.url(),
                    "connections",
                    "2",
                    "queue",
                    "1",
                    "retries",
                    "0",
                    "failures",
                    "1",
                    "connectTimeout",
                    "100ms",
                    "connectionWait",
                    "100ms");
            for (int i = 0; i < 2; i++) {
                var _ = fixture.send(origins, OriginRequest.get("/", FieldList.EMPTY));
            }
            Eventually.eventually(() -> slow.connections.size() == 2);
            var queued = fixture.send(origins, OriginRequest.get("/", FieldList.EMPTY));
            var tooMany = fixture.send(origins, OriginRequest.get("/", FieldList.EMPTY));
            assertEquals(Kind.BUSY, OriginFixture.failure(tooMany).kind());
            assertEquals(Kind.BUSY, OriginFixture.failure(queued).kind());
            assertNotNull(OriginFixture.failure(queued).retryAfter());
            assertEquals(2, slow.connections.size());
            assertEquals(2, fixture.inFlight());
            assertTrue(origins.isAvailable()); // that this edge asks for much is not the origin's failure
        }
    }

    @Test
    void connection_thatIsOld_isNotUsedAgain() throws Exception {
        List<Object> connections = new CopyOnWriteArrayList<>();
        var server = fixture.serve(request -> {
            if (!connections.contains(request.connection())) {
                connections.add(request.connection());
            }
            var _ = request.response().end();
        });
        Origins origins = fixture.open(url(server), "maxAge", "1s");
        Eventually.eventually(() -> {
            var _ = fixture.get(origins, "/");
            return connections.size() >= 2;
        });
    }
}
