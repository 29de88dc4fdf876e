package dev.legato.edge.origin;

import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an origin is, and its place among the others.
 *
 * @param name as metrics and logs name it: {@code host:port}, or {@code s3://bucket}
 * @param host a name, or an IP address, in brackets if it is IPv6
 * @param path before each target: empty, or beginning with a slash and not ending with one
 * @param isSigned whether it is S3, whose requests are signed
 * @param weight its share of the requests among its like, from 1
 * @param isBackup whether it is asked only while no other is healthy
 */
public record OriginAddress(
        String name, boolean tls, String host, int port, String path, boolean isSigned, int weight, boolean isBackup) {
    private static final String EXPECTED =
            "http://, https:// or s3:// with a host, then maybe weight=1 to weight=100 and"
                    + " backup, such as https://music.example/files weight=3";

    private static final Pattern ITEM = Pattern.compile("(\\S+)(?:\\s+weight=([1-9]\\d?|100))?(\\s+backup)?");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads an item of {@code edge.origin.urls}.
     *
     * @throws SettingsException if it is none
     */
    static OriginAddress parse(String item, S3Settings s3) {
        Matcher parts = ITEM.matcher(item);
        URI uri = parts.matches() ? uri(parts.group(1)) : null;
        if (uri == null || uri.getHost() == null || uri.getPort() > MAX_PORT || hasMore(uri)) {
            throw new SettingsException("edge.origin.urls: '%s' (expected: %s)".formatted(item, EXPECTED));
        }
        int weight = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        boolean backup = parts.group(3) != null;
        String path = uri.getRawPath().replaceFirst("/+$", "");
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http", "https" -> {
                boolean tls = uri.getScheme().equalsIgnoreCase("https");
                int port = uri.getPort() > 0 ? uri.getPort() : defaultPort(tls);
                yield new OriginAddress(
                        uri.getHost() + ':' + port, tls, uri.getHost(), port, path, false, weight, backup);
            }
            case "s3" -> bucket(uri.getHost(), S3Path.canonical(path), s3, weight, backup);
            default -> throw new SettingsException("edge.origin.urls: '%s' (expected: %s)".formatted(item, EXPECTED));
        };
    }

    /** The host without the brackets of IPv6. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int defaultPort(boolean tls) {
        return tls ? HTTPS : HTTP;
    }

    private static OriginAddress bucket(String bucket, String prefix, S3Settings s3, int weight, boolean backup) {
        URI endpoint = s3.endpoint();
        boolean tls = endpoint == null || endpoint.getScheme().equals("https");
        String server = endpoint == null ? "s3.%s.amazonaws.com".formatted(s3.region()) : endpoint.getHost();
        int port = endpoint == null || endpoint.getPort() < 0 ? defaultPort(tls) : endpoint.getPort();
        return new OriginAddress(
                "s3://" + bucket,
                tls,
                s3.pathStyle() ? server : bucket + '.' + server,
                port,
                s3.pathStyle() ? '/' + bucket + prefix : prefix,
                true,
                weight,
                backup);
    }

    private static boolean hasMore(URI uri) {
        return uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
    }

    private static @Nullable URI uri(String text) {
        try {
            URI uri = URI.create(text);
            return uri.isAbsolute() ? uri : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
