package dev.legato.edge.policy;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of the responses stored under one key a request selects (RFC 9111 §4.1). */
public final class Selection {
    private static final Comparator<StoredHead> BY_RECENCY = Comparator.<StoredHead>comparingLong(StoredHead::date)
            .thenComparingLong(head -> head.terms().born());

    private Selection() {}

    /**
     * Selects the most recent response whose nominated request fields have the same values as the request's; if there is
     * none, the most recent one in the language that the request prefers.
     *
     * @return one of {@code variants}; null if none matches, and then their tags can still be offered to the origin
     */
    public static @Nullable StoredHead select(List<StoredHead> variants, CacheRequest request) {
        StoredHead exact = latest(variants, head -> head.varyKey().matches(request.fields()));
        return exact != null
                ? exact
                : latest(variants, head -> head.varyKey()
                        .matchesByLanguage(request.fields(), head.fields().get("content-language")));
    }

    /**
     * Whether a response replaces a stored one: both have the same secondary key.
     *
     * @param stored one of the responses under the same key
     */
    public static boolean replaces(StoredHead next, StoredHead stored) {
        return next.varyKey().equals(stored.varyKey());
    }

    static @Nullable StoredHead latest(List<StoredHead> heads, Predicate<StoredHead> condition) {
        return heads.stream().filter(condition).max(BY_RECENCY).orElse(null);
    }
}
