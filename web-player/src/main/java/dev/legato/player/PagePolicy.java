package dev.legato.player;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a page may do, as the browser enforces it (Content Security Policy Level 3, Trusted Types): run and style
 * itself from files of ours alone, talk to its own origin, and fetch audio, covers and waveforms from the edges.
 *
 * @param mediaOrigins the edges, each a CSP source
 */
record PagePolicy(List<String> mediaOrigins) {
    /** A host that a CSP source cannot name (CSP Level 3 §2.3.1): its scheme stands for it. */
    private static final Pattern IPV6 = Pattern.compile("(https?:)//\\[.*");

    PagePolicy {
        mediaOrigins = mediaOrigins.stream()
                .map(origin -> IPV6.matcher(origin).replaceFirst("$1"))
                .toList();
    }

    /** The value of {@code Content-Security-Policy}. */
    String contentSecurityPolicy() {
        String edges = String.join(" ", mediaOrigins);
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "font-src 'self'",
                "manifest-src 'self'",
                "connect-src 'self' " + edges,
                "img-src 'self' " + edges,
                "media-src 'self' " + edges,
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'");
    }

    void write(MultiMap headers) {
        headers.set("Content-Security-Policy", contentSecurityPolicy())
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin");
    }
}
