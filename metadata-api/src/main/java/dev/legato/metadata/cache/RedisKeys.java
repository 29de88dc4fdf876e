package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.Kind;

/** The keys this service has in Redis, all of them. */
final class RedisKeys {
    /** Raised whenever the form of a cached document changes, so that releases side by side don't read each other's. */
    private static final String PREFIX = "legato:metadata:v4:";

    private RedisKeys() {}

    /** A catalogue entry's document in JSON, or {@link CatalogueCache#JUST_WRITTEN}. */
    static String entry(Kind<?> kind, String id) {
        return PREFIX + kind.name() + ':' + id;
    }
}
