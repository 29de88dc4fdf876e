package dev.legato.metadata.api;

import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.links.EdgeOrigins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Absolute URLs of objects on the edge, for whoever reaches it under the host that a request asked for. */
public final class EdgeLinks {
    /** Links made within one such span of time are the same, so that a browser's cache finds them. */
    private static final Duration SPAN = Duration.ofHours(1);

    private final EdgeOrigins edge;
    private final String edgeUrl;
    private final Duration validFor;
    private final LinkKeys keys;
    private final Clock clock;

    /**
     * Links for whoever asked for a host that the edge is not known under.
     *
     * @param validFor how long a signed link is valid at least
     */
    public EdgeLinks(EdgeOrigins edge, Duration validFor, LinkKeys keys, Clock clock) {
        this(edge, edge.url(Optional.empty()), validFor, keys, clock);
    }

    private EdgeLinks(EdgeOrigins edge, String edgeUrl, Duration validFor, LinkKeys keys, Clock clock) {
        this.edge = edge;
        this.edgeUrl = edgeUrl;
        this.validFor = validFor;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A permission to fetch the objects under a prefix.
     *
     * @param expires the first second at which it is no longer valid
     * @param sameFor how long asking again gives the same one
     */
    record Permission(String base, Instant expires, Duration sameFor) {
        String url(String key) {
            return base + key;
        }
    }

    /** The same for whoever asks for a host. */
    EdgeLinks under(Optional<String> host) {
        return new EdgeLinks(edge, edge.url(host), validFor, keys, clock);
    }

    /** The permission for one listener and one track, within the limits of the listener's plan. */
    Permission permit(Listener listener, TrackId track) {
        Instant now = clock.instant();
        long span = Math.min(SPAN.toSeconds(), validFor.toSeconds());
        Instant change = Instant.ofEpochSecond((now.getEpochSecond() / span + 1) * span);
        Instant expires = change.plus(validFor);
        String token = keys.token(listener.account(), ObjectKeys.folder(track), expires, listener.limits());
        return new Permission("%s/audio/~%s/".formatted(edgeUrl, token), expires, Duration.between(now, change));
    }

    /** An image, which the edge serves openly. */
    String image(String key) {
        return edgeUrl + '/' + key;
    }
}
