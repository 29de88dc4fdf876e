package dev.legato.metadata.api;

import dev.legato.runtime.auth.LinkKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Absolute URLs of objects on the edge. */
public final class EdgeLinks {
    /** Links made within one such span of time are the same, so that a browser's cache knows them again. */
    private static final Duration SPAN = Duration.ofHours(1);

    private final String edgeUrl;
    private final Duration validFor;
    private final LinkKeys keys;
    private final Clock clock;

    /**
     * Links for whoever reaches the edge under this URL.
     *
     * @param edgeUrl without a slash at the end
     * @param validFor how long a signed link opens at least
     */
    public EdgeLinks(String edgeUrl, Duration validFor, LinkKeys keys, Clock clock) {
        this.edgeUrl = edgeUrl;
        this.validFor = validFor;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A permission to fetch the objects under a prefix.
     *
     * @param expires the first second at which it opens nothing any more
     * @param sameFor how long asking again gives the same one
     */
    record Permission(String base, Instant expires, Duration sameFor) {
        String url(String key) {
            return base + key;
        }
    }

    /** The permission for one listener and one track. */
    Permission permit(String account, String track) {
        Instant now = clock.instant();
        long span = Math.min(SPAN.toSeconds(), validFor.toSeconds());
        Instant change = Instant.ofEpochSecond((now.getEpochSecond() / span + 1) * span);
        Instant expires = change.plus(validFor);
        String token = keys.token(account, track + "/", expires);
        return new Permission("%s/audio/~%s/".formatted(edgeUrl, token), expires, Duration.between(now, change));
    }

    /** An image, which the edge serves openly. */
    String image(String key) {
        return edgeUrl + '/' + key;
    }
}
