package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives of a response (RFC 9111 §5.2.2). Those of {@code CDN-Cache-Control} replace those of {@code
 * Cache-Control} and {@code Expires} if that field is a valid dictionary with a member (RFC 9213 §2.2).
 *
 * <p>Seconds are {@link DeltaSeconds#NONE} if a directive is missing. Of two equal directives with seconds the first
 * counts. A malformed {@code max-age} or {@code s-maxage} counts as 0, since invalid freshness is best treated as stale
 * (§4.2.1); other malformed seconds are ignored.
 *
 * @param targeted whether the directives are those of {@code CDN-Cache-Control}
 * @param noCache {@code no-cache} without field names
 * @param isPrivate {@code private} without field names
 * @param withheldFields names in lower case that {@code no-cache} or {@code private} lists: they are sent to the client
 *     that asked and not stored
 */
record ResponseDirectives(
        boolean targeted,
        boolean noStore,
        boolean noCache,
        boolean isPrivate,
        boolean isPublic,
        boolean mustRevalidate,
        boolean proxyRevalidate,
        boolean mustUnderstand,
        boolean immutable,
        long maxAge,
        long sharedMaxAge,
        long staleWhileRevalidate,
        long staleIfError,
        Set<String> withheldFields) {
    private static final Set<String> WITH_SECONDS =
            Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");
    /** Without one of these, a stored body would be misread: the whole response is withheld then. */
    private static final Set<String> INDISPENSABLE =
            Set.of("content-encoding", "content-length", "content-range", "content-type", "vary");

    /** Reads the directives that apply to this cache. */
    static ResponseDirectives of(FieldList fields) {
        String targeted = fields.get("cdn-cache-control");
        List<Directive> directives = targeted == null ? null : targeted(targeted);
        if (directives != null) {
            return fold(true, directives);
        }
        String general = fields.get("cache-control");
        return fold(false, general == null ? List.of() : Directive.parse(general));
    }

    /** Whether the origin states a lifetime. */
    boolean hasLifetime() {
        return maxAge != DeltaSeconds.NONE || sharedMaxAge != DeltaSeconds.NONE;
    }

    /** Whether a stale response must not be served in any case (§4.2.4); {@code s-maxage} implies it (§5.2.2.10). */
    boolean forbidsStale() {
        return noCache || mustRevalidate || proxyRevalidate || sharedMaxAge != DeltaSeconds.NONE;
    }

    /** Whether a response to a request with Authorization may be shared (§3.5). */
    boolean permitsAuthorized() {
        return isPublic || mustRevalidate || sharedMaxAge != DeltaSeconds.NONE;
    }

    /** Null if the field is empty, malformed or has seconds of another type than integer, and is to be ignored. */
    private static @Nullable List<Directive> targeted(String text) {
        Map<String, StructuredDictionary.Value> members = StructuredDictionary.parse(text);
        if (members == null || members.isEmpty()) {
            return null;
        }
        List<Directive> directives = new ArrayList<>(members.size());
        for (Map.Entry<String, StructuredDictionary.Value> member : members.entrySet()) {
            StructuredDictionary.Value value = member.getValue();
            if (WITH_SECONDS.contains(member.getKey()) && value.type() != StructuredDictionary.Type.INTEGER) {
                return null;
            }
            if (value.type() != StructuredDictionary.Type.FALSE) {
                boolean bare = value.type() == StructuredDictionary.Type.TRUE;
                directives.add(new Directive(member.getKey(), bare ? null : value.text(), false));
            }
        }
        return directives;
    }

    private static ResponseDirectives fold(boolean targeted, List<Directive> directives) {
        boolean noCache = false;
        boolean isPrivate = false;
        Set<String> names = new HashSet<>();
        Set<String> withheld = new HashSet<>();
        Seconds seconds = new Seconds();
        for (Directive directive : directives) {
            names.add(directive.name());
            switch (directive.name()) {
                case "no-cache" -> noCache |= !addFields(directive, withheld);
                case "private" -> isPrivate |= !addFields(directive, withheld);
                case "max-age" -> seconds.maxAge = first(seconds.maxAge, directive, 0);
                case "s-maxage" -> seconds.sharedMaxAge = first(seconds.sharedMaxAge, directive, 0);
                case "stale-while-revalidate" ->
                    seconds.staleWhileRevalidate = first(seconds.staleWhileRevalidate, directive, DeltaSeconds.NONE);
                case "stale-if-error" ->
                    seconds.staleIfError = first(seconds.staleIfError, directive, DeltaSeconds.NONE);
                default -> {}
            }
        }
        return new ResponseDirectives(
                targeted,
                names.contains("no-store"),
                noCache,
                isPrivate,
                names.contains("public"),
                names.contains("must-revalidate"),
                names.contains("proxy-revalidate"),
                names.contains("must-understand"),
                names.contains("immutable"),
                seconds.maxAge,
                seconds.sharedMaxAge,
                seconds.staleWhileRevalidate,
                seconds.staleIfError,
                Set.copyOf(withheld));
    }

    private static long first(long before, Directive directive, long ifMalformed) {
        if (before != DeltaSeconds.NONE) {
            return before;
        }
        long seconds = directive.seconds();
        return seconds == DeltaSeconds.NONE ? ifMalformed : seconds;
    }

    /** Adds the field names that the directive lists; false if it lists none and so concerns the whole response. */
    private static boolean addFields(Directive directive, Set<String> withheld) {
        String argument = directive.argument();
        if (argument == null || directive.malformed()) {
            return false;
        }
        Set<String> listed = new HashSet<>();
        for (String name : argument.split(",", -1)) {
            if (!name.isBlank()) {
                listed.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        if (listed.isEmpty() || listed.stream().anyMatch(INDISPENSABLE::contains)) {
            return false;
        }
        withheld.addAll(listed);
        return true;
    }

    private static final class Seconds {
        private long maxAge = DeltaSeconds.NONE;
        private long sharedMaxAge = DeltaSeconds.NONE;
        private long staleWhileRevalidate = DeltaSeconds.NONE;
        private long staleIfError = DeltaSeconds.NONE;
    }
}
