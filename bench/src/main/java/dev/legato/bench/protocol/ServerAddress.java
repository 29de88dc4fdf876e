package dev.legato.bench.protocol;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server listens.
 *
 * @param host as the Host field and the name to connect to
 * @param path what every request path begins with: empty, or {@code /audio}; never ends in a slash
 */
public record ServerAddress(String host, int port, String path, boolean tls) {
    public ServerAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
        }
    }

    /** @param url {@code http://host:port/path} or https */
    public static ServerAddress of(String url) {
        URI uri = parse(url);
        boolean tls = "https".equals(uri.getScheme());
        if (uri.getHost() == null || !(tls || "http".equals(uri.getScheme()))) {
            throw refusal(url);
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new ServerAddress(uri.getHost(), port, path.replaceAll("/+$", ""), tls);
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            throw refusal(url);
        }
    }

    private static IllegalArgumentException refusal(String url) {
        return new IllegalArgumentException("URL: '%s' (expected: http://host:port/path)".formatted(url));
    }

    /** Looked up now; unresolved names are reported by the connection attempt. */
    public InetSocketAddress resolve() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("host: '%s' (expected: a name or address known here)".formatted(host));
        }
        return address;
    }

    /** The Host field's value. */
    public String authority() {
        return host + ':' + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}
