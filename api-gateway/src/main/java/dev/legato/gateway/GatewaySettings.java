package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.net.TrustedProxies;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway's settings.
 *
 * @param upstreams {@code gateway.upstreams.{name}}, each service's base URL
 * @param tls {@code tls.…}, what it trusts and shows where an upstream speaks TLS
 * @param upstreamTimeout {@code gateway.upstreamTimeout}, the longest wait for an answer's head
 * @param bodyTimeout {@code gateway.bodyTimeout}, how long a client may take to send a body
 * @param requestsPerWindow {@code gateway.requestsPerWindow}, what one account may send in {@link RateLimiter#WINDOW}
 * @param requestsPerNetwork {@code gateway.requestsPerNetwork}, what the strangers and guests of one IPv4 address or IPv6
 *     /64 may send together
 * @param proxies {@code gateway.proxies}, the proxies in front whose {@code X-Forwarded-For} says who calls
 * @param identity which proxies say who is asking, see {@link IdentitySettings}
 */
public record GatewaySettings(
        HttpSettings http,
        TokenSettings tokens,
        Map<LegatoService, URI> upstreams,
        ClientTls tls,
        Duration upstreamTimeout,
        Duration bodyTimeout,
        int requestsPerWindow,
        int requestsPerNetwork,
        TrustedProxies proxies,
        IdentitySettings identity) {
    private static final int MAX_REQUESTS = 10_000_000;
    private static final Duration LEAST_WAIT = Duration.ofMillis(100);
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** Several bodies must find room in what the gateway holds for one network. */
    private static final long MAX_BODY_BYTES = GatewayServer.MAX_HELD_BYTES_PER_NETWORK / 2;

    public GatewaySettings {
        upstreams = Map.copyOf(upstreams);
    }

    public static GatewaySettings from(Settings settings) {
        Map<LegatoService, URI> upstreams = new EnumMap<>(LegatoService.class);
        for (LegatoService upstream : LegatoService.values()) {
            if (upstream.isBehindGateway()) {
                upstreams.put(
                        upstream,
                        settings.uri(
                                "gateway.upstreams." + upstream.label(),
                                URI.create("http://127.0.0.1:" + upstream.port()),
                                "http",
                                "https"));
            }
        }
        settings.rejectRetired(
                "gateway.trustForwardedFor",
                "gateway.proxies, the addresses or blocks of the proxies in front, like 10.0.0.0/8");
        int perWindow = (int) settings.integer("gateway.requestsPerWindow", 3_000, 1, MAX_REQUESTS);
        return new GatewaySettings(
                HttpSettings.from(settings, LegatoService.GATEWAY, MAX_BODY_BYTES),
                TokenSettings.from(settings),
                upstreams,
                ClientTls.from(settings),
                settings.duration("gateway.upstreamTimeout", Duration.ofSeconds(10), LEAST_WAIT, MAX_WAIT),
                settings.duration("gateway.bodyTimeout", Duration.ofSeconds(30), LEAST_WAIT, MAX_WAIT),
                perWindow,
                (int) settings.integer("gateway.requestsPerNetwork", perWindow, 1, MAX_REQUESTS),
                TrustedProxies.from(settings, "gateway.proxies", List.of()),
                IdentitySettings.from(settings));
    }
}
