package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;

/**
 * The cache directives of a request (RFC 9111 §5.2.1), in seconds or {@link DeltaSeconds#NONE}. {@code Pragma: no-cache}
 * stands for {@code no-cache} if there is no {@code Cache-Control} (§5.4).
 *
 * @param maxStale {@link Long#MAX_VALUE} for {@code max-stale} without a number
 */
record RequestDirectives(
        boolean noStore,
        boolean noCache,
        boolean onlyIfCached,
        long maxAge,
        long minFresh,
        long maxStale,
        long staleIfError) {
    private static final RequestDirectives NOTHING = new RequestDirectives(
            false, false, false, DeltaSeconds.NONE, DeltaSeconds.NONE, DeltaSeconds.NONE, DeltaSeconds.NONE);

    /** Reads the directives that the settings let count. */
    static RequestDirectives of(FieldList fields, CacheSettings settings) {
        String value = fields.get("cache-control");
        RequestDirectives all = value == null ? ofPragma(fields) : parse(value);
        return settings.honourRequestDirectives() ? all : NOTHING.withOnlyIfCached(all.onlyIfCached);
    }

    private RequestDirectives withOnlyIfCached(boolean value) {
        return new RequestDirectives(noStore, noCache, value, maxAge, minFresh, maxStale, staleIfError);
    }

    private static RequestDirectives ofPragma(FieldList fields) {
        String pragma = fields.get("pragma");
        if (pragma == null
                || Directive.parse(pragma).stream().noneMatch(one -> one.name().equals("no-cache"))) {
            return NOTHING;
        }
        return parse("no-cache");
    }

    private static RequestDirectives parse(String value) {
        boolean noStore = false;
        boolean noCache = false;
        boolean onlyIfCached = false;
        long maxAge = DeltaSeconds.NONE;
        long minFresh = DeltaSeconds.NONE;
        long maxStale = DeltaSeconds.NONE;
        long staleIfError = DeltaSeconds.NONE;
        for (Directive directive : Directive.parse(value)) {
            switch (directive.name()) {
                case "no-store" -> noStore = true;
                case "no-cache" -> noCache = true;
                case "only-if-cached" -> onlyIfCached = true;
                case "max-age" -> maxAge = directive.seconds();
                case "min-fresh" -> minFresh = directive.seconds();
                case "max-stale" -> maxStale = directive.argument() == null ? Long.MAX_VALUE : directive.seconds();
                case "stale-if-error" -> staleIfError = directive.seconds();
                default -> {}
            }
        }
        return new RequestDirectives(noStore, noCache, onlyIfCached, maxAge, minFresh, maxStale, staleIfError);
    }
}
