package dev.legato.edge.guard;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * Limits of what connections may cost.
 *
 * @param total {@code edge.connections} (20000), how many may be open at once; more are closed as they are accepted
 * @param perAddress {@code edge.connectionsPerAddress} (20000), how many of them from one address; lower it
 *     where listeners connect themselves, not through a CDN or a proxy
 * @param requests {@code edge.requestsPerConnection} (1000000), after which an answer says {@code Connection: close}
 * @param requestRate {@code edge.requestRate} (10000, open: 0), requests per second, beyond which one is answered 429
 *     and the connection is closed; 0 for no limit
 * @param headTimeout {@code edge.headTimeout} (10s), within which a request's head must be complete, and a TLS
 *     handshake
 * @param writeStall {@code edge.writeStall} (60s), after which a connection that takes nothing of an answer is reset
 */
public record ConnectionLimits(
        int total, int perAddress, int requests, int requestRate, Duration headTimeout, Duration writeStall) {
    /** @param open whether requests need no signature, as in benchmarks */
    public static ConnectionLimits from(Settings settings, boolean open) {
        int total = (int) settings.integer("edge.connections", 20_000, 1, 1_000_000);
        return new ConnectionLimits(
                total,
                (int) settings.integer("edge.connectionsPerAddress", total, 1, 1_000_000),
                (int) settings.integer("edge.requestsPerConnection", 1_000_000, 1, 1_000_000_000),
                (int) settings.integer("edge.requestRate", open ? 0 : 10_000, 0, 1_000_000_000),
                settings.duration(
                        "edge.headTimeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1)),
                settings.duration(
                        "edge.writeStall", Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofHours(24)));
    }
}
