package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.identity.ProxyIdentity;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asking, as a proxy in front says, and as others pretend. */
final class IdentityHeadersIT {
    private static final String SECRET = "what the gateway signs identities with";
    private static final ProxyIdentity DORA =
            new ProxyIdentity("dora", "dora@house.example", "Dora", List.of("admins", "house"));

    @TempDir
    private Path folder;

    @Test
    void identity_ofListedProxy_isSignedForThePagesOfSigningInAlone() throws Exception {
        try (GatewayUnderTest gateway = gateway("127.0.0.1")) {
            String[] headers = {
                "Remote-User",
                "dora",
                "Remote-Email",
                "dora@house.example",
                "Remote-Groups",
                "admins, house",
                "Remote-Name",
                "Dora"
            };
            assertEquals(Optional.of(DORA), passed(gateway, "/account/signin", headers));
            for (String path : List.of("/", "/account", "/v1/me")) {
                assertEquals("", gateway.get(path, headers).json().getString("identity"), path);
            }
        }
    }

    @Test
    void identity_ofListedProxy_replacesWhatTheClientSent() throws Exception {
        String forged = new ProxyIdentity("root", "", "", List.of())
                .signed(SECRET, Clock.systemUTC().instant());
        try (GatewayUnderTest gateway = gateway("127.0.0.1")) {
            assertEquals(
                    Optional.of(new ProxyIdentity("dora", "", "", List.of())),
                    passed(gateway, "/account/signin", ProxyIdentity.HEADER, forged, "Remote-User", "dora"));
            assertEquals(Optional.empty(), passed(gateway, "/account/signin", ProxyIdentity.HEADER, forged));
            // The proxy may have let the client's through beside its own.
            assertEquals(
                    Optional.empty(), passed(gateway, "/account/signin", "Remote-User", "root", "Remote-User", "dora"));
        }
    }

    @Test
    void identity_ofManyGroups_isCutToWhatAccountApiTakes() throws Exception {
        String groups =
                IntStream.range(0, 450).mapToObj("group-%04d"::formatted).collect(Collectors.joining(","));
        try (GatewayUnderTest gateway = gateway("127.0.0.1")) {
            ProxyIdentity dora = passed(gateway, "/account/sso", "Remote-User", "dora", "Remote-Groups", groups)
                    .orElseThrow();
            assertEquals("group-0000", dora.groups().getFirst());
            int length = dora.signed(SECRET, Clock.systemUTC().instant()).length();
            assertTrue(length > 3_000 && length < 4_096, length + " characters");
        }
    }

    @Test
    void identity_ofAnyoneElse_isDropped() throws Exception {
        String forged = new ProxyIdentity("root", "", "", List.of())
                .signed(SECRET, Clock.systemUTC().instant());
        try (GatewayUnderTest gateway = gateway("192.0.2.1")) {
            for (String[] headers : List.of(
                    new String[] {"Remote-User", "root", "Remote-Email", "root@house.example"},
                    new String[] {"remote-user", "root", "X-Forwarded-For", "192.0.2.1"},
                    new String[] {ProxyIdentity.HEADER, forged},
                    new String[] {"legato-identity", forged, "Remote-User", "root"})) {
                assertEquals(Optional.empty(), passed(gateway, "/account/signin", headers));
            }
        }
    }

    @Test
    void identity_inUtf8_isReadAsSuch() throws Exception {
        String name = new String("Däumling".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String request = "GET /account/signin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Remote-User: dora\r\nRemote-Email: dora@house.example\r\nRemote-Name: " + name + "\r\n\r\n";
        try (GatewayUnderTest gateway = gateway("127.0.0.1");
                Socket client = gateway.connected(request)) {
            String answer = GatewayUnderTest.all(client);
            String identity = new JsonObject(answer.substring(answer.indexOf('{'))).getString("identity");
            assertEquals(
                    Optional.of(new ProxyIdentity("dora", "dora@house.example", "Däumling", List.of())),
                    ProxyIdentity.verify(identity, SECRET, Clock.systemUTC().instant()));
        }
    }

    @Test
    void settings_ofProxiesWithoutASecret_areRefused() {
        Settings settings = Settings.of(Map.of("gateway.identity.proxies", "127.0.0.1"));
        assertThrows(SettingsException.class, () -> IdentitySettings.from(settings));
    }

    private GatewayUnderTest gateway(String proxies) throws Exception {
        return new GatewayUnderTest(
                folder,
                Map.of("gateway.identity.proxies", proxies, "gateway.identity.secret", SECRET),
                IdentityHeadersIT::tell);
    }

    /** Answers the signed header that has come, and a fault if one of the others has. */
    private static void tell(HttpServerRequest request) {
        boolean left = request.headers().names().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("remote-"));
        String identity = request.headers().get(ProxyIdentity.HEADER);
        String seen = new JsonObject()
                .put("identity", left ? "not stripped" : identity == null ? "" : identity)
                .encode();
        var _ = request.response()
                .putHeader("Content-Length", Integer.toString(seen.length()))
                .end(seen);
    }

    private static Optional<ProxyIdentity> passed(GatewayUnderTest gateway, String path, String... headers) {
        String identity = gateway.get(path, headers).json().getString("identity");
        return identity.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ProxyIdentity.verify(identity, SECRET, Clock.systemUTC().instant())
                                .orElseThrow());
    }
}
