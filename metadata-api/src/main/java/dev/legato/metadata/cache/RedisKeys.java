package dev.legato.metadata.cache;

/** The keys and channels this service has in Redis, all of them. */
final class RedisKeys {
    /** Raised whenever the form of a cached document changes, so that releases side by side don't read each other's. */
    private static final String PREFIX = "legato:metadata:v5:";

    /** Where instances publish the keys of entries that have changed, one per line. */
    static final String CHANGES = PREFIX + "changes";

    private RedisKeys() {}

    /** A catalogue entry, in the form of {@link Stored}. The braces put what belongs to it into its cluster slot. */
    static String entry(EntryKey key) {
        return PREFIX + '{' + key + '}';
    }

    /** The token of whoever reads the entry from PostgreSQL now. */
    static String lease(EntryKey key) {
        return entry(key) + ":lease";
    }

    /** The channel on which an instance hears itself. */
    static String heartbeat(String instance) {
        return PREFIX + "heartbeat:" + instance;
    }
}
