package dev.legato.player;

import io.vertx.core.MultiMap;
import java.util.List;

/**
 * What the page may do, as the browser enforces it (Content Security Policy Level 3, Trusted Types): run and style
 * itself from files of ours alone, talk to its own origin, and fetch audio, covers and waveforms from the edges.
 */
record PagePolicy(List<String> mediaOrigins) {
    PagePolicy {
        mediaOrigins = List.copyOf(mediaOrigins);
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
