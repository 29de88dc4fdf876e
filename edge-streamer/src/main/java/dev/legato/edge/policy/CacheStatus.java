package dev.legato.edge.policy;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What this cache did with a request, as its member of {@code Cache-Status} (RFC 9211).
 *
 * <pre>
 *   Cache-Status: edge-1; hit; ttl=376
 *   Cache-Status: edge-1; fwd=stale; fwd-status=304; stored; collapsed
 *   Cache-Status: edge-1; fwd=uri-miss; fwd-status=200; detail=private
 * </pre>
 *
 * The cache key is not sent: it may contain what a client must not see.
 *
 * @param cache this cache's name
 * @param forward why the request was forwarded; null for a hit
 * @param forwardStatus of the response to the forwarded request; 0 if there is none
 * @param ttl seconds for which the response stays fresh, negative if it is stale
 * @param stored whether the response to the forwarded request was stored
 * @param collapsed whether the request waited for another's response
 * @param detail anything else; null for nothing
 */
public record CacheStatus(
        String cache,
        @Nullable Forward forward,
        int forwardStatus,
        OptionalLong ttl,
        boolean stored,
        boolean collapsed,
        @Nullable String detail) {
    /** Why a request was forwarded (§2.2). */
    public enum Forward {
        /** The cache is configured not to handle the request. */
        BYPASS("bypass"),
        /** The method requires it. */
        METHOD("method"),
        /** Nothing is stored under the key. */
        URI_MISS("uri-miss"),
        /** Something is stored under the key, but no variant that the request selects. */
        VARY_MISS("vary-miss"),
        /** Nothing stored matches, and it is not known which of the two above it is. */
        MISS("miss"),
        /** The request's directives demand it. */
        REQUEST("request"),
        /** The stored response was stale. */
        STALE("stale"),
        /** Only parts of what was asked for are stored. */
        PARTIAL("partial");

        private final String token;

        Forward(String token) {
            this.token = token;
        }
    }

    /**
     * Makes the status of a hit.
     *
     * @param now milliseconds since 1970
     */
    public static CacheStatus hit(String cache, StoredHead head, long now) {
        long ttl = Math.floorDiv(head.remaining(now), 1000L);
        return new CacheStatus(cache, null, 0, OptionalLong.of(ttl), false, false, null);
    }

    /** Makes the status of a forwarded request. */
    public static CacheStatus forwarded(
            String cache, Forward reason, int forwardStatus, boolean stored, boolean collapsed) {
        return new CacheStatus(cache, reason, forwardStatus, OptionalLong.empty(), stored, collapsed, null);
    }

    /** Returns the same status with a detail. */
    public CacheStatus withDetail(String text) {
        return new CacheStatus(cache, forward, forwardStatus, ttl, stored, collapsed, text);
    }

    /**
     * Returns the field's value: the members that caches nearer to the origin wrote, then this one.
     *
     * @param received the value in the response; null if it has none
     */
    public String appendTo(@Nullable String received) {
        return received == null || received.isBlank() ? toString() : received + ", " + this;
    }

    /** The member, as the field's value has it. */
    @Override
    public String toString() {
        StringBuilder member = new StringBuilder(64).append(item(cache));
        if (forward == null) {
            member.append("; hit");
        } else {
            member.append("; fwd=").append(forward.token);
        }
        if (forward != null && forwardStatus != 0) {
            member.append("; fwd-status=").append(forwardStatus);
        }
        if (ttl.isPresent()) {
            member.append("; ttl=").append(ttl.getAsLong());
        }
        if (stored) {
            member.append("; stored");
        }
        if (collapsed) {
            member.append("; collapsed");
        }
        if (detail != null) {
            member.append("; detail=").append(item(detail));
        }
        return member.toString();
    }

    /** Writes a token if the text is one, otherwise a string (RFC 9651 §4.1.6), in which other characters become {@code ?}. */
    private static String item(String text) {
        if (isToken(text)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return quoted.append('"').toString();
    }

    private static boolean isToken(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
