package dev.legato.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8081, 127.0.0.1, 8081, '', false",
        "http://edge.example/audio, edge.example, 80, /audio, false",
        "https://edge.example/audio//, edge.example, 443, /audio, true",
        "https://edge.example:8443/, edge.example, 8443, '', true"
    })
    void of_url_isRead(String url, String host, int port, String path, boolean tls) {
        assertEquals(new ServerAddress(host, port, path, tls), ServerAddress.of(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "127.0.0.1:8081", "http:///path", "edge"})
    void of_anythingElse_isRefused(String url) {
        String message = assertThrows(IllegalArgumentException.class, () -> ServerAddress.of(url))
                .getMessage();
        assertTrue(message.contains("expected: http"), message);
    }

    @Test
    void new_portOutOfRange_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ServerAddress("a", 65_536, "", false));
        assertThrows(IllegalArgumentException.class, () -> new ServerAddress("a", 0, "", false));
    }

    @Test
    void resolve_unknownName_isRefusedByName() {
        ServerAddress nowhere = new ServerAddress("no-such-host.invalid", 80, "", false);
        String message =
                assertThrows(IllegalArgumentException.class, nowhere::resolve).getMessage();
        assertEquals("host: 'no-such-host.invalid' (expected: a name or address known here)", message);
    }

    @Test
    void toString_isTheUrl() {
        assertEquals("https://h:8443/audio", new ServerAddress("h", 8443, "/audio", true).toString());
        assertEquals("h:8443", new ServerAddress("h", 8443, "/audio", true).authority());
    }
}
