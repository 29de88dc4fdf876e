package dev.legato.edge.cache;

import java.util.List;

/**
 * What is to be purged: the stored responses under these keys, those under keys with these prefixes, and those with these
 * tags ({@code Surrogate-Key} or {@code Cache-Tag} of the origin's response).
 *
 * @param keys cache keys: paths without the leading slash, percent-encoded, with their queries
 * @param prefixes beginnings of such keys
 * @param soft true keeps the responses, stale: each is validated before it is served again, or while it is, if its origin
 *     permits that; false removes them
 */
public record Purge(List<String> keys, List<String> prefixes, List<String> tags, boolean soft) {
    public Purge {
        keys = List.copyOf(keys);
        prefixes = List.copyOf(prefixes);
        tags = List.copyOf(tags);
    }
}
