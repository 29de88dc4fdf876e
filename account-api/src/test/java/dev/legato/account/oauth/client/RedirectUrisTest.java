package dev.legato.account.oauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedirectUrisTest {
    private static final Set<URI> REGISTERED = Set.of(
            URI.create("https://player.example/callback"),
            URI.create("http://127.0.0.1/callback"),
            URI.create("http://[::1]/callback"),
            URI.create("http://127.0.0.1:4711/fixed"),
            URI.create("example.player:/callback"));

    @ParameterizedTest
    @CsvSource({
        "https://player.example/callback, true",
        "https://player.example:443/callback, false",
        "https://player.example/callback/, false",
        "https://player.example/callback?x=1, false",
        "https://player.example/callback#x, false",
        "https://PLAYER.example/callback, false",
        "http://player.example/callback, false",
        "https://player.example.attacker.example/callback, false",
        "http://127.0.0.1:1/callback, true",
        "http://127.0.0.1/callback, true",
        "http://[::1]:65535/callback, true",
        "http://127.0.0.1:1/callback?x=1, false",
        "http://127.0.0.1:1/other, false",
        "http://user@127.0.0.1:1/callback, false",
        "http://localhost:1/callback, false",
        "http://127.0.0.2:1/callback, false",
        "https://127.0.0.1:1/callback, false",
        "http://127.0.0.1:4711/fixed, true",
        "http://127.0.0.1:4712/fixed, false",
        "example.player:/callback, true",
        "example.player:/other, false",
    })
    void allows_uri_onlyAsRegisteredButForLoopbackPorts(String asked, boolean allowed) {
        assertEquals(allowed, RedirectUris.allows(REGISTERED, URI.create(asked)));
    }
}
