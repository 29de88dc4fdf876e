package dev.legato.edge.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an unsafe request makes invalid (RFC 9111 §4.4). */
public final class Invalidation {
    private static final int MAX_URI_LENGTH = 8192;

    private Invalidation() {}

    /**
     * Returns the targets whose stored responses are invalid after the response: that of the request, and those of its
     * Location and Content-Location on the same origin. None after a safe method or an error.
     *
     * @return URIs of the same form as {@link CacheRequest#target}; at most three
     */
    public static Set<String> targets(CacheRequest request, CacheResponse response) {
        if (request.isSafe() || response.status() < 200 || response.status() > 399) {
            return Set.of();
        }
        Set<String> targets = new LinkedHashSet<>();
        targets.add(request.target());
        for (String name : List.of("location", "content-location")) {
            String reference = response.fields().get(name);
            String resolved = reference == null ? null : resolve(request.target(), reference);
            if (resolved != null) {
                targets.add(resolved);
            }
        }
        return targets;
    }

    /** Resolves a URI reference; null if it is malformed or of another origin. */
    static @Nullable String resolve(String target, String reference) {
        if (target.length() > MAX_URI_LENGTH || reference.length() > MAX_URI_LENGTH) {
            return null;
        }
        try {
            URI base = new URI(target);
            URI resolved = reference.isBlank() ? base : base.resolve(new URI(reference.strip()));
            if (!isSameOrigin(base, resolved)) {
                return null;
            }
            String text = resolved.toString();
            int fragment = text.indexOf('#');
            return fragment < 0 ? text : text.substring(0, fragment);
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return Objects.equals(lower(one.getScheme()), lower(other.getScheme()))
                && Objects.equals(lower(one.getHost()), lower(other.getHost()))
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
