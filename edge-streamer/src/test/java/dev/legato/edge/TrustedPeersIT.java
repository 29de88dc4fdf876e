package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SignedPath;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who fills a cache is not held back: by its network, by its link, by its certificate. */
class TrustedPeersIT {
    private static final String KEY = "t1/aac-96.m4a";

    /** At the audio's own rate, which is what these edges pace to, it takes more than four minutes. */
    private static final byte[] TRACK = new byte[3 << 20];

    private static final long FAR_LESS = Duration.ofSeconds(60).toNanos();

    @TempDir
    private static Path folder;

    private static Path root;
    private static TestCertificate server;
    private static TestCertificate client;

    @BeforeAll
    static void prepare() throws Exception {
        new Random(65).nextBytes(TRACK);
        root = folder.resolve("root");
        Files.write(Files.createDirectories(root.resolve("t1")).resolve("aac-96.m4a"), TRACK);
        server = TestCertificate.create(Files.createDirectory(folder.resolve("server")));
        client = TestCertificate.createAnother(Files.createDirectory(folder.resolve("client")));
    }

    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void network_trusted_isNotPaced(String fastLane, boolean tls) throws Exception {
        try (EdgeFixture edge = edge(tls, "edge.cdn.networks", "10.0.0.0/8,127.0.0.1", "edge.fastLane", fastLane);
                RawClient peer = tls ? RawClient.connectTls(edge.port()) : RawClient.connect(edge.port())) {
            assertUnpaced(peer, EdgeFixture.signed(KEY));
        }
    }

    @ParameterizedTest
    @CsvSource({"on, false", "off, false", "on, true", "off, true"})
    void link_unpaced_isNotPaced(String fastLane, boolean tls) throws Exception {
        try (EdgeFixture edge = edge(tls, "edge.fastLane", fastLane);
                RawClient peer = tls ? RawClient.connectTls(edge.port()) : RawClient.connect(edge.port())) {
            assertUnpaced(peer, unpaced());
        }
    }

    @Test
    void link_unpacedOverHttp2_isNotPaced() throws Exception {
        try (EdgeFixture edge = edge(false);
                RawHttp2Client peer = RawHttp2Client.connect(edge.port(), false)) {
            peer.open();
            peer.frame(RawHttp2Client.WINDOW_UPDATE, 0, 0, RawHttp2Client.number(TRACK.length));
            long begun = System.nanoTime();
            peer.frame(
                    RawHttp2Client.HEADERS,
                    RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
                    1,
                    RawHttp2Client.fields(":method=GET", ":scheme=http", ":path=" + unpaced(), ":authority=a"));
            peer.frame(RawHttp2Client.WINDOW_UPDATE, 0, 1, RawHttp2Client.number(TRACK.length));
            int read = 0;
            while (read < TRACK.length) {
                RawHttp2Client.Frame frame = peer.read();
                read += frame.type() == RawHttp2Client.DATA ? frame.payload().length : 0;
            }
            assertTrue(System.nanoTime() - begun < FAR_LESS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void certificate_shown_isNotPaced(String engine) throws Exception {
        try (EdgeFixture edge =
                        edge(true, "edge.cdn.clientCa", client.certificate().toString(), "edge.tls.engine", engine);
                RawClient peer =
                        new RawClient(showing(client).getSocketFactory().createSocket("127.0.0.1", edge.port()));
                RawClient listener = RawClient.connectTls(edge.port())) {
            assertUnpaced(peer, EdgeFixture.signed(KEY));
            assertEquals(
                    206,
                    listener.get(EdgeFixture.signed(KEY), "Range: bytes=0-9").status());
        }
    }

    @Test
    void certificate_ofAnother_isRefused() throws Exception {
        try (EdgeFixture edge =
                        edge(true, "edge.cdn.clientCa", client.certificate().toString());
                RawClient peer =
                        new RawClient(showing(server).getSocketFactory().createSocket("127.0.0.1", edge.port()))) {
            assertThrows(IOException.class, () -> peer.get(EdgeFixture.signed(KEY)));
        }
    }

    @Test
    void network_trusted_isHeldToNoBoundOfAnAddressOrASecond() throws Exception {
        Map<String, String> bounds = Map.of("edge.connectionsPerAddress", "2", "edge.requestRate", "5");
        try (EdgeFixture edge = edge(false, bounds, "edge.cdn.networks", "127.0.0.0/8")) {
            List<RawClient> peers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                peers.add(RawClient.connect(edge.port()));
            }
            for (int i = 0; i < 200; i++) {
                assertEquals(
                        206,
                        peers.get(i % 5)
                                .get(EdgeFixture.signed(KEY), "Range: bytes=0-9")
                                .status());
            }
            for (RawClient peer : peers) {
                peer.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/8", "10.0.0.0/33", "example.org", "10.0.0.0/8/8", "::/129"})
    void networks_malformed_areRefused(String network) {
        SettingsException refused =
                assertThrows(SettingsException.class, () -> edge(false, "edge.cdn.networks", network)
                        .close());
        assertTrue(refused.getMessage().startsWith("edge.cdn.networks: "), refused.getMessage());
    }

    @Test
    void clientCa_withoutTlsOrCertificates_isRefused() throws Exception {
        assertThrows(SettingsException.class, () -> edge(
                        false, "edge.cdn.clientCa", client.certificate().toString())
                .close());
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
        assertThrows(SettingsException.class, () -> edge(true, "edge.cdn.clientCa", nothing.toString())
                .close());
    }

    private static void assertUnpaced(RawClient peer, String target) throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < 2; i++) { // the first may be the slow lane's
            assertArrayEquals(TRACK, peer.get(target).body());
        }
        assertTrue(System.nanoTime() - begun < FAR_LESS);
    }

    private static String unpaced() {
        return "/audio/~"
                + new SignedPath("k1", Clock.systemUTC().instant().plus(Duration.ofMinutes(10)), "-", "t1/", true)
                        .token(Base64.getDecoder().decode(EdgeFixture.SECRET))
                + "/" + KEY;
    }

    /** Trusts anyone, and shows this certificate. */
    private static SSLContext showing(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = "changeit".toCharArray();
        try (InputStream in = Files.newInputStream(certificate.store())) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {ANYONE}, new SecureRandom());
        return context;
    }

    private static final X509TrustManager ANYONE = new X509TrustManager() {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    };

    private static EdgeFixture edge(boolean tls, String... more) throws Exception {
        return edge(tls, Map.of(), more);
    }

    private static EdgeFixture edge(boolean tls, Map<String, String> base, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(tls ? server.settings() : Map.of());
        settings.put("edge.pacing.multiple", "1");
        settings.putAll(base);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return EdgeFixture.start(root, settings);
    }
}
