package dev.legato.bench.runner.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
    private static final LaunchSettings TLS =
            new LaunchSettings(Path.of("/a"), Path.of("/w"), 1, 2, true, Path.of("/k"), false, 0);

    @Test
    void missing_namesTheDebianPackage() {
        assertEquals(
                "no-such-server is not installed (Debian: apt-get install its-package)",
                Programs.missing("no-such-server", "its-package"));
    }

    @Test
    void named_saysWhoThereIs() {
        String message = assertThrows(IllegalArgumentException.class, () -> Peer.named("apache"))
                .getMessage();
        assertEquals(
                "peer: 'apache' (expected: one of legato, nginx, caddy, varnish, haproxy, limit, legato-cache,"
                        + " nginx-cache, varnish-cache, haproxy-cache, trafficserver-cache)",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"varnish", "limit"})
    void launch_refusesTlsWhereThereIsNone(String name) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Peer.named(name).launch(0, TLS))
                .getMessage();
        assertTrue(message.contains("it has no TLS (expected: --tls without --peer " + name + ")"), message);
    }
}
