package dev.legato.runtime.links;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host a client asked for, from its {@code Host} field or {@code :authority} (RFC 9110 §7.2). */
public final class HostField {
    private static final int MAX_CHARACTERS = 261;
    private static final Pattern HOST_AND_PORT = Pattern.compile(
            "(?<host>[a-z0-9]([a-z0-9-]{0,62}\\.)*[a-z0-9-]{0,62}\\.?|\\[[0-9a-f:.]{2,45}])(:\\d{0,5})?",
            Pattern.CASE_INSENSITIVE);

    private HostField() {}

    /**
     * The host of a request: as the gateway passes it on in {@code X-Forwarded-Host}, else of its own.
     * Whoever sends either can invent it, so it counts only if it is on a list.
     */
    public static Optional<String> of(HttpServerRequest request) {
        return parse(received(request));
    }

    /** The same with the port as it came, {@code host[:port]} in lower case, which is the authority of a page's origin. */
    public static Optional<String> authority(HttpServerRequest request) {
        @Nullable String field = received(request);
        return parse(field).map(_ -> String.valueOf(field).toLowerCase(Locale.ROOT));
    }

    private static @Nullable String received(HttpServerRequest request) {
        @Nullable String forwarded = request.getHeader("X-Forwarded-Host");
        return forwarded == null ? own(request) : forwarded;
    }

    /** Whom a request itself names: its {@code Host}, or {@code :authority} in HTTP/2 (RFC 9113 §8.3.1); null if neither. */
    public static @Nullable String own(HttpServerRequest request) {
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        @Nullable HostAndPort authority = host == null ? request.authority() : null;
        return authority == null ? host : authority.toString();
    }

    /** A host in lower case, without port and final dot, an IPv6 address in brackets; empty if it is none. */
    static Optional<String> parse(@Nullable String field) {
        if (field == null || field.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        Matcher parts = HOST_AND_PORT.matcher(field);
        return parts.matches()
                ? Optional.of(parts.group("host").toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""))
                : Optional.empty();
    }
}
