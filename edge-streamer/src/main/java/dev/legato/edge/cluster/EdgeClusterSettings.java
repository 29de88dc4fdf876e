package dev.legato.edge.cluster;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How caching edges work together, {@code edge.cluster.…}.
 *
 * @param secret {@code secret}, the same on all edges, of 16 bytes at least: it signs what they ask each other
 * @param advertise {@code advertise}, {@code host:port} by which other edges reach this one; null for the cluster's host and
 *     the edge's port
 * @param zone {@code zone} (none)
 * @param region {@code region} (none)
 * @param slices {@code slices} (4), adjacent slices that have the same owner
 * @param deadline {@code deadline} (300ms), within which an owner must give a sign of life
 * @param idle {@code idleTimeout} (2s), how long an owner may interrupt a body
 * @param rest {@code rest} (5s), how long an owner that has failed is not asked
 */
public record EdgeClusterSettings(
        String secret,
        @Nullable String advertise,
        String zone,
        String region,
        int slices,
        Duration deadline,
        Duration idle,
        Duration rest) {
    private static final int MIN_SECRET_BYTES = 16;
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._~-]{0,64}");

    /**
     * Reads the settings.
     *
     * @return null if no secret is set: then edges do not ask each other
     */
    public static @Nullable EdgeClusterSettings from(Settings settings) {
        String secret = settings.secret("edge.cluster.secret").orElse("");
        int length = secret.getBytes(StandardCharsets.UTF_8).length;
        if (length > 0 && length < MIN_SECRET_BYTES) {
            throw new SettingsException(
                    "edge.cluster.secret: %d bytes (expected: >= %d)".formatted(length, MIN_SECRET_BYTES));
        }
        EdgeClusterSettings all = new EdgeClusterSettings(
                secret,
                advertise(settings),
                place(settings, "edge.cluster.zone"),
                place(settings, "edge.cluster.region"),
                (int) settings.integer("edge.cluster.slices", 4, 1, 1024),
                settings.duration(
                        "edge.cluster.deadline", Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofSeconds(10)),
                settings.duration(
                        "edge.cluster.idleTimeout",
                        Duration.ofSeconds(2),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1)),
                settings.duration(
                        "edge.cluster.rest", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(10)));
        return secret.isEmpty() ? null : all;
    }

    private static @Nullable String advertise(Settings settings) {
        String address = settings.text("edge.cluster.advertise").orElse(null);
        if (address != null && !ADDRESS.matcher(address).matches()) {
            throw new SettingsException(
                    "edge.cluster.advertise: '%s' (expected: host:port, such as 10.0.0.7:8081)".formatted(address));
        }
        return address;
    }

    private static String place(Settings settings, String key) {
        String name = settings.text(key, "");
        if (!PLACE.matcher(name).matches()) {
            throw new SettingsException("%s: '%s' (expected: up to 64 of A-Z a-z 0-9 . _ ~ -)".formatted(key, name));
        }
        return name;
    }

    /** Where this edge is reached. */
    EdgeNode node(String member, String host, int port, boolean tls) {
        String address = advertise;
        if (address == null) {
            String bracketed = host.indexOf(':') < 0 ? host : '[' + host + ']';
            return new EdgeNode(member, bracketed, port, tls, zone, region);
        }
        int colon = address.lastIndexOf(':');
        int advertised = Integer.parseInt(address.substring(colon + 1));
        return new EdgeNode(member, address.substring(0, colon), advertised, tls, zone, region);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "EdgeClusterSettings[advertise %s, zone %s, region %s]".formatted(advertise, zone, region);
    }
}
