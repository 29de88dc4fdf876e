package dev.legato.edge.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Keys that are remembered for a while, in bounded memory: a client can choose any number of long ones. */
final class RecentKeys {
    private static final long MAX_CHARACTERS = 8L << 20;

    /** What an entry takes besides its characters, roughly. */
    private static final int OVERHEAD = 128;

    private final Cache<String, Boolean> keys;

    RecentKeys(Duration memory) {
        this.keys = Caffeine.newBuilder()
                .maximumWeight(MAX_CHARACTERS)
                .weigher((String key, Boolean _) -> OVERHEAD + key.length())
                .expireAfterWrite(memory)
                .executor(Runnable::run)
                .build();
    }

    void add(String key) {
        keys.put(key, true);
    }

    void remove(String key) {
        keys.invalidate(key);
    }

    boolean contains(String key) {
        return keys.getIfPresent(key) != null;
    }
}
