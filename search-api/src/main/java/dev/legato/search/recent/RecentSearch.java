package dev.legato.search.recent;

import java.time.Instant;

/**
 * A search that led somewhere.
 *
 * @param query in lower case
 * @param kind of what was picked: {@code track}, {@code album} or {@code artist}
 * @param picked its id
 */
record RecentSearch(String id, String query, String kind, String picked, Instant at) {}
