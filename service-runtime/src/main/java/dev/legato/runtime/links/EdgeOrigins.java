package dev.legato.runtime.links;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The edge as listeners reach it. Where it has no fixed URL it is reached under the host that the listener asked for, so
 * that whoever opens the page by this machine's address or name can play, too.
 *
 * <p>Anybody can write anything into a {@code Host} field, and a signed link must not lead to where its listener's
 * attacker listens. So only this machine's own addresses and names count, and those set; else it is the first of those.
 */
public final class EdgeOrigins {
    /** Stands in {@code links.edgeUrl} for the host the listener asked for. */
    public static final String HOST = "{host}";

    private static final String LOCAL = "localhost";

    private final String url;
    private final List<String> hosts;
    private final MachineNames machine;

    /**
     * @param url without a slash at the end; {@link #HOST} in it stands for the host asked for
     * @param hosts names to accept beside this machine's own; the first is taken where none is accepted
     */
    EdgeOrigins(String url, List<String> hosts, MachineNames machine) {
        this.url = url;
        this.hosts = hosts;
        this.machine = machine;
    }

    /** As {@code links.edgeUrl} (http://{host}:8081) and {@code links.hosts} (none) say. */
    public static EdgeOrigins from(Settings settings) {
        String url = settings.text("links.edgeUrl", "http://%s:%d".formatted(HOST, LegatoService.EDGE.port()));
        requireUrl(url);
        List<String> hosts = settings.list("links.hosts", List.of()).stream()
                .map(EdgeOrigins::host)
                .toList();
        return new EdgeOrigins(url.replaceFirst("/+$", ""), hosts, new MachineNames(System::nanoTime));
    }

    /**
     * The edge's base URL for whoever asked for a host.
     *
     * @param asked as {@link HostField} gives it
     * @return without a slash at the end
     */
    public String url(Optional<String> asked) {
        return url.contains(HOST) ? url.replace(HOST, accepted(asked)) : url;
    }

    /** The same without a path, {@code scheme://host[:port]}. */
    public String origin(Optional<String> asked) {
        URI base = URI.create(url(asked));
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    /**
     * The host asked for if it is one of ours: of this machine or of {@code links.hosts}.
     *
     * @param asked as {@link HostField} gives it
     */
    public Optional<String> known(Optional<String> asked) {
        return asked.flatMap(EdgeOrigins::normalized).filter(host -> hosts.contains(host) || machine.contains(host));
    }

    private String accepted(Optional<String> asked) {
        return known(asked).orElse(hosts.isEmpty() ? LOCAL : hosts.getFirst());
    }

    private static Optional<String> normalized(String host) {
        return host.startsWith("[") ? Ipv6.normalized(host) : Optional.of(host);
    }

    private static String host(String text) {
        return HostField.parse(text)
                .filter(_ -> !text.matches(".*[^:\\]]:\\d*|.*]:\\d*"))
                .flatMap(EdgeOrigins::normalized)
                .orElseThrow(() -> new SettingsException(
                        "links.hosts: '%s' (expected: names or addresses without ports, like music.home, 192.168.1.5 or [fd00::5])"
                                .formatted(text)));
    }

    private static void requireUrl(String text) {
        try {
            URI url = URI.create(text.replace(HOST, LOCAL));
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // the same message serves both
        }
        throw new SettingsException(
                "links.edgeUrl: '%s' (expected: a URL like https://edge.example.org, or http://{host}:8081 for the host a listener asks for)"
                        .formatted(text));
    }
}
