package dev.legato.gateway;

import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The gateway's settings.
 *
 * @param upstreams {@code gateway.upstreams.{name}}, each service's base URL
 * @param upstreamTimeout {@code gateway.upstreamTimeout}, the longest wait for an answer's head
 * @param requestsPerWindow {@code gateway.requestsPerWindow}, what one caller may send in {@link RateLimiter#WINDOW}
 * @param trustForwardedFor {@code gateway.trustForwardedFor}, whether a proxy in front says who calls
 */
public record GatewaySettings(
        HttpSettings http,
        TokenSettings tokens,
        Map<Upstream, URI> upstreams,
        Duration upstreamTimeout,
        int requestsPerWindow,
        boolean trustForwardedFor) {
    public GatewaySettings {
        upstreams = Map.copyOf(upstreams);
    }

    public static GatewaySettings from(Settings settings) {
        Map<Upstream, URI> upstreams = new EnumMap<>(Upstream.class);
        for (Upstream upstream : Upstream.values()) {
            upstreams.put(
                    upstream,
                    settings.uri("gateway.upstreams." + upstream.label(), "http")
                            .orElseGet(() -> URI.create("http://127.0.0.1:" + upstream.defaultPort())));
        }
        return new GatewaySettings(
                HttpSettings.from(settings, "gateway", 8080),
                TokenSettings.from(settings),
                upstreams,
                settings.duration("gateway.upstreamTimeout", Duration.ofSeconds(10)),
                (int) settings.integer("gateway.requestsPerWindow", 3_000, 1, 10_000_000),
                settings.flag("gateway.trustForwardedFor", false));
    }
}
